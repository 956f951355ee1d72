import { expect, it } from 'vitest'
import { addFromOutside } from '../../electron/app/add-from-outside.ts'
import type { Events } from '../../shared/ipc.ts'

function add(destinations: { id: string; name: string }[], refusal?: Error) {
  const notices: Events['notice'][] = []
  const added: unknown[] = []
  const program = {
    destinations: { list: () => destinations },
    service: {
      add(input: unknown) {
        if (refusal) throw refusal
        added.push(input)
      },
    },
  }
  addFromOutside(['/a', '/b'], {
    program: program as never,
    notify: (notice) => notices.push(notice),
    log: { warn: () => undefined },
  })
  return { notices, added }
}

it('adds to the first destination and says so', () => {
  const { notices, added } = add([
    { id: 'x', name: 'Harbour' },
    { id: 'y', name: 'Other' },
  ])
  expect(added).toEqual([{ paths: ['/a', '/b'], destinationId: 'x' }])
  expect(notices).toMatchObject([{ kind: 'addedFromOutside', params: { count: 2, name: 'Harbour' } }])
})

it('asks to choose a destination first where there is none', () => {
  const { notices, added } = add([])
  expect(added).toEqual([])
  expect(notices).toMatchObject([{ kind: 'noDestination', params: { count: 2 } }])
})

it('says why files were refused', () => {
  const { notices } = add([{ id: 'x', name: 'Harbour' }], new Error('not an absolute path'))
  expect(notices).toMatchObject([{ kind: 'refusedFromOutside', params: { reason: 'not an absolute path' } }])
})

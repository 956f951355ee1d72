import { expect, it } from 'vitest'
import { OutsideIntake } from '../../electron/app/add-from-outside.ts'
import type { Events } from '../../shared/ipc.ts'

function setUp(
  destinations: { id: string; name: string }[],
  refusal?: Error,
  lastDestinationId: string | null = null,
) {
  const notices: Events['notice'][] = []
  const added: unknown[] = []
  const program = {
    destinations: { list: () => destinations },
    settings: () => ({ lastDestinationId }),
    service: {
      add(input: unknown) {
        if (refusal) throw refusal
        added.push(input)
      },
    },
  }
  const intake = new OutsideIntake({
    program: program as never,
    notify: (notice) => notices.push(notice),
    log: { warn: () => undefined },
  })
  return { intake, notices, added }
}

const harbour = { id: 'x', name: 'Harbour' }

it('adds to the first destination and says so', () => {
  const { intake, notices, added } = setUp([harbour, { id: 'y', name: 'Other' }])
  intake.add(['/a', '/b'])
  expect(added).toEqual([{ paths: ['/a', '/b'], destinationId: 'x' }])
  expect(notices).toMatchObject([{ kind: 'addedFromOutside', params: { count: 2, name: 'Harbour' } }])
})

it('keeps files until there is a destination, then adds all of them once', () => {
  const destinations: (typeof harbour)[] = []
  const { intake, notices, added } = setUp(destinations)
  intake.add(['/a'])
  intake.add(['/b'])
  expect(added).toEqual([])
  expect(notices.at(-1)).toMatchObject({ kind: 'noDestination', params: { count: 2 } })
  destinations.push(harbour)
  intake.destinationsChanged()
  intake.destinationsChanged()
  expect(added).toEqual([{ paths: ['/a', '/b'], destinationId: 'x' }])
})

it('says why files were refused', () => {
  const { intake, notices } = setUp([harbour], new Error('not an absolute path'))
  intake.add(['/a'])
  expect(notices).toMatchObject([{ kind: 'refusedFromOutside', params: { reason: 'not an absolute path' } }])
})

it('adds to the destination that was chosen last, or the first where that one is gone', () => {
  const other = { id: 'y', name: 'Other' }
  for (const [last, expected] of [
    ['y', 'y'],
    ['gone', 'x'],
  ] as const) {
    const { intake, added } = setUp([harbour, other], undefined, last)
    intake.add(['/a'])
    expect(added).toEqual([{ paths: ['/a'], destinationId: expected }])
  }
})

import { expect, it } from 'vitest'
import { OutsideIntake } from '../../electron/app/add-from-outside.ts'
import type { Events } from '../../shared/ipc.ts'

function setUp(
  destinations: { id: string; name: string }[],
  refusal?: Error,
  lastDestinationId: string | null = null,
) {
  const notices: Events['notice'][] = []
  const begun: unknown[] = []
  const program = {
    destinations: { list: () => destinations },
    settings: () => ({ lastDestinationId }),
    preflights: {
      begin(input: object, isFromOutside: boolean) {
        if (refusal) throw refusal
        begun.push({ ...input, isFromOutside })
      },
    },
  }
  const intake = new OutsideIntake({
    program: program as never,
    notify: (notice) => notices.push(notice),
    log: { warn: () => undefined },
  })
  return { intake, notices, begun }
}

const harbour = { id: 'x', name: 'Harbour' }

it('hands files to the look before sending, for the first destination', () => {
  const { intake, notices, begun } = setUp([harbour, { id: 'y', name: 'Other' }])
  intake.add(['/a', '/b'])
  expect(begun).toEqual([{ paths: ['/a', '/b'], destinationId: 'x', isFromOutside: true }])
  expect(notices).toEqual([])
})

it('lets them wait for a destination where there is none', () => {
  const { intake, begun } = setUp([])
  intake.add(['/a'])
  expect(begun).toEqual([{ paths: ['/a'], destinationId: null, isFromOutside: true }])
})

it('says why files were refused', () => {
  const { intake, notices } = setUp([harbour], new Error('not an absolute path'))
  intake.add(['/a'])
  expect(notices).toMatchObject([{ kind: 'refusedFromOutside', params: { reason: 'not an absolute path' } }])
})

it('chooses the destination that was chosen last, or the first where that one is gone', () => {
  const other = { id: 'y', name: 'Other' }
  for (const [last, expected] of [
    ['y', 'y'],
    ['gone', 'x'],
  ] as const) {
    const { intake, begun } = setUp([harbour, other], undefined, last)
    intake.add(['/a'])
    expect(begun).toMatchObject([{ destinationId: expected }])
  }
})

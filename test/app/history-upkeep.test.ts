import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { HistoryUpkeep } from '../../electron/app/history-upkeep.ts'
import { defaultSettings, type Settings } from '../../shared/settings.ts'
import { addUploads, idsOf, multipart, open } from '../checkpoint/checkpoint-fixture.ts'

const dayMs = 86_400_000
const silent = { debug() {}, info() {}, warn() {}, error() {} }

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
afterEach(() => vi.useRealTimers())

function prepare(settings: Partial<Settings>) {
  const time = { now: 1000 * dayMs }
  const checkpoint = open(undefined, { now: () => time.now })
  const cancelled: unknown[] = []
  const told = { removed: 0 }
  const upkeep = new HistoryUpkeep({
    history: checkpoint.history,
    engine: {
      cancel: (scope, mode) => {
        cancelled.push([scope, mode])
        return { changed: 1, refused: 0 }
      },
    },
    settings: () => ({ ...defaultSettings, ...settings }),
    now: () => time.now,
    onRemoved: () => {
      told.removed += 1
    },
    log: silent,
  })
  return { time, checkpoint, cancelled, told, upkeep }
}

describe('the history', () => {
  it('is kept by age, also while the program runs for weeks', async () => {
    const { time, checkpoint, told, upkeep } = prepare({ keepHistoryDays: 7 })
    const [a = 0, b = 0] = addUploads(checkpoint, ['a', 'b'])
    checkpoint.uploads.apply(a, 'skip')
    upkeep.start()
    await upkeep.run()
    expect(idsOf(checkpoint)).toEqual([a, b])
    time.now += 8 * dayMs
    vi.advanceTimersByTime(3_600_000)
    await upkeep.run()
    expect(idsOf(checkpoint)).toEqual([b])
    expect(told.removed).toBe(1)
    await upkeep.stop()
  })

  it('is kept by number: the oldest go, whatever is not ended stays', async () => {
    const { time, checkpoint, upkeep } = prepare({ keepHistoryCount: 100 })
    const ids: number[] = []
    for (let turn = 0; turn < 3; turn += 1) {
      ids.push(
        ...addUploads(
          checkpoint,
          Array.from({ length: 100 }, (_, index) => `${turn}/${index}`),
        ),
      )
    }
    for (const id of ids.slice(0, 250)) {
      time.now += 1
      checkpoint.uploads.apply(id, 'skip')
    }
    await upkeep.run()
    expect(idsOf(checkpoint, { filter: 'done', limit: 500 })).toEqual(ids.slice(150, 250))
    expect(idsOf(checkpoint, { filter: 'waiting', limit: 500 })).toEqual(ids.slice(250))
    await upkeep.stop()
  })

  it('goes in portions when much is too old', async () => {
    const { time, checkpoint, told, upkeep } = prepare({})
    for (let turn = 0; turn < 5; turn += 1) {
      addUploads(
        checkpoint,
        Array.from({ length: 500 }, (_, index) => `${turn}/${index}`),
      )
    }
    checkpoint.uploads.applyToScope({ kind: 'all', filter: 'all' }, 'skip', [])
    time.now += 91 * dayMs
    await upkeep.run()
    expect(checkpoint.queue.counts().byFilter.all).toBe(0)
    expect(told.removed).toBe(3)
    await upkeep.stop()
  })

  it('asks for kept checkpoints that are too old to be cleaned up, and does nothing once stopped', async () => {
    const { time, checkpoint, cancelled, upkeep } = prepare({ keepCheckpointDays: 30 })
    const [a = 0] = addUploads(checkpoint, ['a'])
    checkpoint.uploads.saveCheckpoint(a, multipart)
    checkpoint.uploads.apply(a, 'cancelKeep')
    await upkeep.run()
    expect(cancelled).toEqual([])
    time.now += 31 * dayMs
    await upkeep.run()
    expect(cancelled).toEqual([[{ kind: 'ids', ids: [a] }, 'clean']])
    await upkeep.stop()
    await upkeep.run()
    expect(cancelled.length).toBe(1)
    expect(idsOf(checkpoint)).toEqual([a])
  })
})

import { describe, expect, it } from 'vitest'
import type { OpenCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import { type QueueScope, queueFilters } from '../../shared/queue.ts'
import type { UploadEvent, UploadStatus } from '../../shared/upload-state.ts'
import { SeededRandom } from '../soak/seeded-random.ts'
import {
  closeOpened,
  multipart,
  newBatch,
  newUpload,
  open,
  query,
  saveDestination,
  tamper,
} from './checkpoint-fixture.ts'
import { runUntilKilled } from './run-until-killed.ts'

const all: QueueScope = { kind: 'all', filter: 'all' }
const seed = 7_310_021

/** `count` queued uploads in batches of two destinations. */
function filled(count: number): OpenCheckpoint {
  const checkpoint = open()
  for (const id of ['d1', 'd2']) saveDestination(checkpoint, id)
  const batches = ['d1', 'd2', 'd1'].map((destinationId) => newBatch(checkpoint, { destinationId }))
  for (const [at, batchId] of batches.entries()) {
    const names = Array.from({ length: Math.ceil(count / 3) }, (_, index) => `file ${at}-${index}.mov`)
    checkpoint.intake.addUploads(
      batchId,
      names.map((name) => newUpload(name)),
    )
    checkpoint.intake.finishCounting(batchId)
  }
  return checkpoint
}

function workOff({ uploads: { commands } }: OpenCheckpoint, mostSteps = Number.POSITIVE_INFINITY): void {
  for (let steps = 0; steps < mostSteps; steps += 1) {
    const [next] = commands.pending()
    if (next === undefined) return
    commands.step(next.id, [])
  }
}

function statuses({ queue }: OpenCheckpoint): Map<number, UploadStatus> {
  const found = new Map<number, UploadStatus>()
  for (let offset = 0; ; offset += 500) {
    const { rows } = queue.page(query({ sort: 'added', offset, limit: 500 }))
    for (const { id, status } of rows) found.set(id, status)
    if (rows.length < 500) return found
  }
}

describe('a command over many rows', () => {
  it('is worked off in steps, each of which is shown by the counters', () => {
    const checkpoint = filled(12_000)
    const { commands } = checkpoint.uploads
    expect(commands.mustWait('pause', all)).toBe(true)
    const id = commands.record('pause', all)
    const first = commands.step(id, [])
    expect(first.isDone).toBe(false)
    expect(first.changed).toBeGreaterThan(0)
    expect(checkpoint.queue.count(['paused'])).toBe(first.changed)
    expect(commands.pending()[0]?.share).toBeCloseTo(first.changed / 12_000)
    workOff(checkpoint)
    expect(checkpoint.queue.count(['paused'])).toBe(12_000)
  })

  it('lets nothing start that it is going to stop, and all that it does not mean', () => {
    const checkpoint = filled(3000)
    checkpoint.uploads.commands.record('pause', { ...all, destinationId: 'd1' })
    const next = checkpoint.uploads.nextQueued(2000, [], [])
    expect(new Set(next.map(({ destinationId }) => destinationId))).toEqual(new Set(['d2']))
    workOff(checkpoint)
    expect(checkpoint.uploads.nextQueued(2000, [], [])).toHaveLength(1000)
  })

  it('means the rows that were there when it was given', () => {
    const checkpoint = filled(3000)
    checkpoint.uploads.commands.record('cancelKeep', all)
    checkpoint.intake.addUploads(1, [newUpload('later.mov')])
    workOff(checkpoint)
    expect(checkpoint.queue.page(query({ filter: 'waiting' })).rows).toMatchObject([{ name: 'later.mov' }])
  })

  it('leaves running uploads alone, which are told by themselves', () => {
    const checkpoint = filled(3000)
    checkpoint.uploads.apply(7, 'start')
    const id = checkpoint.uploads.commands.record('cancelKeep', all)
    while (!checkpoint.uploads.commands.step(id, [7]).isDone);
    expect(checkpoint.uploads.get(7)?.status).toBe('uploading')
    expect(checkpoint.queue.count(['cancelled-kept'])).toBe(2999)
  })

  it('drops the rest of a pause when all of it is resumed', () => {
    const checkpoint = filled(12_000)
    const { commands } = checkpoint.uploads
    commands.step(commands.record('pause', all), [])
    commands.record('resume', { kind: 'all', filter: 'waiting' })
    expect(commands.pending().map(({ kind }) => kind)).toEqual(['resume'])
    workOff(checkpoint)
    expect(checkpoint.queue.count(['queued'])).toBe(12_000)
  })

  it('means rows by name without going through all others', () => {
    const checkpoint = filled(9000)
    const ids = Array.from({ length: 3000 }, (_, index) => index * 3 + 1).reverse()
    const id = checkpoint.uploads.commands.record('pause', { kind: 'ids', ids: [...ids, 99_999] })
    let step = checkpoint.uploads.commands.step(id, [])
    while (!step.isDone) step = checkpoint.uploads.commands.step(id, [])
    expect(step).toEqual({ isDone: true, changed: 3000, refused: 0 })
    expect([...statuses(checkpoint)].filter(([, status]) => status === 'paused').map(([row]) => row)).toEqual(
      ids.toReversed(),
    )
  })

  it('is forgotten when its record is damaged, rather than meaning other rows (R5)', () => {
    const checkpoint = filled(3000)
    checkpoint.uploads.commands.record('cancelClean', { ...all, destinationId: 'd1' })
    checkpoint.close()
    const again = open(damaged(checkpoint.file))
    expect(again.uploads.commands.pending()).toEqual([])
    workOff(again)
    expect(again.queue.count(['queued'])).toBe(3000)
  })

  function damaged(file: string): string {
    tamper(file, (sqlite) => sqlite.exec(`UPDATE long_commands SET scope = '{"kind":"all","filter":"all"}'`))
    return file
  }
})

describe('sending many uploads anew', () => {
  it('marks what has been begun, and lets nothing begin before it is marked', () => {
    const checkpoint = filled(3000)
    const { uploads } = checkpoint
    for (const id of [5, 2999]) uploads.saveCheckpoint(id, multipart)
    const ids = Array.from({ length: 3000 }, (_, index) => index + 1).filter((id) => id !== 7)
    expect(uploads.commands.mustWait('sendAnew', { kind: 'ids', ids: [5] })).toBe(false)
    expect(uploads.commands.mustWait('sendAnew', { kind: 'ids', ids })).toBe(true)
    uploads.commands.record('sendAnew', { kind: 'ids', ids })
    expect(uploads.nextQueued(3000, [], []).map(({ id }) => id)).toEqual([7])
    workOff(checkpoint)
    expect(uploads.nextQueued(3000, [], [])).toHaveLength(3000)
    expect([5, 6, 2999].map((id) => uploads.get(id)?.mustStartOver)).toEqual([true, false, true])
  })
})

describe('a removal of many rows', () => {
  it('takes what has ended, step by step, and brings all of it back', async () => {
    const checkpoint = filled(6000)
    checkpoint.uploads.applyToScope({ ...all, destinationId: 'd1' }, 'cancelKeep', [])
    const before = statuses(checkpoint)
    checkpoint.uploads.commands.record('remove', all)
    workOff(checkpoint)
    expect(statuses(checkpoint).size).toBe(2000)
    expect(checkpoint.queue.batches()).toHaveLength(1)
    const restored = checkpoint.history.restore(checkpoint.history.lastRemoval)
    expect(await restored).toEqual({ changed: 4000, refused: 0 })
    expect(statuses(checkpoint)).toEqual(before)
    expect(checkpoint.queue.batches()).toHaveLength(3)
  })

  it('brings back the rest before the next removal, and before the database is closed', async () => {
    const checkpoint = filled(9000)
    checkpoint.uploads.applyToScope(all, 'cancelKeep', [])
    checkpoint.history.takeOut({ ...all, destinationId: 'd1' }, true)
    const first = checkpoint.history.restore(checkpoint.history.lastRemoval)
    checkpoint.history.takeOut({ kind: 'ids', ids: [1] }, true)
    expect(await first).toEqual({ changed: 6000, refused: 0 })
    expect(statuses(checkpoint).size).toBe(8999)
    checkpoint.history.takeOut({ ...all, destinationId: 'd1' }, true)
    const second = checkpoint.history.restore(checkpoint.history.lastRemoval)
    checkpoint.close()
    expect(await second).toEqual({ changed: 5999, refused: 0 })
    expect(statuses(open(checkpoint.file)).size).toBe(8999)
  })
})

describe('the search index', () => {
  const settings = (file: string) => {
    let found = {}
    tamper(file, (sqlite) => {
      const rows = sqlite.prepare<[], { k: string; v: number }>('SELECT k, v FROM search_config').all()
      found = Object.fromEntries(rows.map(({ k, v }) => [k, v]))
    })
    return found
  }

  it('merges nothing while many rows are removed, and does so again after the removal or a crash', () => {
    const checkpoint = filled(6000)
    checkpoint.uploads.applyToScope(all, 'cancelKeep', [])
    const id = checkpoint.uploads.commands.record('remove', all)
    checkpoint.uploads.commands.step(id, [])
    checkpoint.close()
    expect(settings(checkpoint.file)).toMatchObject({ automerge: 0, deletemerge: 0 })
    const again = open(checkpoint.file)
    again.close()
    expect(settings(again.file)).toMatchObject({ automerge: 4, deletemerge: 0 })
    const last = open(checkpoint.file)
    workOff(last)
    last.close()
    expect(settings(last.file)).toMatchObject({ automerge: 4, deletemerge: 0 })
  })

  it('finds what a command by search means in portions, whatever the case and the script', () => {
    const checkpoint = filled(3000)
    const names = ['ÄPFEL 1.mov', 'äpfel 2.mov', '苹果苹果.mov']
    checkpoint.intake.addUploads(
      1,
      names.map((name) => newUpload(name)),
    )
    checkpoint.uploads.commands.record('pause', { ...all, search: 'Äpfel' })
    checkpoint.uploads.commands.record('pause', { ...all, search: '苹果苹' })
    workOff(checkpoint)
    const paused = [...statuses(checkpoint)].filter(([, status]) => status === 'paused').map(([id]) => id)
    expect(paused).toEqual([3001, 3002, 3003])
  })
})

describe('recovering a queue of which thousands wait', () => {
  it('moves what ran at once, and what waits step by step', () => {
    const checkpoint = filled(6000)
    checkpoint.uploads.applyToScope(all, 'wait', [3])
    checkpoint.uploads.apply(3, 'start')
    expect(checkpoint.uploads.recoverAll()).toBe(1)
    expect(checkpoint.queue.count(['queued'])).toBe(1)
    workOff(checkpoint)
    expect(checkpoint.queue.count(['queued'])).toBe(6000)
  })
})

describe('a crash in the middle', () => {
  it('is followed by the rest of the command, after kill -9', async () => {
    const checkpoint = filled(12_000)
    closeOpened()
    const changed = await runUntilKilled('pause-until-killed.ts', checkpoint.file)
    const again = open(checkpoint.file)
    expect(again.queue.count(['paused'])).toBe(changed)
    expect(changed).toBeLessThan(12_000)
    expect(again.uploads.nextQueued(10, [], [])).toEqual([])
    again.uploads.recoverAll()
    workOff(again)
    expect(again.queue.count(['paused'])).toBe(12_000)
  })
})

describe(`several commands, given while others are at work (seed ${seed})`, () => {
  it('end as if each had been done at once, over restarts as well', () => {
    const random = new SeededRandom(seed)
    for (let round = 0; round < 5; round += 1) {
      let stepwise = filled(3000)
      const atOnce = filled(3000)
      for (const { uploads } of [stepwise, atOnce]) {
        uploads.applyToScope({ kind: 'ids', ids: idsOf(5, 3000) }, 'fail', [])
        uploads.applyToScope({ kind: 'ids', ids: idsOf(7, 3000) }, 'pause', [])
        uploads.applyToScope({ kind: 'ids', ids: idsOf(11, 3000) }, 'wait', [])
        uploads.applyToScope({ kind: 'ids', ids: idsOf(13, 3000) }, 'cancelKeep', [])
      }
      const given: string[] = []
      for (let commands = random.between(2, 5); commands > 0; commands -= 1) {
        const kind = random.pick<UploadEvent>(['pause', 'resume', 'cancelKeep', 'cancelClean'])
        const scope = random.pick<QueueScope>([
          all,
          { kind: 'all', filter: 'waiting' },
          { kind: 'all', filter: random.pick(queueFilters) },
          { ...all, destinationId: 'd1' },
          { ...all, batchId: 2 },
          { ...all, search: 'file 1-' },
          { ...all, search: '-7' },
          { kind: 'ids', ids: idsOf(random.between(1, 4), 3500) },
        ])
        given.push(`${kind} ${JSON.stringify(scope).slice(0, 60)}`)
        atOnce.uploads.applyToScope(scope, kind, [])
        stepwise.uploads.commands.record(kind, scope)
        workOff(stepwise, random.between(0, 1))
        if (random.chance(0.3)) {
          stepwise.close()
          stepwise = open(stepwise.file)
        }
      }
      workOff(stepwise)
      expect(statuses(stepwise), given.join('\n')).toEqual(statuses(atOnce))
      closeOpened()
    }
  })

  function idsOf(step: number, end: number): number[] {
    return Array.from({ length: Math.floor(end / step) }, (_, index) => (index + 1) * step)
  }
})

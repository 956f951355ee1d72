import { describe, expect, it } from 'vitest'
import type { OpenCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import type { QueuePlace, QueueScope } from '../../shared/queue.ts'
import { SeededRandom } from '../soak/seeded-random.ts'
import { closeOpened, newBatch, newUpload, open, query, saveDestination } from './checkpoint-fixture.ts'
import { runUntilKilled } from './run-until-killed.ts'

const all: QueueScope = { kind: 'all', filter: 'all' }
const seed = 4_410_077

/** `count` uploads of two batches, which take turns in the queue; the first ten of each have ended. */
function filled(count: number): OpenCheckpoint {
  const checkpoint = open()
  for (const id of ['d1', 'd2']) saveDestination(checkpoint, id)
  const batches = ['d1', 'd2'].map((destinationId) => newBatch(checkpoint, { destinationId }))
  for (let first = 0; first < count; first += 50) {
    const names = Array.from({ length: 50 }, (_, index) => `file ${first + index}.mov`)
    checkpoint.intake.addUploads(
      batches[(first / 50) % 2] ?? 0,
      names.map((name) => newUpload(name)),
    )
  }
  const ended = Array.from({ length: 20 }, (_, index) => (index < 10 ? index : index + 40) + 1)
  checkpoint.uploads.applyToScope({ kind: 'ids', ids: ended }, 'skip', [])
  return checkpoint
}

interface Row {
  id: number
  batchId: number
}

/** What is still to be sent, in order. */
function order({ queue }: OpenCheckpoint): Row[] {
  const rows: Row[] = []
  for (;;) {
    const page = queue.page(query({ filter: 'waiting', sort: 'queue', offset: rows.length, limit: 500 }))
    rows.push(...page.rows.map(({ id, batchId }) => ({ id, batchId })))
    if (page.rows.length < 500) return rows
  }
}

function idsOf(rows: readonly Row[]): number[] {
  return rows.map(({ id }) => id)
}

/** The order as one command at once would make it. */
function moved(rows: readonly Row[], isMeant: (row: Row) => boolean, to: QueuePlace): number[] {
  if (to === 'up' || to === 'down') return exchanged(rows, isMeant, to)
  const meant = rows.filter(isMeant)
  const rest = rows.filter((row) => !isMeant(row))
  if (to === 'top') return idsOf([...meant, ...rest])
  if (to === 'bottom') return idsOf([...rest, ...meant])
  const at = rest.findIndex(({ id }) => id === ('before' in to ? to.before : to.after))
  if (at < 0) return idsOf(rows)
  const end = 'before' in to ? at : at + 1
  return idsOf([...rest.slice(0, end), ...meant, ...rest.slice(end)])
}

function exchanged(rows: readonly Row[], isMeant: (row: Row) => boolean, to: 'up' | 'down'): number[] {
  const list = to === 'up' ? [...rows] : rows.toReversed()
  for (const [at, row] of list.entries()) {
    if (!isMeant(row)) continue
    const before = list.slice(0, at).findLastIndex(({ batchId }) => batchId === row.batchId)
    const other = list[before]
    if (other === undefined || isMeant(other)) continue
    list[before] = row
    list[at] = other
  }
  return idsOf(to === 'up' ? list : list.reverse())
}

function workOff({ uploads: { commands } }: OpenCheckpoint, mostSteps = Number.POSITIVE_INFINITY): void {
  for (let steps = 0; steps < mostSteps; steps += 1) {
    const [next] = commands.pending()
    if (next === undefined) return
    commands.step(next.id, [])
  }
}

describe('moving many uploads within the queue', () => {
  it('is for those of which there are many, and waits for one that is under way', () => {
    const checkpoint = filled(2000)
    const { commands } = checkpoint.uploads
    expect(commands.mustWait('move', { kind: 'ids', ids: [1, 2, 3] })).toBe(false)
    expect(commands.mustWait('move', all)).toBe(true)
    commands.recordMove({ ...all, destinationId: 'd2' }, 'top')
    expect(commands.mustWait('move', { kind: 'ids', ids: [1] })).toBe(true)
    // Where a row stands makes no difference to what it is told.
    expect(commands.mustWait('pause', { kind: 'ids', ids: [1] })).toBe(false)
    commands.record('pause', all)
    expect(commands.pending().map(({ kind }) => kind)).toEqual(['pause', 'move'])
  })

  it('keeps all uploads in order at every step, and what is added meanwhile behind them', () => {
    const checkpoint = filled(6000)
    const before = order(checkpoint)
    const ids = before.filter((_, index) => index % 4 === 0).map(({ id }) => id)
    checkpoint.uploads.commands.recordMove({ kind: 'ids', ids }, 'bottom')
    workOff(checkpoint, 3)
    checkpoint.intake.addUploads(1, [newUpload('later.mov')])
    while (checkpoint.uploads.commands.pending().length > 0) {
      workOff(checkpoint, 1)
      const found = idsOf(order(checkpoint))
      const named = new Set(ids)
      expect(found.filter((id) => named.has(id))).toEqual(ids)
    }
    const expected = moved(before, ({ id }) => ids.includes(id), 'bottom')
    expect(idsOf(order(checkpoint))).toEqual([...expected, 6001])
  })

  it('refuses a place beside what has ended or is moved itself, and counts what has ended', () => {
    const checkpoint = filled(2000)
    const { commands } = checkpoint.uploads
    expect(commands.recordMove(all, { before: 100 })).toBeNull()
    expect(commands.recordMove({ ...all, destinationId: 'd1' }, { before: 1 })).toBeNull()
    const id = commands.recordMove({ ...all, destinationId: 'd1' }, 'top') ?? 0
    let step = commands.step(id, [])
    while (!step.isDone) step = commands.step(id, [])
    expect(step).toEqual({ isDone: true, changed: 990, refused: 10 })
  })

  it('finds room where the rows stand as close as they can', () => {
    const checkpoint = filled(6000)
    // 3,000 rows in the room of one, then as many into the middle of them.
    for (const [destinationId, at] of [
      ['d2', 1000],
      ['d1', 3000],
      ['d2', 2900],
    ] as const) {
      const before = order(checkpoint)
      const isMeant = ({ batchId }: Row) => batchId === (destinationId === 'd1' ? 1 : 2)
      const target = before.slice(at).find((row) => !isMeant(row))?.id ?? 0
      expect(
        checkpoint.uploads.commands.recordMove({ ...all, destinationId }, { after: target }),
      ).not.toBeNull()
      workOff(checkpoint)
      expect(idsOf(order(checkpoint))).toEqual(moved(before, isMeant, { after: target }))
    }
  })

  it('goes on after kill -9 in the middle, without losing or doubling anything', async () => {
    const checkpoint = filled(12_000)
    const before = order(checkpoint)
    closeOpened()
    const changed = await runUntilKilled('move-until-killed.ts', checkpoint.file)
    expect(changed).toBeGreaterThan(0)
    expect(changed).toBeLessThan(3990)
    const again = open(checkpoint.file)
    expect(again.uploads.commands.pending()).toHaveLength(1)
    workOff(again)
    expect(idsOf(order(again))).toEqual(moved(before, ({ id }) => id % 3 === 1, 'bottom'))
  })
})

describe(`several moves in a row (seed ${seed})`, () => {
  it('end as if each had been done at once, over restarts as well', () => {
    const random = new SeededRandom(seed)
    for (let round = 0; round < 6; round += 1) {
      let checkpoint = filled(2000)
      for (let moves = 0; moves < 4; moves += 1) {
        const before = order(checkpoint)
        const step = random.between(2, 5)
        const [scope, isMeant] = random.pick<[QueueScope, (row: Row) => boolean]>([
          [{ ...all, destinationId: 'd2' }, ({ batchId }) => batchId === 2],
          [{ ...all, batchId: 1 }, ({ batchId }) => batchId === 1],
          [{ ...all, search: 'file 1' }, ({ id }) => String(id - 1).startsWith('1')],
          [{ ...all, search: '5.' }, ({ id }) => (id - 1) % 10 === 5],
          [{ kind: 'ids', ids: everyNth(step).reverse() }, ({ id }) => id % step === 0],
        ])
        const target = random.pick(before).id
        const to = random.pick<QueuePlace>([
          'top',
          'bottom',
          'up',
          'down',
          { before: target },
          { after: target },
        ])
        const given = `${JSON.stringify(scope).slice(0, 60)} ${JSON.stringify(to)}`
        const isRefused =
          typeof to === 'object' && isMeant(before.find(({ id }) => id === target) ?? { id: 0, batchId: 0 })
        expect(checkpoint.uploads.commands.recordMove(scope, to) === null, given).toBe(isRefused)
        workOff(checkpoint, random.between(0, 3))
        if (random.chance(0.5)) {
          checkpoint.close()
          checkpoint = open(checkpoint.file)
        }
        workOff(checkpoint)
        expect(idsOf(order(checkpoint)), given).toEqual(
          isRefused ? idsOf(before) : moved(before, isMeant, to),
        )
      }
      closeOpened()
    }
  })

  function everyNth(step: number): number[] {
    return Array.from({ length: Math.floor(2000 / step) }, (_, index) => (index + 1) * step)
  }
})

import { describe, expect, it } from 'vitest'
import type { OpenCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import type { QueuePlace } from '../../shared/queue.ts'
import { addUpload, addUploads, idsOf, open, query, temporaryFolder } from './checkpoint-fixture.ts'

function move(checkpoint: OpenCheckpoint, ids: number[], to: QueuePlace) {
  return checkpoint.order.move({ kind: 'ids', ids }, to)
}

/** What the engine would start, in this order. */
function next(checkpoint: OpenCheckpoint): number[] {
  return checkpoint.uploads.nextQueued(500, [], []).map(({ id }) => id)
}

describe('the order of the queue', () => {
  const five = () => {
    const checkpoint = open()
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = addUploads(checkpoint, ['a', 'b', 'c', 'd', 'e'])
    return { checkpoint, a, b, c, d, e }
  }

  it('decides what is sent next: to the top and to the bottom, keeping the order of what is moved', () => {
    const { checkpoint, a, b, c, d, e } = five()
    expect(move(checkpoint, [d, c], 'top')).toEqual({ changed: 2, refused: 0 })
    expect(next(checkpoint)).toEqual([c, d, a, b, e])
    expect(move(checkpoint, [c, a], 'bottom')).toEqual({ changed: 2, refused: 0 })
    expect(next(checkpoint)).toEqual([d, b, e, c, a])
    expect(idsOf(checkpoint, { sort: 'queue' })).toEqual([d, b, e, c, a])
    expect(idsOf(checkpoint, { sort: 'added' })).toEqual([a, b, c, d, e])
  })

  it('moves rows up and down as one, and stops them together at the edge', () => {
    const { checkpoint, a, b, c, d, e } = five()
    move(checkpoint, [c, d], 'up')
    expect(next(checkpoint)).toEqual([a, c, d, b, e])
    move(checkpoint, [c, d], 'up')
    expect(next(checkpoint)).toEqual([c, d, a, b, e])
    expect(move(checkpoint, [c, d], 'up')).toEqual({ changed: 0, refused: 2 })
    expect(next(checkpoint)).toEqual([c, d, a, b, e])
    move(checkpoint, [d, b], 'down')
    expect(next(checkpoint)).toEqual([c, a, d, e, b])
  })

  it('puts rows before and after others, also where there has been no room for long', () => {
    const { checkpoint, a, b, c, d, e } = five()
    // Each turn halves the room before b: 1,024 is used up after ten.
    for (let turn = 0; turn < 40; turn += 1) {
      move(checkpoint, [turn % 2 === 0 ? d : e], { before: b })
    }
    expect(next(checkpoint)).toEqual([a, d, e, b, c])
    for (let turn = 0; turn < 40; turn += 1) move(checkpoint, [turn % 2 === 0 ? c : d], { after: a })
    expect(next(checkpoint)).toEqual([a, d, c, e, b])
    expect(move(checkpoint, [a], { after: b })).toMatchObject({ changed: 1 })
    expect(move(checkpoint, [b], { before: d })).toMatchObject({ changed: 1 })
    expect(next(checkpoint)).toEqual([b, d, c, e, a])
  })

  it('makes room among thousands of rows that stand close together', () => {
    const checkpoint = open()
    for (let turn = 0; turn < 6; turn += 1) {
      addUploads(
        checkpoint,
        Array.from({ length: 500 }, (_, index) => `${turn}/${index}`),
      )
    }
    const order = () => checkpoint.uploads.nextQueued(3000, [], []).map(({ id }) => id)
    const all = order()
    expect(all.length).toBe(3000)
    // 1,500 into one gap leaves neighbours without room; then once more into the middle of them.
    const moved = all.slice(1500)
    move(checkpoint, moved, { before: all[1] ?? 0 })
    const once = [all[0], ...moved, ...all.slice(1, 1500)]
    expect(order()).toEqual(once)
    move(checkpoint, all.slice(1, 1400), { after: moved[700] ?? 0 })
    const twice = [
      all[0],
      ...moved.slice(0, 701),
      ...all.slice(1, 1400),
      ...moved.slice(701),
      ...all.slice(1400, 1500),
    ]
    expect(order()).toEqual(twice)
  })

  it('refuses what has ended, what is dropped on itself, and a neighbour that has ended', () => {
    const { checkpoint, a, b, c, d, e } = five()
    checkpoint.uploads.apply(a, 'skip')
    expect(move(checkpoint, [a, c], 'top')).toEqual({ changed: 1, refused: 1 })
    expect(move(checkpoint, [b, d], { before: d })).toEqual({ changed: 0, refused: 2 })
    expect(move(checkpoint, [b], { after: a })).toEqual({ changed: 0, refused: 1 })
    expect(next(checkpoint)).toEqual([c, b, d, e])
  })

  it('changes places within the batch only', () => {
    const checkpoint = open()
    const [a = 0, b = 0] = addUploads(checkpoint, ['a', 'b'])
    const [c = 0, d = 0] = addUploads(checkpoint, ['c', 'd'])
    expect(move(checkpoint, [c], 'up')).toEqual({ changed: 0, refused: 1 })
    move(checkpoint, [d], 'top')
    move(checkpoint, [c], 'up')
    expect(next(checkpoint)).toEqual([c, a, b, d])
  })

  it('moves a whole batch', () => {
    const checkpoint = open()
    const [a = 0, b = 0] = addUploads(checkpoint, ['a', 'b'])
    const [c = 0, d = 0] = addUploads(checkpoint, ['c', 'd'])
    const batchId = checkpoint.queue.rows([c])[0]?.batchId ?? 0
    checkpoint.order.move({ kind: 'all', filter: 'all', batchId }, 'top')
    expect(next(checkpoint)).toEqual([c, d, a, b])
  })

  it('is the same after a restart, and what is added later comes last', () => {
    const folder = temporaryFolder()
    const before = open(folder)
    const [a = 0, b = 0, c = 0] = addUploads(before, ['a', 'b', 'c'])
    move(before, [c], 'top')
    move(before, [a], 'bottom')
    before.close()
    const after = open(folder)
    const d = addUpload(after, 'd')
    expect(next(after)).toEqual([c, b, a, d])
    expect(after.queue.page(query({ sort: 'queue', filter: 'waiting' })).rows.map(({ id }) => id)).toEqual([
      c,
      b,
      a,
      d,
    ])
  })
})

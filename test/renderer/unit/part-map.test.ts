import { describe, expect, it } from 'vitest'
import { mixtureOf } from '../../../renderer/part-map/cell-mixture.ts'
import {
  cellAt,
  cellOfPart,
  maxCells,
  partsOfCell,
  planPartMap,
} from '../../../renderer/part-map/part-map-layout.ts'
import { PartMapModel } from '../../../renderer/part-map/part-map-model.ts'
import { worstParts } from '../../../renderer/part-map/worst-parts.ts'
import type { PartFact, PartProgress } from '../../../shared/queue.ts'

function progress(change: Partial<PartProgress>): PartProgress {
  return { state: 'sending', sentBytes: 0, ...fact({}), ...change }
}

function fact(change: Partial<PartFact>): PartFact {
  return { partNumber: 1, tries: 1, bytesPerSecond: null, code: null, requestId: null, ...change }
}

function modelOf(states: string, partSizeBytes = 100): PartMapModel {
  return new PartMapModel({
    uploadId: 1,
    sizeBytes: states.length * partSizeBytes - 30,
    partSizeBytes,
    partCount: states.length,
    states,
    facts: [],
  })
}

describe('planPartMap', () => {
  const sizes = [
    [360, 60],
    [760, 150],
    [1180, 150],
    [1600, 400],
  ] as const

  it('fits every part into the space, each in exactly one cell, for any number of parts', () => {
    for (const [width, height] of sizes) {
      for (const partCount of [1, 2, 39, 749, 3034, 9999, 10_000]) {
        const layout = planPartMap(partCount, width, height)
        const pitch = layout.cellPx + layout.gapPx
        expect(layout.columns * pitch - layout.gapPx).toBeLessThanOrEqual(width)
        expect(layout.rows * pitch - layout.gapPx).toBeLessThanOrEqual(height)
        expect(layout.cellCount).toBeLessThanOrEqual(maxCells)
        let next = 1
        for (let cell = 0; cell < layout.cellCount; cell += 1) {
          const { first, last } = partsOfCell(layout, cell, partCount)
          expect(first).toBe(next)
          expect(last).toBeGreaterThanOrEqual(first)
          expect(cellOfPart(layout, first)).toBe(cell)
          expect(cellOfPart(layout, last)).toBe(cell)
          next = last + 1
        }
        expect(next).toBe(partCount + 1)
      }
    }
  })

  it('gives every part a cell of its own as long as there is room, and merges evenly beyond', () => {
    expect(planPartMap(749, 830, 150).partsPerCell).toBe(1)
    expect(planPartMap(10_000, 830, 150).partsPerCell).toBeGreaterThan(1)
  })

  it('finds the cell under a point, and none in the gaps of the last row', () => {
    const layout = planPartMap(39, 400, 100)
    expect(cellAt(layout, 1, 1)).toBe(0)
    expect(cellAt(layout, layout.cellPx + layout.gapPx + 1, 1)).toBe(1)
    expect(cellAt(layout, 399, 99)).toBeNull()
    expect(cellAt(layout, -1, 5)).toBeNull()
  })
})

describe('PartMapModel', () => {
  it('counts states and keeps the counts right through changes', () => {
    const model = modelOf('kkdd..r.')
    expect(model.counts).toEqual({ kept: 2, done: 2, sending: 0, retry: 1, waiting: 3 })
    model.apply([
      progress({ partNumber: 5, state: 'sending', sentBytes: 40, tries: 1 }),
      progress({ partNumber: 7, state: 'sending', sentBytes: 0, tries: 2 }),
    ])
    expect(model.counts).toEqual({ kept: 2, done: 2, sending: 2, retry: 0, waiting: 2 })
  })

  it('tells the bytes and tries of a part, the last one being shorter', () => {
    const model = modelOf('....')
    model.apply([
      progress({
        partNumber: 4,
        sentBytes: 35,
        tries: 3,
        code: 'Stalled',
        requestId: 'A1',
        bytesPerSecond: 7,
      }),
    ])
    expect(model.factsOf(4)).toEqual({
      partNumber: 4,
      state: 'sending',
      startOffset: 300,
      endOffset: 370,
      sentBytes: 35,
      tries: 3,
      bytesPerSecond: 7,
      code: 'Stalled',
      requestId: 'A1',
    })
    expect(model.filledShare(4)).toBe(0.5)
  })

  it('names only the parts that differ when the map is read again', () => {
    const model = modelOf('dds.')
    const heard: number[] = []
    model.subscribe((changed) => heard.push(...changed))
    const again = { uploadId: 1, sizeBytes: 370, partSizeBytes: 100, partCount: 4, states: 'dd..', facts: [] }
    expect(model.reload(again)).toBe(true)
    expect(heard).toEqual([3])
    expect(model.reload({ ...again, partCount: 2, states: 'd.' })).toBe(false)
  })

  it('ignores parts it does not have', () => {
    const model = modelOf('..')
    model.apply([progress({ partNumber: 9, state: 'done', sentBytes: 0, tries: 1 })])
    expect(model.counts.waiting).toBe(2)
  })

  it('shows a whole object when it is finished', () => {
    const model = modelOf('kds.')
    model.finish()
    expect(model.counts).toEqual({ kept: 1, done: 3, sending: 0, retry: 0, waiting: 0 })
  })
})

describe('worstParts', () => {
  it('are those with most tries, most first, then those far slower than the others, slowest first', () => {
    const model = modelOf('d'.repeat(20))
    model.apply(
      Array.from({ length: 20 }, (_, index) =>
        progress({ partNumber: index + 1, state: 'done', bytesPerSecond: 1000 + index }),
      ),
    )
    expect(worstParts(model, 5)).toEqual([])
    model.apply([
      progress({ partNumber: 3, state: 'done', bytesPerSecond: 90 }),
      progress({ partNumber: 9, state: 'done', bytesPerSecond: 40 }),
      progress({ partNumber: 5, state: 'done', tries: 2, bytesPerSecond: 900 }),
      progress({ partNumber: 7, state: 'retry', tries: 4, code: 'Stalled' }),
    ])
    expect(worstParts(model, 5).map(({ partNumber }) => partNumber)).toEqual([7, 5, 9, 3])
    expect(worstParts(model, 2).map(({ partNumber }) => partNumber)).toEqual([7, 5])
  })

  it('are not called slow while too few speeds are known to compare with', () => {
    const model = modelOf('ddd.')
    model.apply([
      progress({ partNumber: 1, state: 'done', bytesPerSecond: 1000 }),
      progress({ partNumber: 2, state: 'done', bytesPerSecond: 10 }),
    ])
    expect(worstParts(model, 5)).toEqual([])
  })
})

describe('mixtureOf', () => {
  it('shows one state where all parts agree, and shares in a fixed order where they do not', () => {
    expect(mixtureOf(modelOf('kkkk'), 1, 4).only).toBe('kept')
    const mixed = mixtureOf(modelOf('.dkr'), 1, 4)
    expect(mixed.only).toBeNull()
    expect(mixed.shares).toEqual([
      { state: 'kept', share: 0.25 },
      { state: 'done', share: 0.25 },
      { state: 'retry', share: 0.25 },
      { state: 'waiting', share: 0.25 },
    ])
  })

  it('fills a cell with what has been sent of its parts', () => {
    const model = modelOf('....')
    model.apply([
      progress({ partNumber: 1, state: 'sending', sentBytes: 100, tries: 1 }),
      progress({ partNumber: 2, state: 'sending', sentBytes: 50, tries: 1 }),
    ])
    expect(mixtureOf(model, 1, 2)).toMatchObject({ only: 'sending', filled: 0.75 })
  })
})

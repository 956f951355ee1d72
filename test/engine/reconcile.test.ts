import { describe, expect, it } from 'vitest'
import type { RemotePart } from '../../electron/engine/ports/object-store.ts'
import type { PartRecord } from '../../electron/engine/ports/upload-record.ts'
import { reconcile } from '../../electron/engine/reconcile.ts'
import type { PartPlan } from '../../shared/part-plan.ts'

const plan: PartPlan = { mode: 'multipart', sizeBytes: 350, partSizeBytes: 100, partCount: 4 }
const sizes = [100, 100, 100, 50]

function row(partNumber: number, change: Partial<PartRecord> = {}): PartRecord {
  return {
    partNumber,
    sizeBytes: sizes[partNumber - 1] ?? 0,
    etag: `ETAG${partNumber}`,
    crc64: `${partNumber}`,
    ...change,
  }
}
function remote(partNumber: number, change: Partial<RemotePart> = {}): RemotePart {
  return { ...row(partNumber), ...change }
}

function outcome(rows: PartRecord[], there: RemotePart[]) {
  const found = reconcile(plan, rows, there)
  if (found.kind === 'start-over') return found.reason
  return {
    keep: found.keep.map((part) => part.partNumber),
    prove: found.prove.map((part) => part.partNumber),
    send: found.send,
    forget: Object.fromEntries(found.forget.map(({ partNumber, reason }) => [partNumber, reason])),
  }
}

describe('reconcile', () => {
  it('keeps what both sides know alike and sends the rest', () => {
    expect(outcome([row(1), row(3)], [remote(1), remote(3)])).toEqual({
      keep: [1, 3],
      prove: [],
      send: [2, 4],
      forget: {},
    })
  })

  it('sends everything when the server has nothing', () => {
    expect(outcome([row(1), row(2)], [])).toEqual({
      keep: [],
      prove: [],
      send: [1, 2, 3, 4],
      forget: { 1: 'missing-on-server', 2: 'missing-on-server' },
    })
  })

  it('asks for proof of parts that only the server knows, if their size is right and they have a CRC-64', () => {
    expect(
      outcome([], [remote(1), remote(2, { sizeBytes: 99 }), remote(3, { crc64: null }), remote(4)]),
    ).toEqual({
      keep: [],
      prove: [1, 4],
      send: [2, 3],
      forget: {},
    })
  })

  it('trusts a recorded part without a CRC-64 on the server by size and ETag', () => {
    expect(outcome([row(1)], [remote(1, { crc64: null })])).toMatchObject({ keep: [1] })
  })

  it('compares ETags without regard to case', () => {
    expect(outcome([row(1)], [remote(1, { etag: 'etag1' })])).toMatchObject({ keep: [1] })
  })

  it('forgets what the server holds differently, and says why', () => {
    const rows = [row(1, { sizeBytes: 7 }), row(2), row(3), row(4)]
    const there = [
      remote(1),
      remote(2, { etag: 'OTHER' }),
      remote(3, { crc64: '99' }),
      remote(4, { sizeBytes: 100 }),
    ]
    expect(outcome(rows, there)).toEqual({
      keep: [],
      prove: [1, 2, 3],
      send: [4],
      forget: { 1: 'wrong-size', 2: 'wrong-etag', 3: 'wrong-crc', 4: 'wrong-size' },
    })
  })

  it('forgets recorded parts that are not of this plan', () => {
    expect(outcome([row(1), row(9)], [remote(1)])).toMatchObject({ keep: [1], forget: { 9: 'not-in-plan' } })
  })

  it('starts over when the server holds parts beyond the plan', () => {
    expect(outcome([row(1)], [remote(1), remote(5)])).toBe('foreign-parts')
  })

  it('puts every part into exactly one place, whatever the two sides say', () => {
    let seed = 3
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % below
    }
    for (let round = 0; round < 2_000; round += 1) {
      const numbers = [1, 2, 3, 4]
      const rows = numbers
        .filter(() => random(2) === 0)
        .map((n) => row(n, random(4) === 0 ? { crc64: 'x' } : {}))
      const there = numbers
        .filter(() => random(2) === 0)
        .map((n) => remote(n, random(4) === 0 ? { sizeBytes: 1 } : {}))
      const found = outcome(rows, there)
      if (typeof found === 'string') throw new Error('no part was beyond the plan')
      expect([...found.keep, ...found.prove, ...found.send].sort()).toEqual(numbers)
    }
  })

  it('looks at each of ten thousand parts a few times, not at all of them for each', () => {
    const partCount = 10_000
    const large: PartPlan = { mode: 'multipart', sizeBytes: 1e9, partSizeBytes: 1e5, partCount }
    let looks = 0
    const rows = Array.from({ length: partCount }, (_, index) => {
      const { partNumber, ...rest } = row(index + 1, { sizeBytes: 1e5 })
      return {
        ...rest,
        get partNumber() {
          looks += 1
          return partNumber
        },
      }
    })
    const found = reconcile(large, rows, rows)
    expect(found.kind === 'continue' && found.keep.length).toBe(partCount)
    expect(looks / partCount).toBeLessThan(20)
  })
})

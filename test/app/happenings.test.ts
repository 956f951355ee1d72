import { describe, expect, it } from 'vitest'
import { Happenings, type QueueMoment } from '../../electron/app/happenings.ts'

const empty: QueueMoment = { batches: [], problems: 0, credentials: [] }
const batch = (id: number, status: 'counting' | 'open' | 'finished', problems = 0) => ({
  id,
  name: `batch ${id}`,
  status,
  done: 1,
  problems,
})
const waiting = (destinationId: string) => ({ destinationId, destinationName: destinationId, count: 1 })
const endedIds = (happened: { ended: readonly object[] }) =>
  happened.ended.map((ended) => (ended as { id: number }).id)

describe('Happenings', () => {
  it('counts nothing that was there at the start', () => {
    const first = { batches: [batch(1, 'finished')], problems: 3, credentials: [waiting('a')] }
    expect(new Happenings(first).since(first)).toEqual({ ended: [], newProblems: 0, credentials: [] })
  })

  it('tells a batch once, when it has come to its end', () => {
    const happenings = new Happenings({ ...empty, batches: [batch(1, 'open')] })
    expect(endedIds(happenings.since({ ...empty, batches: [batch(1, 'open')] }))).toEqual([])
    expect(endedIds(happenings.since({ ...empty, batches: [batch(1, 'finished')] }))).toEqual([1])
    expect(endedIds(happenings.since({ ...empty, batches: [batch(1, 'finished')] }))).toEqual([])
  })

  it('tells a batch that came and ended between two looks', () => {
    const happenings = new Happenings({ ...empty, batches: [batch(1, 'finished')] })
    const moment = { ...empty, batches: [batch(2, 'finished'), batch(1, 'finished')] }
    expect(endedIds(happenings.since(moment))).toEqual([2])
  })

  it('tells a batch again when its problems were tried again', () => {
    const happenings = new Happenings({ ...empty, batches: [batch(1, 'finished', 1)] })
    happenings.since({ ...empty, batches: [batch(1, 'open')] })
    expect(endedIds(happenings.since({ ...empty, batches: [batch(1, 'finished')] }))).toEqual([1])
  })

  it('counts problems that are new, not those that were put right', () => {
    const happenings = new Happenings({ ...empty, problems: 2 })
    expect(happenings.since({ ...empty, problems: 5 }).newProblems).toBe(3)
    expect(happenings.since({ ...empty, problems: 1 }).newProblems).toBe(0)
    expect(happenings.since({ ...empty, problems: 2 }).newProblems).toBe(1)
  })

  it('tells a destination that needs credentials once, and again when it needs them anew', () => {
    const happenings = new Happenings(empty)
    const moment = { ...empty, credentials: [waiting('a')] }
    expect(happenings.since(moment).credentials).toHaveLength(1)
    expect(happenings.since(moment).credentials).toHaveLength(0)
    happenings.since(empty)
    expect(happenings.since(moment).credentials).toHaveLength(1)
  })
})

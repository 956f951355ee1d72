import { describe, expect, it } from 'vitest'
import { SeededRandom } from '../soak/seeded-random.ts'
import {
  addUpload,
  addUploads,
  first,
  idsOf,
  newBatch,
  newUpload,
  open,
  query,
  tamper,
} from './checkpoint-fixture.ts'

const result = { etag: 'E', crc64Local: '1', crc64Remote: '1', requestId: 'R' }
const everything = { kind: 'all', filter: 'all' } as const

/** What the file itself says, past the program that has it open. */
function statusInFile(checkpoint: ReturnType<typeof open>, id: number): unknown {
  checkpoint.close()
  return tamper(checkpoint.file, (sqlite) =>
    sqlite.prepare('SELECT status FROM uploads WHERE id = ?').pluck().get(id),
  )
}

describe('an upload that begins lightly', () => {
  it('is uploading for everybody who looks: pages, filters, counts, rows and the engine', () => {
    const looks: ((checkpoint: ReturnType<typeof open>, id: number) => unknown)[] = [
      (checkpoint, id) => first(checkpoint.queue.rows([id])).status,
      (checkpoint) => first(checkpoint.queue.page(query()).rows).status,
      (checkpoint) => first(checkpoint.queue.page(query({ filter: 'active' })).rows).status,
      (checkpoint) => (checkpoint.queue.counts().byFilter.active === 1 ? 'uploading' : 'not counted'),
      (checkpoint, id) => checkpoint.queue.details(id)?.row.status,
      (checkpoint, id) => checkpoint.uploads.get(id)?.status,
    ]
    for (const look of looks) {
      const checkpoint = open()
      const id = addUpload(checkpoint)
      expect(checkpoint.uploads.startLightly(id)).toBe('uploading')
      expect(look(checkpoint, id)).toBe('uploading')
    }
  })

  it('has begun when it began, not when somebody looked', () => {
    let now = 1_000
    const checkpoint = open(undefined, { now: () => now })
    const id = addUpload(checkpoint)
    checkpoint.uploads.startLightly(id)
    now = 1_500
    expect(first(checkpoint.queue.rows([id]))).toMatchObject({ startedAt: 1_000, since: 1_000 })
  })

  it('ends with one write of its row, which says the same as two', () => {
    const rows = [true, false].map((isLight) => {
      let now = 1_000
      const checkpoint = open(undefined, { now: () => now })
      const id = addUpload(checkpoint)
      if (isLight) checkpoint.uploads.startLightly(id)
      else checkpoint.uploads.apply(id, 'start', { reason: null, waitingFor: null, nextTryAt: null })
      now = 2_000
      checkpoint.uploads.finish(id, result)
      checkpoint.close()
      return tamper(checkpoint.file, (sqlite) => sqlite.prepare('SELECT * FROM uploads').all())
    })
    expect(rows[0]).toEqual(rows[1])
    expect(rows[0]).toMatchObject([{ status: 'done', run: 1, started_at: 1_000, finished_at: 2_000 }])
  })

  it('keeps the warning of a callback that failed', () => {
    const checkpoint = open()
    const id = addUpload(checkpoint)
    checkpoint.uploads.startLightly(id)
    const warning = {
      code: 'CallbackFailed',
      retry: 'fatal',
      message: 'no answer',
      fromServer: true,
    } as const
    checkpoint.uploads.finish(id, { ...result, warning })
    expect(first(checkpoint.queue.rows([id]))).toMatchObject({ status: 'done', reason: warning })
  })

  it('is queued in the file after a crash, and goes again (R2)', () => {
    const checkpoint = open()
    const id = addUpload(checkpoint)
    checkpoint.uploads.startLightly(id)
    expect(statusInFile(checkpoint, id)).toBe('queued')
    const again = open(checkpoint.file)
    again.uploads.recoverAll()
    expect(again.uploads.nextQueued(1, [], []).map((row) => row.id)).toEqual([id])
  })

  it('is not given out a second time', () => {
    const checkpoint = open()
    const [a = 0, b = 0] = addUploads(checkpoint, ['a', 'b'])
    checkpoint.uploads.startLightly(a)
    expect(checkpoint.uploads.nextQueued(5, [], []).map(({ id }) => id)).toEqual([b])
    expect(checkpoint.uploads.startLightly(a)).toBe(null)
  })

  it('does not begin when its row has moved since it was read', () => {
    const checkpoint = open()
    const id = addUpload(checkpoint)
    checkpoint.uploads.apply(id, 'pause')
    expect(checkpoint.uploads.startLightly(id)).toBe(null)
    expect(checkpoint.uploads.startLightly(id + 1)).toBe(null)
    expect(checkpoint.uploads.get(id)?.status).toBe('paused')
  })

  it('does not begin when its row has moved since the queue handed it out, whoever moved it', () => {
    const moves: ((checkpoint: ReturnType<typeof open>, id: number) => unknown)[] = [
      (checkpoint, id) => checkpoint.uploads.apply(id, 'pause'),
      (checkpoint) => checkpoint.uploads.applyToScope(everything, 'cancelKeep', []),
      (checkpoint, id) => checkpoint.uploads.together(() => checkpoint.uploads.apply(id, 'cancelClean')),
    ]
    for (const move of moves) {
      const checkpoint = open()
      const id = addUpload(checkpoint)
      expect(checkpoint.uploads.nextQueued(1, [], []).length).toBe(1)
      move(checkpoint, id)
      const moved = checkpoint.uploads.get(id)?.status
      expect(checkpoint.uploads.startLightly(id)).toBe(null)
      expect(checkpoint.uploads.get(id)?.status).toBe(moved)
    }
  })

  it('is met by commands as what it is', () => {
    const checkpoint = open()
    const [a = 0, b = 0] = addUploads(checkpoint, ['a', 'b'])
    checkpoint.uploads.startLightly(a)
    expect(checkpoint.uploads.applyToScope(everything, 'pause', [])).toEqual({ changed: 2, refused: 0 })
    expect([a, b].map((id) => checkpoint.uploads.get(id)?.status)).toEqual(['pausing', 'paused'])
    checkpoint.uploads.finish(a, result)
    expect(checkpoint.uploads.get(a)?.status).toBe('done')
  })

  it('stays uncommitted work when the transaction it ends in is undone', () => {
    const checkpoint = open()
    const [a = 0, b = 0] = addUploads(checkpoint, ['a', 'b'])
    checkpoint.uploads.startLightly(a)
    checkpoint.uploads.startLightly(b)
    expect(() =>
      checkpoint.uploads.together(() => {
        checkpoint.uploads.finish(a, result)
        throw new Error('the disk is full')
      }),
    ).toThrow('the disk is full')
    expect(() =>
      checkpoint.uploads.together(() => {
        checkpoint.uploads.get(b)
        throw new Error('the disk is full')
      }),
    ).toThrow('the disk is full')
    expect([a, b].map((id) => checkpoint.uploads.get(id)?.status)).toEqual(['uploading', 'uploading'])
    checkpoint.uploads.finish(a, result)
    expect(checkpoint.queue.counts().byFilter).toMatchObject({ active: 1, done: 1 })
  })

  it('is not written because others end or rows are added', () => {
    const checkpoint = open()
    const [a = 0, b = 0] = addUploads(checkpoint, ['a', 'b'])
    checkpoint.uploads.startLightly(a)
    checkpoint.uploads.startLightly(b)
    checkpoint.uploads.finish(b, result)
    checkpoint.intake.addUploads(1, [newUpload('c')])
    expect(statusInFile(checkpoint, a)).toBe('queued')
  })
})

it('the counters tell the truth after any mixture of light and written changes', () => {
  const seeded = new SeededRandom(7)
  const random = () => seeded.next()
  const checkpoint = open()
  const batchId = newBatch(checkpoint)
  const add = (count: number) =>
    checkpoint.intake.addUploads(
      batchId,
      Array.from({ length: count }, () => newUpload(`${random()}`, Math.floor(random() * 1000))),
    )
  add(40)
  const pick = (ids: readonly number[]) => ids[Math.floor(random() * ids.length)] ?? 0
  for (let step = 0; step < 400; step += 1) {
    const ids = idsOf(checkpoint, { limit: 500 })
    const id = pick(ids)
    const kind = random()
    try {
      checkpoint.uploads.together(() => {
        for (const { id: next } of checkpoint.uploads.nextQueued(3, [], []))
          checkpoint.uploads.startLightly(next)
        if (kind < 0.3) checkpoint.uploads.apply(id, 'pause')
        else if (kind < 0.5) checkpoint.uploads.apply(id, 'resume')
        else if (kind < 0.8) checkpoint.uploads.finish(id, result)
        else if (kind < 0.85) checkpoint.uploads.applyToScope(everything, 'cancelKeep', [id])
        else if (kind < 0.9) checkpoint.uploads.applyToScope(everything, 'resume', [id])
        if (random() < 0.2) throw new Error('undone')
      })
    } catch (thrown) {
      // A refusal, or undone on purpose: all of it.
      expect(String(thrown)).toMatch(/undone|cannot be finished/)
    }
    if (kind > 0.97) checkpoint.history.removeEnded(everything)
    if (ids.length < 20) add(10)
    const counted = checkpoint.queue.page(query({ limit: 500 })).rows
    const { byFilter } = checkpoint.queue.counts()
    expect(byFilter.all).toBe(counted.length)
    expect(byFilter.done).toBe(counted.filter(({ status }) => status === 'done').length)
  }
  // The fixture compares every counter with `count(*)` as it closes.
})

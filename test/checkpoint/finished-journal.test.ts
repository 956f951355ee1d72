import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { carry } from '../../electron/checkpoint/finished-journal.ts'
import {
  addUploads,
  closeOpened,
  doNotCheckCounters,
  first,
  open,
  query,
  tamper,
  temporaryFolder,
} from './checkpoint-fixture.ts'

type Checkpoint = ReturnType<typeof open>

const resultOf = (id: number) => ({
  etag: `E${id}`,
  crc64Local: `${id}`,
  crc64Remote: null,
  requestId: `R${id}`,
})

/** Begun lightly and done, each with a commit of its own. */
function finish(checkpoint: Checkpoint, ids: readonly number[]): void {
  for (const id of ids) expect(checkpoint.uploads.startLightly(id)).toBe('uploading')
  for (const id of ids) checkpoint.uploads.finish(id, resultOf(id))
}

/** The files as a killed program would leave them at this moment. */
function asAfterKill(checkpoint: Checkpoint): string {
  const copy = join(temporaryFolder(), 'checkpoint.db')
  doNotCheckCounters(copy)
  copyFileSync(checkpoint.file, copy)
  copyFileSync(`${checkpoint.file}-wal`, `${copy}-wal`)
  return copy
}

/** How many rows say so in the file, and how many records wait to be carried there. */
function inFile(file: string): { done: number; waiting: number } {
  return tamper(file, (sqlite) => ({
    done: sqlite.prepare(`SELECT count(*) FROM uploads WHERE status = 'done'`).pluck().get() as number,
    waiting: sqlite.prepare('SELECT count(*) FROM finished').pluck().get() as number,
  }))
}

describe('a small upload that is done', () => {
  it('is recorded at once, though its row is written later', () => {
    const checkpoint = open()
    const ids = addUploads(checkpoint, ['a', 'b', 'c'])
    finish(checkpoint, ids.slice(0, 2))
    expect(inFile(asAfterKill(checkpoint))).toEqual({ done: 0, waiting: 2 })
  })

  it('is done after a kill, with its result, and never sent again (R2)', () => {
    const checkpoint = open()
    const [a = 0, b = 0] = addUploads(checkpoint, ['a', 'b'])
    finish(checkpoint, [a])
    const again = open(asAfterKill(checkpoint))
    again.uploads.recoverAll()
    expect(again.uploads.nextQueued(5, [], []).map(({ id }) => id)).toEqual([b])
    expect(again.queue.details(a)).toMatchObject({ row: { status: 'done' }, ...resultOf(a) })
    expect(again.queue.counts().byFilter).toMatchObject({ done: 1, waiting: 1 })
  })

  it('is not begun a second time while its row still says queued', () => {
    const checkpoint = open()
    const ids = addUploads(checkpoint, ['a', 'b'])
    expect(checkpoint.uploads.nextQueued(5, [], []).map(({ id }) => id)).toEqual(ids)
    finish(checkpoint, ids.slice(0, 1))
    expect(checkpoint.uploads.startLightly(first(ids))).toBe(null)
    expect(checkpoint.uploads.nextQueued(5, [], []).map(({ id }) => id)).toEqual(ids.slice(1))
  })

  it('is carried into its row before anybody looks, before any change, and before the file is closed', () => {
    const looks: ((checkpoint: Checkpoint, id: number) => unknown)[] = [
      (checkpoint) => first(checkpoint.queue.page(query()).rows).status,
      (checkpoint) => (checkpoint.queue.counts().byFilter.done === 1 ? 'done' : 'not counted'),
      (checkpoint, id) => checkpoint.uploads.get(id)?.status,
      (checkpoint, id) => (checkpoint.uploads.apply(id, 'cancelKeep') === null ? 'done' : 'cancelled'),
      (checkpoint) => {
        checkpoint.close()
        return inFile(checkpoint.file).done === 1 ? 'done' : 'not written'
      },
    ]
    for (const look of looks) {
      const checkpoint = open()
      const [id = 0] = addUploads(checkpoint, ['a'])
      finish(checkpoint, [id])
      expect(look(checkpoint, id)).toBe('done')
    }
  })

  it('waits for others while nobody looks, and only until carrying them all would take long', () => {
    for (const { count, waiting } of [
      { count: 100, waiting: 100 },
      { count: 300, waiting: 0 },
    ]) {
      const checkpoint = open()
      const ids = addUploads(
        checkpoint,
        Array.from({ length: count }, (_, index) => `${index}`),
      )
      finish(checkpoint, ids)
      expect(checkpoint.uploads.nextQueued(5, [], [])).toEqual([])
      expect(inFile(asAfterKill(checkpoint))).toEqual({ done: count - waiting, waiting })
    }
  })

  it('stays recorded when the transaction that carried it into its row is undone', () => {
    const checkpoint = open()
    const [a = 0, b = 0] = addUploads(checkpoint, ['a', 'b'])
    finish(checkpoint, [a])
    expect(() =>
      checkpoint.uploads.together(() => {
        checkpoint.uploads.apply(b, 'pause')
        throw new Error('the disk is full')
      }),
    ).toThrow('the disk is full')
    expect([a, b].map((id) => checkpoint.uploads.get(id)?.status)).toEqual(['done', 'queued'])
    checkpoint.close()
    expect(inFile(checkpoint.file)).toEqual({ done: 1, waiting: 0 })
  })

  it('goes again when its record was damaged, and takes none of another commit with it (R5)', () => {
    const checkpoint = open()
    const [a = 0, b = 0, c = 0] = addUploads(checkpoint, ['a', 'b', 'c'])
    finish(checkpoint, [a, b])
    const file = asAfterKill(checkpoint)
    // The id of another upload, which was never sent.
    tamper(file, (sqlite) =>
      sqlite.prepare('UPDATE finished SET upload_id = ? WHERE upload_id = ?').run(c, a),
    )
    const again = open(file)
    again.uploads.recoverAll()
    expect([a, b, c].map((id) => again.uploads.get(id)?.status)).toEqual(['queued', 'done', 'queued'])
    closeOpened()
    expect(inFile(file)).toEqual({ done: 1, waiting: 0 })
  })

  it('goes again with those of its commit when one of their records was damaged or is gone (R5)', () => {
    const damages = [
      'UPDATE finished SET crc64_local = 8 WHERE upload_id = 2',
      'UPDATE finished SET checksum = checksum || 0 WHERE upload_id = 3',
      'DELETE FROM finished WHERE upload_id = 1',
    ]
    for (const damage of [null, ...damages]) {
      const checkpoint = open()
      const ids = addUploads(checkpoint, ['a', 'b', 'c', 'd'])
      expect(ids).toEqual([1, 2, 3, 4])
      for (const id of ids) checkpoint.uploads.startLightly(id)
      // Ends come in any order.
      checkpoint.uploads.together(() => {
        for (const id of [3, 1, 2]) checkpoint.uploads.finish(id, resultOf(id))
      })
      checkpoint.uploads.finish(4, resultOf(4))
      const file = asAfterKill(checkpoint)
      if (damage !== null) tamper(file, (sqlite) => sqlite.prepare(damage).run())
      const again = open(file)
      again.uploads.recoverAll()
      const statuses = ids.map((id) => again.uploads.get(id)?.status)
      const three = damage === null ? 'done' : 'queued'
      expect([damage, ...statuses]).toEqual([damage, three, three, three, 'done'])
    }
  })
})

it('carrying a few records does not read the queue behind them', () => {
  const checkpoint = open()
  checkpoint.close()
  const plan = tamper(checkpoint.file, (sqlite) =>
    sqlite
      .prepare(`EXPLAIN QUERY PLAN ${carry}`)
      .all()
      .map((row) => (row as { detail: string }).detail),
  )
  expect(plan).toContain('SEARCH uploads USING INTEGER PRIMARY KEY (rowid=?)')
  expect(plan.filter((step) => step.startsWith('SCAN uploads'))).toEqual([])
})

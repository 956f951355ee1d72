import type { Database } from 'better-sqlite3'
import { expect, it } from 'vitest'
import type { OpenCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import { uploadStatuses } from '../../shared/upload-state.ts'
import {
  addUploads,
  doNotCheckCounters,
  multipart,
  newBatch,
  newUpload,
  open,
  part,
  query,
  tamper,
} from './checkpoint-fixture.ts'

/**
 * R5. What a flipped bit in each column must do. `target`: nothing may be sent from the row. `checkpoint`: all parts
 * again. `harmless`: shown to people or put in order by it, but nothing is sent or believed because of it.
 */
const uploadColumns = {
  id: 'harmless: another number for the same file, and its checkpoint no longer fits',
  batch_id: 'target',
  destination_id: 'target',
  source_path: 'target',
  object_key: 'target',
  target_checksum: 'target',
  status: 'target',
  position: 'harmless',
  name: 'harmless',
  since: 'harmless',
  attempt: 'harmless',
  size_bytes: 'harmless: the file itself is asked before anything is planned',
  confirmed_bytes: 'harmless: counted again from the parts when the upload goes on',
  resent_bytes: 'harmless',
  run: 'harmless',
  added_at: 'harmless',
  plan_mode: 'checkpoint',
  plan_size_bytes: 'checkpoint',
  part_size_bytes: 'checkpoint',
  part_count: 'checkpoint',
  file_size_bytes: 'checkpoint',
  file_mtime_ns: 'checkpoint',
  file_id: 'checkpoint',
  multipart_upload_id: 'checkpoint',
  initiating_since: 'checkpoint',
  all_parts_confirmed: 'checkpoint',
  checkpoint_checksum: 'checkpoint',
}
const partColumns = ['upload_id', 'part_number', 'size_bytes', 'etag', 'crc64', 'checksum']
const batchColumns = ['bucket', 'conflict_policy', 'metadata', 'resume']

/** Deterministic, so that a failure can be repeated: numerical recipes' linear congruence. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Flips one random bit of one value; text bit by bit as it lies in the file. Answers false when SQLite refuses. */
function flipBit(
  sqlite: Database,
  table: string,
  column: string,
  where: string,
  random: (below: number) => number,
) {
  const value = sqlite.prepare(`SELECT ${column} FROM ${table} WHERE ${where}`).pluck().safeIntegers().get()
  let flipped: unknown
  if (typeof value === 'bigint') flipped = value ^ (1n << BigInt(random(48)))
  else if (typeof value === 'string' && value !== '') {
    const bytes = Buffer.from(value)
    const at = random(bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8))
    flipped = bytes
  } else return false
  const cast = typeof flipped === 'bigint' ? '?' : 'CAST(? AS TEXT)'
  try {
    sqlite.prepare(`UPDATE ${table} SET ${column} = ${cast} WHERE ${where}`).run(flipped)
    return true
  } catch {
    return false
  }
}

function prepare(count: number): { checkpoint: OpenCheckpoint; ids: number[] } {
  const checkpoint = open()
  const batchId = newBatch(checkpoint)
  checkpoint.intake.addUploads(
    batchId,
    Array.from({ length: count }, (_, index) => newUpload(`file ${index}`)),
  )
  const ids = checkpoint.uploads.nextQueued(count, [], []).map(({ id }) => id)
  for (const id of ids) {
    checkpoint.uploads.saveCheckpoint(id, multipart)
    checkpoint.uploads.confirmParts(id, [part(1), part(2)])
  }
  checkpoint.close()
  doNotCheckCounters(checkpoint.file)
  return { checkpoint, ids }
}

/** Everything that reads rows must go on reading them, whatever is in them. */
function readEverything(checkpoint: OpenCheckpoint, ids: readonly number[]): void {
  for (const sort of ['added', 'name', 'size', 'status', 'progress'] as const) {
    checkpoint.queue.page(query({ sort, limit: 500 }))
  }
  for (const id of ids) {
    checkpoint.queue.details(id)
    checkpoint.queue.recordedParts(id)
    for (const row of checkpoint.queue.rows([id])) expect(uploadStatuses).toContain(row.status)
  }
  checkpoint.queue.counts()
  checkpoint.queue.batches()
}

it('1,000 flipped bits in uploads are noticed, or are in a field that cannot hurt (R5)', () => {
  const random = randomFrom(1)
  const columns = Object.entries(uploadColumns)
  const { checkpoint, ids } = prepare(1000)
  const flips = tamper(checkpoint.file, (sqlite) => {
    sqlite.pragma('foreign_keys = OFF')
    sqlite.exec('BEGIN')
    const done = ids.map((id) => {
      const [column, effect] = columns[random(columns.length)] ?? ['status', 'target']
      return { id, column, effect, isFlipped: flipBit(sqlite, 'uploads', column, `id = ${id}`, random) }
    })
    sqlite.exec('COMMIT')
    return done
  }).filter(({ isFlipped }) => isFlipped)
  expect(flips.length).toBeGreaterThan(950)

  const again = open(checkpoint.file)
  expect(again.notices).toEqual([])
  readEverything(again, ids)
  for (const { id, column, effect } of flips) {
    if (effect.startsWith('harmless')) continue
    expect(again.uploads.get(id)?.isDamaged, `${column} of ${id}`).toBe(true)
  }
  for (const { id, column, effect } of flips) {
    if (!effect.startsWith('harmless') || column === 'id') continue
    expect(again.uploads.get(id)?.isDamaged, `${column} of ${id}`).toBe(false)
    expect(again.uploads.parts(id).parts, `${column} of ${id}`).toEqual([part(1), part(2)])
    expect(again.queue.rows([id]), `${column} of ${id}`).toMatchObject([
      { confirmedBytes: expect.any(Number) },
    ])
  }

  again.uploads.recoverAll()
  const handedOut = new Set(again.uploads.nextQueued(2000, [], []).map(({ id }) => id))
  for (const { id, column, effect } of flips) {
    if (effect === 'target') {
      expect(handedOut.has(id), `${column} of ${id}`).toBe(false)
      expect(again.queue.rows([id]), `${column} of ${id}`).toMatchObject([
        { status: 'failed', reason: { code: 'RecordDamaged' } },
      ])
    } else if (column !== 'id') expect(handedOut.has(id), `${column} of ${id}`).toBe(true)
  }
})

it('800 flipped bits in parts are noticed (R5)', () => {
  const random = randomFrom(2)
  const { checkpoint, ids } = prepare(800)
  const flips = tamper(checkpoint.file, (sqlite) => {
    sqlite.pragma('foreign_keys = OFF')
    sqlite.exec('BEGIN')
    const done = ids.map((id) => {
      const column = partColumns[random(partColumns.length)] ?? 'etag'
      const where = `upload_id = ${id} AND part_number = 2`
      return { id, column, isFlipped: flipBit(sqlite, 'parts', column, where, random) }
    })
    sqlite.exec('COMMIT')
    return done
  }).filter(({ isFlipped }) => isFlipped)
  expect(flips.length).toBeGreaterThan(700)

  const again = open(checkpoint.file)
  readEverything(again, ids)
  for (const { id, column } of flips) {
    const { parts, damaged } = again.uploads.parts(id)
    expect(parts, `${column} of ${id}`).toEqual([part(1)])
    // A part that now says it belongs to another upload is missing here, and damaged there.
    expect(damaged, `${column} of ${id}`).toBeGreaterThanOrEqual(column === 'upload_id' ? 0 : 1)
    expect(again.queue.rows([id])).toMatchObject([{ confirmedBytes: 100 }])
  }
})

it('200 flipped bits in what a batch says of its uploads are noticed (R5)', () => {
  const random = randomFrom(3)
  const checkpoint = open()
  const ids = Array.from({ length: 200 }, (_, index) =>
    addUploads(checkpoint, [`file ${index}`], { metadata: { acl: 'private' } }),
  ).flat()
  checkpoint.close()
  const flips = tamper(checkpoint.file, (sqlite) =>
    ids.map((id, index) => {
      const column = batchColumns[random(batchColumns.length)] ?? 'bucket'
      return { id, column, isFlipped: flipBit(sqlite, 'batches', column, `id = ${index + 1}`, random) }
    }),
  ).filter(({ isFlipped }) => isFlipped)
  const again = open(checkpoint.file)
  readEverything(again, ids)
  const handedOut = new Set(again.uploads.nextQueued(500, [], []).map(({ id }) => id))
  for (const { id, column } of flips) expect(handedOut.has(id), `${column} of ${id}`).toBe(false)
  expect(handedOut.size).toBe(200 - flips.length)
})

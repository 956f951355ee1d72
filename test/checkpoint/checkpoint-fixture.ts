import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, expect } from 'vitest'
import {
  type OpenCheckpoint,
  type OpenCheckpointOptions,
  openCheckpoint,
} from '../../electron/checkpoint/open-checkpoint.ts'
import type { NewBatch, NewUpload } from '../../electron/engine/ports/intake-store.ts'
import type { QueueQuery } from '../../shared/queue.ts'

export { multipart, part } from './checkpoint-records.ts'

const folders: string[] = []
const opened: OpenCheckpoint[] = []
const uncounted = new Set<string>()

/** Closes what a test opened, checks that the counters still tell the truth, and removes its folders. */
afterEach(() => {
  closeOpened()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

export function closeOpened(): void {
  for (const checkpoint of opened) checkpoint.close()
  for (const file of new Set(opened.splice(0).map((checkpoint) => checkpoint.file))) {
    if (file !== ':memory:' && !uncounted.has(file)) expectCountersRight(file)
  }
}

/** For a test that alters batch ids or sizes by hand: the counters cannot follow that. */
export function doNotCheckCounters(file: string): void {
  uncounted.add(file)
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'stevedore-checkpoint-'))
  folders.push(folder)
  return folder
}

export function open(place = temporaryFolder(), options: OpenCheckpointOptions = {}): OpenCheckpoint {
  const checkpoint = openCheckpoint(place, { busyTimeoutMs: 0, ...options })
  opened.push(checkpoint)
  return checkpoint
}

/** Reaches into the closed file behind the back of the program. */
export function tamper<T>(file: string, body: (sqlite: Database.Database) => T): T {
  const sqlite = new Database(file)
  try {
    sqlite.pragma('ignore_check_constraints = ON')
    return body(sqlite)
  } finally {
    sqlite.close()
  }
}

function expectCountersRight(file: string): void {
  tamper(file, (sqlite) => {
    const kept = sqlite
      .prepare(
        'SELECT batch_id, status, uploads, size_bytes, confirmed_bytes FROM counters WHERE uploads <> 0',
      )
      .all()
    const counted = sqlite
      .prepare(`SELECT batch_id, status, count(*) AS uploads, sum(size_bytes) AS size_bytes,
        sum(confirmed_bytes) AS confirmed_bytes FROM uploads GROUP BY 1, 2 ORDER BY 1, 2`)
      .all()
    expect(kept).toEqual(counted)
  })
}

export function saveDestination(
  checkpoint: OpenCheckpoint,
  id = 'd1',
  endpoint = 'https://oss-cn-hangzhou.aliyuncs.com',
): string {
  checkpoint.destinations.save({
    id,
    name: `Destination ${id}`,
    kind: 'oss',
    endpoint,
    region: 'cn-hangzhou',
    bucket: 'photos',
    prefix: '',
    signatureVersion: 'v4',
    isCustomDomain: false,
    metadata: {},
    accessKeyId: 'LTAI5tExample',
    createdAt: 1,
  })
  return id
}

export function newBatch(checkpoint: OpenCheckpoint, change: Partial<NewBatch> = {}): number {
  const destinationId = change.destinationId ?? 'd1'
  if (!checkpoint.destinations.find(destinationId)) saveDestination(checkpoint, destinationId)
  return checkpoint.intake.createBatch({
    destinationId,
    bucket: 'photos',
    name: 'holiday',
    roots: ['/home/ann/holiday'],
    prefix: '',
    conflictPolicy: 'overwrite',
    metadata: {},
    followLinks: false,
    resume: true,
    ...change,
  })
}

export function newUpload(name: string, sizeBytes = 300): NewUpload {
  return { sourcePath: `/home/ann/${name}`, name, objectKey: `backup/${name}`, sizeBytes }
}

/** One batch with one queued upload per name; answers their ids in order. */
export function addUploads(
  checkpoint: OpenCheckpoint,
  names: readonly string[],
  batch: Partial<NewBatch> = {},
): number[] {
  const batchId = newBatch(checkpoint, batch)
  checkpoint.intake.addUploads(
    batchId,
    names.map((name) => newUpload(name)),
  )
  checkpoint.intake.finishCounting(batchId)
  return idsOf(checkpoint, { limit: 500 }).slice(-names.length)
}

export function addUpload(checkpoint: OpenCheckpoint, name = 'a.mov', batch: Partial<NewBatch> = {}): number {
  const [id] = addUploads(checkpoint, [name], batch)
  if (id === undefined) throw new Error(`${name} was not added`)
  return id
}

export function query(change: Partial<QueueQuery> = {}): QueueQuery {
  return { filter: 'all', search: '', sort: 'added', descending: false, offset: 0, limit: 100, ...change }
}

export function idsOf(checkpoint: OpenCheckpoint, change: Partial<QueueQuery> = {}): number[] {
  return checkpoint.queue.page(query(change)).rows.map(({ id }) => id)
}

export function first<T>(values: readonly T[]): T {
  const [value] = values
  if (value === undefined) throw new Error('The list is empty')
  return value
}

import { exceptionFor } from '../../shared/object-metadata.ts'
import type { UploadErrorData } from '../../shared/upload-error.ts'
import type { IntakeStore, NewBatch, NewUpload } from '../engine/ports/intake-store.ts'
import type { BatchTable } from './batch-table.ts'
import type { CheckpointDatabase } from './database.ts'
import type { EventTable } from './event-table.ts'
import { recordDamaged, targetChecksum } from './upload-checksum.ts'
import type { UploadTable } from './upload-table.ts'

interface Parts {
  database: CheckpointDatabase
  batches: BatchTable
  uploads: UploadTable
  events: EventTable
  now: () => number
}

/** Where a walk writes what it finds; each method is one transaction. */
export class SqliteIntakeStore implements IntakeStore {
  readonly #database: CheckpointDatabase
  readonly #batches: BatchTable
  readonly #uploads: UploadTable
  readonly #events: EventTable
  readonly #now: () => number

  constructor({ database, batches, uploads, events, now }: Parts) {
    this.#database = database
    this.#batches = batches
    this.#uploads = uploads
    this.#events = events
    this.#now = now
  }

  createBatch(batch: NewBatch): number {
    return this.#database.write(() => this.#batches.create(batch, this.#now()))
  }

  addUploads(batchId: number, uploads: readonly NewUpload[]): number {
    return this.#database.writeUnseen(() => {
      const batch = this.#batches.find(batchId)
      if (!batch) throw new Error(`There is no batch ${batchId}`)
      const target = {
        destination_id: batch.destinationId,
        bucket: batch.bucket,
        metadata: JSON.stringify(batch.metadata),
        resume: batch.resume ? 1 : 0,
      }
      const now = this.#now()
      const positions = this.#uploads.newPositions(uploads.length)
      const rows = uploads.map(({ sourcePath, name, objectKey, sizeBytes }, index) => {
        const exception = exceptionFor(batch.exceptions, objectKey)
        const policy = exception ?? batch.conflictPolicy
        const own = { ...target, conflict_policy: policy, source_path: sourcePath, object_key: objectKey }
        return {
          batch_id: batchId,
          destination_id: batch.destinationId,
          source_path: sourcePath,
          name,
          object_key: objectKey,
          conflict_policy: exception,
          target_checksum: targetChecksum(own),
          size_bytes: sizeBytes,
          added_at: now,
          position: positions[index] ?? 0,
        }
      })
      let added = 0
      let run: typeof rows = []
      for (const [index, row] of rows.entries()) {
        const from = uploads[index]?.renamedFrom
        if (from === undefined) {
          run.push(row)
          continue
        }
        // One that has something to tell needs its id; those before it come first, as they were walked.
        added += this.#uploads.addMany(run)
        run = []
        const id = this.#uploads.add(row)
        if (id === null) continue
        added += 1
        const data = { from, to: row.object_key }
        this.#events.add(id, { at: now, kind: 'renamed-in-drop', data })
      }
      added += this.#uploads.addMany(run)
      return added
    })
  }

  leaveOut(batchId: number, entries: readonly { path: string; error: UploadErrorData }[]): void {
    this.#database.writeUnseen(() => this.#batches.leaveOut(batchId, entries))
  }

  finishCounting(batchId: number): void {
    this.#database.write(() => this.#batches.finishCounting(batchId))
  }

  /** A batch whose record is damaged is not walked again: its roots are listed as left out, with the reason. */
  unfinishedBatches(): (NewBatch & { id: number })[] {
    return this.#database.write(() => {
      const batches = this.#batches.counting()
      for (const { id, roots } of batches.filter(({ isDamaged }) => isDamaged)) {
        this.#batches.leaveOut(
          id,
          roots.map((path) => ({ path, error: recordDamaged })),
        )
        this.#batches.finishCounting(id)
      }
      return batches.filter(({ isDamaged }) => !isDamaged).map(({ isDamaged: _, ...batch }) => batch)
    })
  }
}

import type { Checkpoint, PartRecord } from '../engine/ports/upload-record.ts'
import type { CheckpointDatabase } from './database.ts'
import type { PartOwner, PartTable } from './part-table.ts'
import {
  checkpointChecksum,
  isCheckpointDamaged,
  isTargetDamaged,
  targetChecksum,
} from './upload-checksum.ts'
import type { UploadTableRow } from './upload-row.ts'
import type { UploadTable } from './upload-table.ts'
import { toCheckpoint, toCheckpointColumns } from './upload-view.ts'

interface Parts {
  database: CheckpointDatabase
  uploads: UploadTable
  parts: PartTable
}

/**
 * What a resume goes on from: the checkpoint of each upload and its parts. Each method is one transaction; `UploadStore` says
 * what it does.
 */
export class UploadCheckpoints {
  readonly #database: CheckpointDatabase
  readonly #uploads: UploadTable
  readonly #parts: PartTable

  constructor({ database, uploads, parts }: Parts) {
    this.#database = database
    this.#uploads = uploads
    this.#parts = parts
  }

  save(id: number, checkpoint: Checkpoint): void {
    this.#database.write(() => {
      const row = this.#uploads.find(id)
      if (!row) return
      this.#saveCheckpoint(id, checkpoint, row.target_checksum)
    })
  }

  parts(id: number): { parts: PartRecord[]; damaged: number } {
    return this.#database.write(() => {
      const row = this.#uploads.find(id)
      if (!row) return { parts: [], damaged: 0 }
      const found = this.#parts.verified(ownerOf(row))
      const confirmedBytes = sumBytes(found.parts)
      if (row.status !== 'done' && confirmedBytes !== row.confirmed_bytes) {
        this.#uploads.setConfirmed(id, confirmedBytes)
      }
      return found
    })
  }

  confirmParts(id: number, parts: readonly PartRecord[]): void {
    this.#database.write(() => {
      const row = this.#uploads.find(id)
      if (!row) return
      let addedBytes = 0
      for (const part of parts) {
        addedBytes += part.sizeBytes - this.#parts.sizeOf(id, part.partNumber)
        if (row.resume) this.#parts.save(ownerOf(row), part, row.run)
      }
      this.#uploads.addConfirmed(id, addedBytes)
    })
  }

  forgetParts(id: number, partNumbers: readonly number[]): void {
    this.#database.write(() => {
      let removedBytes = 0
      for (const partNumber of partNumbers) {
        removedBytes += this.#parts.sizeOf(id, partNumber)
        this.#parts.remove(id, partNumber)
      }
      this.#uploads.addConfirmed(id, -removedBytes)
    })
  }

  adoptKept(id: number): Checkpoint | null {
    return this.#database.write(() => {
      const mine = this.#uploads.find(id)
      if (!mine || mine.plan_mode !== null || !mine.resume || isTargetDamaged(mine)) return null
      const kept = this.#uploads
        .resumableFor(id)
        .find((row) => row.resume && !isTargetDamaged(row) && !isCheckpointDamaged(row))
      return kept ? this.#takeOver(mine, kept) : null
    })
  }

  markStartOver(ids: readonly number[]): void {
    this.#database.write(() =>
      this.#uploads.change(
        `UPDATE uploads SET must_start_over = 1
          WHERE plan_mode IS NOT NULL AND id IN (SELECT value FROM json_each(@ids))`,
        { ids: JSON.stringify(ids) },
      ),
    )
  }

  relocate(id: number, sourcePath: string, sizeBytes: number, checkpoint: Checkpoint | null): boolean {
    return this.#database.write(() => {
      const row = this.#uploads.find(id)
      if (!row) return false
      const other = this.#idAt(row.batch_id, sourcePath)
      if (other !== undefined && other !== id) return false
      const target = targetChecksum({ ...row, source_path: sourcePath })
      this.#uploads.moveFile(id, sourcePath, sizeBytes, target)
      if (checkpoint !== null) this.#saveCheckpoint(id, checkpoint, target)
      return true
    })
  }

  adoptOpen(batchId: number, sourcePath: string, checkpoint: Checkpoint): number {
    return this.#database.write(() => {
      const id = this.#idAt(batchId, sourcePath)
      const row = id === undefined ? null : this.#uploads.find(id)
      if (!row) throw new Error(`Batch ${batchId} has no upload of this file`)
      this.#saveCheckpoint(row.id, checkpoint, row.target_checksum)
      return row.id
    })
  }

  drop(id: number): void {
    this.#database.write(() => {
      this.#parts.removeAll(id)
      this.#uploads.dropCheckpoint(id)
    })
  }

  #saveCheckpoint(id: number, checkpoint: Checkpoint, target: string): void {
    const columns = toCheckpointColumns(checkpoint)
    this.#uploads.saveCheckpoint(id, columns, checkpointChecksum(id, columns, target))
  }

  #idAt(batchId: number, sourcePath: string): number | undefined {
    return this.#uploads.pluck(
      'SELECT id FROM uploads WHERE source_path = @sourcePath AND batch_id = @batchId',
      { batchId, sourcePath },
    )[0]
  }

  #takeOver(mine: UploadTableRow, kept: UploadTableRow): Checkpoint | null {
    const { parts } = this.#parts.verified(ownerOf(kept))
    const owner = { uploadId: mine.id, multipartUploadId: kept.multipart_upload_id }
    this.#parts.removeAll(kept.id)
    this.#uploads.dropCheckpoint(kept.id)
    this.#uploads.saveCheckpoint(mine.id, kept, checkpointChecksum(mine.id, kept, mine.target_checksum))
    for (const part of parts) this.#parts.save(owner, part, mine.run - 1)
    this.#uploads.setConfirmed(mine.id, sumBytes(parts))
    return toCheckpoint(kept)
  }
}

function ownerOf(row: UploadTableRow): PartOwner {
  return { uploadId: row.id, multipartUploadId: row.multipart_upload_id }
}

function sumBytes(parts: readonly PartRecord[]): number {
  return parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

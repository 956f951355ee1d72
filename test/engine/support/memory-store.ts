import type {
  Checkpoint,
  IntakeStore,
  NewBatch,
  NewUpload,
  PartRecord,
  StatusChange,
  UploadRecord,
  UploadResult,
  UploadStore,
} from '../../../electron/engine/ports.ts'
import { filterStatuses, type QueueScope, type UploadHistoryEntry } from '../../../shared/queue.ts'
import type { UploadErrorData } from '../../../shared/upload-error.ts'
import {
  transition,
  type UploadEvent,
  type UploadStatus,
  type WaitingCause,
} from '../../../shared/upload-state.ts'

export interface MemoryRow extends UploadRecord {
  parts: Map<number, PartRecord>
  damagedParts: number
  history: UploadHistoryEntry[]
  result: UploadResult | null
  waitingFor: WaitingCause | null
  reason: UploadErrorData | null
  nextTryAt: number | null
  /** Every status it went through, oldest first. */
  statuses: UploadStatus[]
}

/** The store's contract without a disk, for tests that look at the engine alone and want to look inside. */
export class MemoryStore implements UploadStore, IntakeStore {
  readonly rows = new Map<number, MemoryRow>()
  readonly batches = new Map<number, NewBatch & { id: number; isCounted: boolean }>()
  readonly leftOut: { path: string; error: UploadErrorData }[] = []
  /** Set to make every write throw it, as a full disk does. */
  failure: Error | null = null

  row(id: number): MemoryRow {
    const row = this.rows.get(id)
    if (!row) throw new Error(`no row ${id}`)
    return row
  }

  nextQueued(limit: number, excludeIds: readonly number[], excludeDestinationIds: readonly string[]) {
    const queued: UploadRecord[] = []
    for (const row of this.rows.values()) {
      if (queued.length === limit) break
      const isExcluded = excludeIds.includes(row.id) || excludeDestinationIds.includes(row.destinationId)
      if (row.status === 'queued' && !isExcluded) queued.push({ ...row })
    }
    return queued
  }

  cleaning(limit: number): UploadRecord[] {
    return [...this.rows.values()].filter((row) => row.status === 'cleaning').slice(0, limit)
  }

  get(id: number): UploadRecord | null {
    const row = this.rows.get(id)
    return row ? { ...row } : null
  }

  recoverAll(): number {
    let count = 0
    for (const id of this.rows.keys()) if (this.apply(id, 'recover') !== null) count += 1
    return count
  }

  apply(id: number, event: UploadEvent, change: StatusChange = {}): UploadStatus | null {
    this.#write()
    const row = this.row(id)
    const next = transition(row.status, event)
    if (next === null) return null
    if (next !== row.status) row.statuses.push(next)
    Object.assign(row, change, { status: next })
    return next
  }

  applyToScope(scope: QueueScope, event: UploadEvent, excludeIds: readonly number[]) {
    let changed = 0
    let refused = 0
    for (const id of this.#inScope(scope)) {
      if (excludeIds.includes(id)) continue
      if (this.apply(id, event) === null) refused += 1
      else changed += 1
    }
    return { changed, refused }
  }

  idsInScope(scope: QueueScope, ids: readonly number[]): number[] {
    const inScope = new Set(this.#inScope(scope))
    return ids.filter((id) => inScope.has(id))
  }

  unblock(cause: WaitingCause, destinationId?: string): number {
    let count = 0
    for (const row of this.rows.values()) {
      if (row.waitingFor !== cause || (destinationId && row.destinationId !== destinationId)) continue
      if (this.apply(row.id, 'unblock') !== null) count += 1
    }
    return count
  }

  saveCheckpoint(id: number, checkpoint: Checkpoint): void {
    this.#write()
    this.row(id).checkpoint = structuredClone(checkpoint)
  }

  parts(id: number) {
    const row = this.row(id)
    return {
      parts: [...row.parts.values()].sort((a, b) => a.partNumber - b.partNumber),
      damaged: row.damagedParts,
    }
  }

  confirmParts(id: number, parts: readonly PartRecord[]): void {
    this.#write()
    for (const part of parts) this.row(id).parts.set(part.partNumber, part)
  }

  forgetParts(id: number, partNumbers: readonly number[]): void {
    this.#write()
    for (const partNumber of partNumbers) this.row(id).parts.delete(partNumber)
  }

  adoptKept(id: number): Checkpoint | null {
    const row = this.row(id)
    const kept = [...this.rows.values()].findLast(
      (other) =>
        other.id !== id &&
        (other.status === 'cancelled-kept' || other.status === 'failed') &&
        other.checkpoint !== null &&
        other.sourcePath === row.sourcePath &&
        other.bucket === row.bucket &&
        other.objectKey === row.objectKey,
    )
    if (!kept) return null
    row.checkpoint = kept.checkpoint
    row.parts = kept.parts
    kept.checkpoint = null
    kept.parts = new Map()
    return row.checkpoint
  }

  ownsMultipartUpload(multipartUploadId: string): boolean {
    return [...this.rows.values()].some((row) => row.checkpoint?.multipartUploadId === multipartUploadId)
  }

  dropCheckpoint(id: number): void {
    this.#write()
    const row = this.row(id)
    row.checkpoint = null
    row.parts = new Map()
    row.damagedParts = 0
  }

  finish(id: number, result: UploadResult): void {
    this.#write()
    if (this.apply(id, 'confirm', { reason: null }) === null)
      throw new Error(`${this.row(id).status} cannot finish`)
    this.row(id).result = result
    this.dropCheckpoint(id)
  }

  note(id: number, entry: UploadHistoryEntry): void {
    this.#write()
    this.row(id).history.push(entry)
  }

  createBatch(batch: NewBatch): number {
    const id = this.batches.size + 1
    this.batches.set(id, { ...batch, id, isCounted: false })
    return id
  }

  addUploads(batchId: number, uploads: readonly NewUpload[]): number {
    const batch = this.batches.get(batchId)
    if (!batch) throw new Error(`no batch ${batchId}`)
    const known = new Set(
      [...this.rows.values()].filter((row) => row.batchId === batchId).map((row) => row.sourcePath),
    )
    let added = 0
    for (const upload of uploads) {
      if (known.has(upload.sourcePath)) continue
      added += 1
      const id = this.rows.size + 1
      this.rows.set(id, {
        id,
        batchId,
        destinationId: batch.destinationId,
        sourcePath: upload.sourcePath,
        bucket: batch.bucket,
        objectKey: upload.objectKey,
        status: 'queued',
        sizeBytes: upload.sizeBytes,
        conflictPolicy: batch.conflictPolicy,
        metadata: batch.metadata,
        resume: batch.resume,
        checkpoint: null,
        isDamaged: false,
        attempt: 0,
        resentBytes: 0,
        parts: new Map(),
        damagedParts: 0,
        history: [],
        result: null,
        waitingFor: null,
        reason: null,
        nextTryAt: null,
        statuses: ['queued'],
      })
    }
    return added
  }

  leaveOut(_batchId: number, entries: readonly { path: string; error: UploadErrorData }[]): void {
    this.leftOut.push(...entries)
  }

  finishCounting(batchId: number): void {
    const batch = this.batches.get(batchId)
    if (batch) batch.isCounted = true
  }

  unfinishedBatches() {
    return [...this.batches.values()].filter((batch) => !batch.isCounted)
  }

  #inScope(scope: QueueScope): number[] {
    if (scope.kind === 'ids') return scope.ids.filter((id) => this.rows.has(id))
    const statuses = filterStatuses[scope.filter]
    return [...this.rows.values()]
      .filter((row) => statuses === null || statuses.includes(row.status))
      .filter((row) => scope.destinationId === undefined || row.destinationId === scope.destinationId)
      .map((row) => row.id)
  }

  #write(): void {
    if (this.failure) throw this.failure
  }
}

import type { UploadHistoryEntry, UploadRow } from '../../shared/queue.ts'
import type { OpenCheckpoint } from '../checkpoint/open-checkpoint.ts'
import { noticeOf } from './history-notices.ts'
import type { EndedUpload, LeftOut, Reporter } from './report/reporter.ts'
import type { RunProgress } from './run-progress.ts'

/** Results that are kept to be listed at the end; the counts go on. */
const mostListed = 1000

/** What the uploads of one run have come to, told to the reporter as it happens. */
export class RunRecord {
  readonly #queue: OpenCheckpoint['queue']
  readonly #commandId: string
  readonly #reporter: Reporter
  readonly #ended = new Set<number>()
  readonly #keptPartsById = new Map<number, number>()
  readonly #fine: EndedUpload[] = []
  readonly #problems: EndedUpload[] = []
  readonly #leftOut: LeftOut[] = []
  #skippedLinks = 0
  #uploaded = 0
  #skipped = 0
  #uploadedBytes = 0
  #resentBytes = 0
  leftOutCount = 0
  failed = 0

  constructor(queue: OpenCheckpoint['queue'], commandId: string, reporter: Reporter) {
    this.#queue = queue
    this.#commandId = commandId
    this.#reporter = reporter
  }

  /** What it all came to; `batch` are the sums over all uploads of the command, earlier runs included. */
  summary(batch: ReturnType<RunProgress['batch']>) {
    return {
      files: {
        total: batch.files,
        uploaded: this.#uploaded,
        skipped: this.#skipped,
        failed: this.failed,
        unfinished: Math.max(0, batch.files - batch.done - batch.problems),
        leftOut: this.leftOutCount,
        skippedLinks: this.#skippedLinks,
      },
      totalBytes: batch.bytes,
      confirmedBytes: batch.confirmedBytes,
      uploadedBytes: this.#uploadedBytes,
      resentBytes: this.#resentBytes,
      keptParts: [...this.#keptPartsById.values()].reduce((sum, count) => sum + count, 0),
      // Problems first: they are what somebody has to look at.
      uploads: [...this.#problems, ...this.#fine].slice(0, mostListed),
      leftOut: this.#leftOut,
    }
  }

  /** The rows of this command among those that changed. */
  changed(ids: readonly number[]): UploadRow[] {
    const rows = this.#queue.rows(ids).filter(({ destinationId }) => destinationId === this.#commandId)
    for (const row of rows) this.#end(row)
    return rows
  }

  noted(id: number, entry: UploadHistoryEntry): void {
    if (entry.kind === 'resumed') this.#keptPartsById.set(id, Number(entry.data.keptParts))
    // What an earlier run had confirmed is worth nothing after all.
    if (entry.kind === 'file-changed' || entry.kind === 'upload-id-gone') this.#keptPartsById.delete(id)
    const [row] = this.#queue.rows([id])
    const notice = row && noticeOf(row.name, entry)
    if (notice) this.#reporter.notice(notice)
  }

  left(entries: readonly LeftOut[]): void {
    for (const entry of entries) {
      // Not following links is what was asked for, no failure.
      if (entry.error.code === 'LinkSkipped') {
        this.#skippedLinks += 1
        continue
      }
      this.leftOutCount += 1
      if (this.#leftOut.length < mostListed) this.#leftOut.push(entry)
      this.#reporter.leftOut(entry)
    }
  }

  /** An upload that still waits when the run ends, e.g. for a locked file. */
  unfinished(row: UploadRow): void {
    const upload = this.#describe(row)
    if (this.#problems.length < mostListed) this.#problems.push(upload)
    if (upload.error !== null) this.#reporter.ended(upload)
  }

  #end(row: UploadRow): void {
    const isFine = row.status === 'done' || row.status === 'skipped'
    if ((!isFine && row.status !== 'failed') || this.#ended.has(row.id)) return
    this.#ended.add(row.id)
    if (row.status === 'done') {
      this.#uploaded += 1
      this.#uploadedBytes += row.sizeBytes
    } else if (row.status === 'skipped') this.#skipped += 1
    else this.failed += 1
    this.#resentBytes += row.resentBytes
    const upload = this.#describe(row)
    const list = isFine ? this.#fine : this.#problems
    if (list.length < mostListed) list.push(upload)
    this.#reporter.ended(upload)
  }

  #describe(row: UploadRow): EndedUpload {
    const details = this.#queue.details(row.id)
    return {
      id: row.id,
      path: row.sourcePath,
      name: row.name,
      objectKey: row.objectKey,
      sizeBytes: row.sizeBytes,
      status: row.status,
      waitingFor: row.waitingFor,
      error: row.status === 'done' || row.status === 'skipped' ? null : row.reason,
      etag: details?.etag ?? null,
      crc64: details?.crc64Local ?? null,
      requestId: details?.requestId ?? row.reason?.requestId ?? null,
      partCount: row.partCount,
      keptParts: this.#keptPartsById.get(row.id) ?? 0,
      resentBytes: row.resentBytes,
    }
  }
}

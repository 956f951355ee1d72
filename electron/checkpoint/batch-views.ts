import type { Statement } from 'better-sqlite3'
import type { BatchView } from '../../shared/queue.ts'
import { endedStatuses, type UploadStatus } from '../../shared/upload-state.ts'
import type { CheckpointDatabase } from './database.ts'
import { parseStatus } from './upload-checksum.ts'

/** A batch beside the sums of one of its statuses. */
interface Row {
  id: number
  /** Null when the batch's record is lost. */
  destination_id: string | null
  name: string | null
  is_counting: number | null
  left_out: number | null
  created_at: number | null
  /** Null while the batch has no upload. */
  status: string | null
  uploads: number | null
  size_bytes: number | null
  confirmed_bytes: number | null
}

const columns = `b.destination_id, b.name, b.is_counting, b.left_out, b.created_at,
  c.status, c.uploads, c.size_bytes, c.confirmed_bytes`
const newestCount = 500
const ended: readonly UploadStatus[] = endedStatuses
const whole: readonly UploadStatus[] = ['done', 'skipped']

/** Batches with what their uploads come to, from the kept counters: no upload is read. */
export class BatchViews {
  readonly #newest: Statement<[number], Row>
  readonly #withUploads: Statement<[], Row>
  readonly #one: Statement<[number], Row>

  constructor({ sqlite }: CheckpointDatabase) {
    this.#newest = sqlite.prepare(`
      SELECT b.id, ${columns} FROM (SELECT * FROM batches ORDER BY id DESC LIMIT ?) b
        LEFT JOIN counters c ON c.batch_id = b.id AND c.uploads > 0 ORDER BY b.id DESC`)
    this.#withUploads = sqlite.prepare(`
      SELECT c.batch_id AS id, ${columns} FROM counters c LEFT JOIN batches b ON b.id = c.batch_id
        WHERE c.uploads > 0 ORDER BY c.batch_id DESC`)
    this.#one = sqlite.prepare(`
      SELECT b.id, ${columns} FROM batches b LEFT JOIN counters c ON c.batch_id = b.id AND c.uploads > 0
        WHERE b.id = ?`)
  }

  /** The newest 500, newest first. */
  newest(): BatchView[] {
    return toViews(this.#newest.all(newestCount))
  }

  /** All that have uploads in the list, newest first; also those whose own record is lost. */
  withUploads(): BatchView[] {
    return toViews(this.#withUploads.all())
  }

  find(id: number): BatchView | null {
    return toViews(this.#one.all(id))[0] ?? null
  }
}

/** The rows of one batch stand together. */
function toViews(rows: readonly Row[]): BatchView[] {
  const views: BatchView[] = []
  for (const row of rows) {
    const last = views.at(-1)
    const view = last?.id === row.id ? last : emptyView(row)
    if (view !== last) views.push(view)
    addStatus(view, row)
  }
  return views
}

function emptyView(row: Row): BatchView {
  return {
    id: row.id,
    destinationId: row.destination_id ?? '',
    name: row.name ?? '',
    status: row.is_counting === 1 ? 'counting' : 'finished',
    createdAt: row.created_at ?? 0,
    files: 0,
    bytes: 0,
    confirmedBytes: 0,
    done: 0,
    problems: 0,
    partBytes: 0,
    byStatus: {},
    skippedEntries: row.left_out ?? 0,
  }
}

function addStatus(view: BatchView, { status: text, uploads, size_bytes, confirmed_bytes }: Row): void {
  if (text === null || uploads === null) return
  // A status that cannot be read counts as failed, as everywhere (R5).
  const status = parseStatus(text) ?? 'failed'
  view.files += uploads
  view.bytes += size_bytes ?? 0
  view.confirmedBytes += confirmed_bytes ?? 0
  view.byStatus[status] = (view.byStatus[status] ?? 0) + uploads
  if (whole.includes(status)) view.done += uploads
  else view.partBytes += confirmed_bytes ?? 0
  if (status === 'failed') view.problems += uploads
  if (!ended.includes(status) && view.status === 'finished') view.status = 'open'
}

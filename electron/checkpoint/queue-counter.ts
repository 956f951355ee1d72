import type { Statement } from 'better-sqlite3'
import { filterStatuses, type QueueCounts, queueFilters, type ScopeSums } from '../../shared/queue.ts'
import { endedStatuses, transition, type UploadStatus, uploadStatuses } from '../../shared/upload-state.ts'
import type { CheckpointDatabase } from './database.ts'

interface Row {
  /** Null when the batch's record is lost. */
  destination_id: string | null
  status: string
  uploads: number
  bytes_left: number
  confirmed_bytes: number
}

/** Nothing is due any more for what has ended or is only being cleaned up. */
const dueStatuses: readonly UploadStatus[] = uploadStatuses.filter(
  (status) => status !== 'cleaning' && !(endedStatuses as readonly UploadStatus[]).includes(status),
)

/** What a cancel reaches. */
export const cancellable: readonly UploadStatus[] = uploadStatuses.filter(
  (status) => transition(status, 'cancelClean') !== null,
)

/** How many uploads there are in each status. */
export class Tally {
  readonly #byStatus: ReadonlyMap<string, number>

  constructor(rows: readonly { status: string; uploads: number }[]) {
    const byStatus = new Map<string, number>()
    for (const { status, uploads } of rows) byStatus.set(status, (byStatus.get(status) ?? 0) + uploads)
    this.#byStatus = byStatus
  }

  /** Null: in any, also one that cannot be read. */
  of(statuses: readonly UploadStatus[] | null): number {
    const wanted: Iterable<string> = statuses ?? this.#byStatus.keys()
    let sum = 0
    for (const status of wanted) sum += this.#byStatus.get(status) ?? 0
    return sum
  }
}

/** Reads the kept counters: as fast with a million uploads as with one. */
export class QueueCounter {
  readonly #rows: Statement<[], Row>
  readonly #ofBatch: Statement<[number], Row>
  readonly #batches: Statement<[string], number>

  constructor({ sqlite }: CheckpointDatabase) {
    const sums = `SELECT b.destination_id, c.status, sum(c.uploads) AS uploads,
        sum(c.size_bytes - c.confirmed_bytes) AS bytes_left, sum(c.confirmed_bytes) AS confirmed_bytes
      FROM counters c LEFT JOIN batches b ON b.id = c.batch_id`
    this.#rows = sqlite.prepare(`${sums} WHERE c.uploads > 0 GROUP BY b.destination_id, c.status`)
    this.#ofBatch = sqlite.prepare(`${sums} WHERE c.uploads > 0 AND c.batch_id = ? GROUP BY c.status`)
    this.#batches = sqlite
      .prepare<[string], number>(
        `SELECT b.id FROM batches b WHERE b.destination_id = ?
          AND EXISTS (SELECT 1 FROM counters c WHERE c.batch_id = b.id AND c.uploads > 0)`,
      )
      .pluck()
  }

  /** Batches of a destination that have uploads. */
  batchesOf(destinationId: string): number[] {
    return this.#batches.all(destinationId)
  }

  /** Of one destination, or of one batch, where given. */
  tally(destinationId?: string, batchId?: number): Tally {
    return new Tally(this.#rowsOf(destinationId, batchId))
  }

  counts(): QueueCounts {
    const rows = this.#rows.all()
    const byDestination: Record<string, number> = {}
    let bytesLeft = 0
    for (const row of rows) {
      if (row.destination_id !== null) {
        byDestination[row.destination_id] = (byDestination[row.destination_id] ?? 0) + row.uploads
      }
      if (dueStatuses.some((status) => status === row.status)) bytesLeft += Math.max(0, row.bytes_left)
    }
    const inFilter = queueFilters.map((filter) => [filter, sumOf(rows, filterStatuses[filter])])
    return { byFilter: Object.fromEntries(inFilter), byDestination, bytesLeft }
  }

  /** How many uploads have one of these statuses (null: any), to one destination or of one batch where given. */
  count(statuses: readonly UploadStatus[] | null, destinationId?: string, batchId?: number): number {
    return sumOf(this.#rowsOf(destinationId, batchId), statuses)
  }

  /** Sums over uploads that are told apart by status, destination and batch only. */
  sums(statuses: readonly UploadStatus[] | null, destinationId?: string, batchId?: number): ScopeSums {
    const rows = this.#rowsOf(destinationId, batchId).filter(
      ({ status }) => statuses === null || statuses.some((wanted) => wanted === status),
    )
    return {
      uploads: sumOf(rows, null),
      cancellable: sumOf(rows, cancellable),
      partBytes: rows.reduce(
        (sum, { status, confirmed_bytes }) => (isWhole(status) ? sum : sum + confirmed_bytes),
        0,
      ),
    }
  }

  #rowsOf(destinationId: string | undefined, batchId: number | undefined): Row[] {
    const rows = batchId === undefined ? this.#rows.all() : this.#ofBatch.all(batchId)
    return destinationId === undefined ? rows : rows.filter((row) => row.destination_id === destinationId)
  }
}

function sumOf(rows: readonly Row[], statuses: readonly UploadStatus[] | null): number {
  return rows
    .filter((row) => statuses === null || statuses.some((status) => status === row.status))
    .reduce((sum, row) => sum + row.uploads, 0)
}

function isWhole(status: string): boolean {
  return status === 'done' || status === 'skipped'
}

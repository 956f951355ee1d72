import type { Statement } from 'better-sqlite3'
import {
  type BatchFolding,
  type BatchView,
  hasHeading,
  isFoldedAtFirst,
  type QueueGroups,
  type QueueQuery,
} from '../../shared/queue.ts'
import type { BatchViews } from './batch-views.ts'
import type { CheckpointDatabase } from './database.ts'

type RowsStatement = Statement<[number, number, number], number>

/** One batch as lines of the list. */
interface Group {
  batch: BatchView
  /** 1 for the heading, 0 without. */
  headingLines: number
  /** Uploads that show; 0 while folded. */
  shownRows: number
}

/**
 * The list under the headings of batches. What still has something to do comes first, in the order in which it is sent;
 * then what has ended, newest first. Costs one pass over the counters of the batches, whatever the number of uploads.
 */
export class QueueGroupFinder {
  readonly #batches: BatchViews
  readonly #firstPosition: Statement<[number], number | null>
  readonly #fromStart: RowsStatement
  readonly #fromEnd: RowsStatement

  constructor({ sqlite }: CheckpointDatabase, batches: BatchViews) {
    this.#batches = batches
    this.#firstPosition = sqlite
      .prepare<[number], number | null>(
        'SELECT min(position) FROM uploads INDEXED BY uploads_batch WHERE batch_id = ? AND section = 0',
      )
      .pluck()
    const rows = (direction: 'ASC' | 'DESC') =>
      sqlite
        .prepare<[number, number, number], number>(
          `SELECT id FROM uploads INDEXED BY uploads_batch WHERE batch_id = ?
            ORDER BY section ${direction}, position ${direction}, id ${direction} LIMIT ? OFFSET ?`,
        )
        .pluck()
    this.#fromStart = rows('ASC')
    this.#fromEnd = rows('DESC')
  }

  /** Lines of one page; `total` counts uploads, folded ones too. */
  find(query: QueueQuery, folding: BatchFolding): { groups: QueueGroups; total: number } {
    const groups = this.#groups(query.destinationId, new Set(folding.toggled))
    const lines: number[] = []
    const batches: BatchView[] = []
    let lineCount = 0
    let located: number | null = null
    let total = 0
    for (const group of groups) {
      if (group.batch.id === folding.locate) located = lineCount
      const skipped = Math.max(0, query.offset - lineCount)
      const wanted = query.limit - lines.length
      const found = wanted > 0 ? this.#lines(group, skipped, wanted) : []
      if (found.length > 0) batches.push(group.batch)
      lines.push(...found)
      lineCount += group.headingLines + group.shownRows
      total += group.batch.files
    }
    return { groups: { lines, lineCount, batches, located }, total }
  }

  #groups(destinationId: string | undefined, toggled: ReadonlySet<number>): Group[] {
    const batches = this.#batches
      .withUploads()
      .filter((batch) => destinationId === undefined || batch.destinationId === destinationId)
    const ended = batches.filter(({ status }) => status === 'finished')
    const due = batches
      .filter(({ status }) => status !== 'finished')
      .map((batch) => ({ batch, position: this.#firstPosition.get(batch.id) ?? Number.MAX_SAFE_INTEGER }))
      .sort((a, b) => a.position - b.position || a.batch.id - b.batch.id)
    return [...due.map(({ batch }) => batch), ...ended].map((batch) => {
      const isHeaded = hasHeading(batch)
      const isFolded = isHeaded && isFoldedAtFirst(batch) !== toggled.has(batch.id)
      return { batch, headingLines: isHeaded ? 1 : 0, shownRows: isFolded ? 0 : batch.files }
    })
  }

  /** At most `limit` lines of one group, without its first `skipped`. */
  #lines({ batch, headingLines, shownRows }: Group, skipped: number, limit: number): number[] {
    if (skipped >= headingLines + shownRows) return []
    const heading = headingLines > skipped ? [-batch.id] : []
    const offset = Math.max(0, skipped - headingLines)
    const count = Math.min(limit - heading.length, shownRows - offset)
    return count > 0 ? [...heading, ...this.#rows(batch, offset, count)] : heading
  }

  /** An offset costs as many steps as it says: the second half is reached from the end. */
  #rows({ id, files }: BatchView, offset: number, count: number): number[] {
    if (offset <= files / 2) return this.#fromStart.all(id, count, offset)
    return this.#fromEnd.all(id, count, files - offset - count).reverse()
  }
}

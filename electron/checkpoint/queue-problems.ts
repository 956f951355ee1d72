import type { Statement } from 'better-sqlite3'
import type { ProblemGroups } from '../../shared/queue.ts'
import type { UploadErrorData } from '../../shared/upload-error.ts'
import type { CheckpointDatabase } from './database.ts'
import { recordDamaged } from './upload-checksum.ts'
import { parseCause, parseReason } from './upload-view.ts'

interface FailedRow {
  code: string | null
  count: number
  id: number
}

interface WaitingRow {
  cause: string | null
  count: number
  next_try_at: number | null
  id: number
}

const mostGroups = 50

/** Groups what does not move by its reason. */
export class QueueProblems {
  readonly #failed: Statement<[number], FailedRow>
  readonly #waiting: Statement<[], WaitingRow>
  readonly #reason: Statement<[number], string | null>

  constructor({ sqlite }: CheckpointDatabase) {
    this.#failed = sqlite.prepare(`
      SELECT reason_code AS code, count(*) AS count, max(id) AS id FROM uploads INDEXED BY uploads_problem
        WHERE status = 'failed' GROUP BY reason_code ORDER BY count DESC, code LIMIT ?`)
    this.#waiting = sqlite.prepare(`
      SELECT waiting_for AS cause, count(*) AS count, min(next_try_at) AS next_try_at, max(id) AS id
        FROM uploads INDEXED BY uploads_status WHERE status = 'waiting' GROUP BY waiting_for ORDER BY count DESC`)
    this.#reason = sqlite.prepare<[number], string | null>('SELECT reason FROM uploads WHERE id = ?').pluck()
  }

  groups(): ProblemGroups {
    return {
      failed: this.#failed.all(mostGroups).map(({ code, count, id }) => {
        const example = this.#example(id) ?? recordDamaged
        return { code: code ?? example.code, count, example }
      }),
      waiting: this.#waiting.all().flatMap(({ cause: text, count, next_try_at, id }) => {
        const cause = parseCause(text)
        return cause === null ? [] : [{ cause, count, nextTryAt: next_try_at, example: this.#example(id) }]
      }),
    }
  }

  #example(id: number): UploadErrorData | null {
    return parseReason(this.#reason.get(id) ?? null)
  }
}

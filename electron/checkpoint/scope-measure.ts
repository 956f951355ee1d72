import { setImmediate as nextTurn } from 'node:timers/promises'
import type { QueueScope, ScopeSums } from '../../shared/queue.ts'
import { type IdRange, within } from './bulk-moves.ts'
import type { CheckpointDatabase } from './database.ts'
import { cancellable } from './queue-counter.ts'
import { type Condition, scopeCondition, statusList } from './queue-scope.ts'
import { newestId } from './row-ids.ts'

const rowsAtOnce = 4000
const sliceMs = 10

/** Sums over rows that are named one by one or found by a search or a reason, which no counter knows: the rows have to be looked at. */
export class ScopeMeasure {
  readonly #database: CheckpointDatabase

  constructor(database: CheckpointDatabase) {
    this.#database = database
  }

  /** In portions, in turns of the event loop. */
  async sums(scope: QueueScope): Promise<ScopeSums> {
    const sums = { uploads: 0, cancellable: 0, partBytes: 0 }
    let sliceEndAt = performance.now() + sliceMs
    for (const condition of scope.kind === 'ids' ? this.#named(scope.ids) : this.#ranges(scope)) {
      const some = this.#database.read(() => this.#sumsOf(condition))
      sums.uploads += some.uploads
      sums.cancellable += some.cancellable
      sums.partBytes += some.partBytes
      if (performance.now() < sliceEndAt) continue
      await nextTurn()
      sliceEndAt = performance.now() + sliceMs
    }
    return sums
  }

  *#named(ids: readonly number[]): Generator<Condition> {
    const each = [...new Set(ids)]
    for (let at = 0; at < each.length; at += rowsAtOnce) {
      yield scopeCondition({ kind: 'ids', ids: each.slice(at, at + rowsAtOnce) })
    }
  }

  *#ranges(scope: QueueScope): Generator<Condition> {
    const { sql, values } = within(scopeCondition(scope))
    const [lastId = 0] = this.#database.read(() =>
      this.#database.sqlite.prepare<[], number>(newestId).pluck().all(),
    )
    for (let after = 0; after < lastId; after += rowsAtOnce) {
      const range: IdRange = { after, until: after + rowsAtOnce }
      yield { sql, values: { ...values, ...range } }
    }
  }

  #sumsOf({ sql, values }: Condition): ScopeSums {
    const sums = this.#database.sqlite
      .prepare<[typeof values], ScopeSums>(
        `SELECT count(*) AS uploads, coalesce(sum(u.status IN (${statusList(cancellable)})), 0) AS cancellable,
          coalesce(sum(u.confirmed_bytes) FILTER (WHERE u.status NOT IN ('done', 'skipped')), 0) AS partBytes
        FROM uploads u NOT INDEXED WHERE ${sql}`,
      )
      .get(values)
    return sums ?? { uploads: 0, cancellable: 0, partBytes: 0 }
  }
}

import type { Statement } from 'better-sqlite3'
import type { QueuePlace, QueueScope } from '../../shared/queue.ts'
import type { CheckpointDatabase } from './database.ts'
import { scopeCondition } from './queue-scope.ts'
import { positionStep } from './upload-table.ts'

interface Place {
  id: number
  position: number
  batch_id: number
}

/** First free position and the distance to the next. */
interface Gap {
  from: number
  step: number
}

/** Rows that are moved out of the way at once where neighbours have no room between them, and at most. */
const firstSpread = 500
const mostSpread = 2000

/** Changes the order in which uploads are sent. What has ended has no place in it any more. */
export class QueueOrder {
  readonly #database: CheckpointDatabase
  readonly #place: Statement<[number], Place>
  readonly #setPosition: Statement<[number, number]>
  readonly #ends: Statement<[], { first: number | null; last: number | null }>
  readonly #before: Statement<[number, number], Place>
  readonly #after: Statement<[number, number], Place>
  readonly #positionBefore: Statement<[number], number | null>
  readonly #following: Statement<[number, number], Place>

  constructor(database: CheckpointDatabase) {
    const { sqlite } = database
    const columns = 'id, position, batch_id'
    this.#database = database
    this.#place = sqlite.prepare(`SELECT ${columns} FROM uploads WHERE id = ? AND section = 0`)
    this.#setPosition = sqlite.prepare('UPDATE uploads SET position = ? WHERE id = ?')
    // Each by itself is one look into the index; both at once would go through all rows.
    this.#ends = sqlite.prepare(
      'SELECT (SELECT min(position) FROM uploads) AS first, (SELECT max(position) FROM uploads) AS last',
    )
    this.#before = sqlite.prepare(`SELECT ${columns} FROM uploads INDEXED BY uploads_batch
      WHERE batch_id = ? AND section = 0 AND position < ? ORDER BY position DESC LIMIT 1`)
    this.#after = sqlite.prepare(`SELECT ${columns} FROM uploads INDEXED BY uploads_batch
      WHERE batch_id = ? AND section = 0 AND position > ? ORDER BY position LIMIT 1`)
    this.#positionBefore = sqlite
      .prepare<[number], number | null>('SELECT max(position) FROM uploads WHERE position < ?')
      .pluck()
    this.#following = sqlite.prepare(`SELECT ${columns} FROM uploads INDEXED BY uploads_position
      WHERE position >= ? ORDER BY position, batch_id LIMIT ?`)
  }

  /**
   * Moves uploads, keeping their order among each other; `refused` have ended, or have no neighbour to change with. Null where too many
   * others would have to be moved out of the way at once.
   */
  move(scope: QueueScope, to: QueuePlace): { changed: number; refused: number } | null {
    return this.#database.write(() => {
      const { sql, values } = scopeCondition(scope)
      const meant = this.#database.sqlite
        .prepare<[typeof values], Place & { section: number }>(
          `SELECT u.id, u.position, u.batch_id, u.section FROM uploads u WHERE ${sql} ORDER BY u.position, u.id`,
        )
        .all(values)
      const places = meant.filter(({ section }) => section === 0)
      const changed = this.#moveAll(places, to)
      return changed === null ? null : { changed, refused: meant.length - changed }
    })
  }

  /** The first and the last position; null without uploads. */
  ends(): { first: number; last: number } | null {
    const { first, last } = this.#ends.get() ?? { first: null, last: null }
    return first === null || last === null ? null : { first, last }
  }

  place(id: number, position: number): void {
    this.#setPosition.run(position, id)
  }

  /** The upload of the same batch that comes before (`up`) or after this one. */
  neighbour(id: number, to: 'up' | 'down'): number | null {
    const here = this.#place.get(id)
    const other = here && (to === 'up' ? this.#before : this.#after).get(here.batch_id, here.position)
    return other?.id ?? null
  }

  exchange(id: number, otherId: number): void {
    const [here, other] = [this.#place.get(id), this.#place.get(otherId)]
    if (here === undefined || other === undefined) return
    this.#setPosition.run(other.position, here.id)
    this.#setPosition.run(here.position, other.id)
  }

  /**
   * Room for `count` rows beside an upload, where nothing stands: `step` is 0 where there is not so much, and cannot be made by moving
   * a few others. Null where the upload has ended or is to be moved itself; `bottom` behind the last one.
   */
  gapFor(
    scope: QueueScope,
    to: { before: number } | { after: number },
    count: number,
  ): { after: number; before: number; step: number } | 'bottom' | null {
    const target = this.#place.get('before' in to ? to.before : to.after)
    if (target === undefined || this.#isMeant(scope, target.id)) return null
    const end = 'before' in to ? target.position : target.position + 1
    const after = this.#positionBefore.get(end) ?? null
    const before = this.#following.get(end, 1)?.position ?? null
    if (before === null) return 'bottom'
    if (after === null) return { after: before - (count + 1) * positionStep, before, step: positionStep }
    const step = Math.floor((before - after) / (count + 1))
    if (step >= 1) return { after, before, step }
    const made = this.#spread(after, end, count, new Set())
    return made === null
      ? { after, before, step: 0 }
      : { after, before: after + (count + 1) * made.step, step: made.step }
  }

  #isMeant(scope: QueueScope, id: number): boolean {
    if (scope.kind === 'ids') return scope.ids.includes(id)
    const { sql, values } = scopeCondition(scope)
    const inIndex = 'EXISTS (SELECT 1 FROM search WHERE search MATCH @match AND rowid = u.id)'
    const one = sql.replace('u.id IN (SELECT rowid FROM search WHERE search MATCH @match)', inIndex)
    const statement = this.#database.sqlite.prepare<[typeof values]>(
      `SELECT 1 FROM uploads u NOT INDEXED WHERE u.id = @id AND ${one}`,
    )
    return statement.get({ ...values, id }) !== undefined
  }

  #moveAll(places: readonly Place[], to: QueuePlace): number | null {
    if (places.length === 0) return 0
    if (to === 'up') return this.#swapEach(places, to)
    if (to === 'down') return this.#swapEach(places.toReversed(), to)
    const gap = this.#gap(places, to)
    if (gap === null || gap === 'none') return gap === null ? null : 0
    places.forEach(({ id }, index) => {
      this.#setPosition.run(gap.from + index * gap.step, id)
    })
    return places.length
  }

  /** `none`: there is no such place; null: no room. */
  #gap(places: readonly Place[], to: Exclude<QueuePlace, 'up' | 'down'>): Gap | 'none' | null {
    const { first, last } = this.ends() ?? { first: 0, last: 0 }
    if (to === 'top') return { from: first - places.length * positionStep, step: positionStep }
    if (to === 'bottom') return { from: last + positionStep, step: positionStep }
    const moved = new Set(places.map(({ id }) => id))
    const target = this.#place.get('before' in to ? to.before : to.after)
    // Dropped on itself, or on something that has ended meanwhile.
    if (target === undefined || moved.has(target.id)) return 'none'
    return this.#room('before' in to ? target.position : target.position + 1, places.length, moved)
  }

  /** Room for `count` positions just before `end`, the position of a row or one more than it. */
  #room(end: number, count: number, moved: ReadonlySet<number>): Gap | null {
    const previous = this.#positionBefore.get(end) ?? null
    const next = this.#following.get(end, 1)?.position ?? null
    if (previous === null) return { from: (next ?? end) - count * positionStep, step: positionStep }
    if (next === null) return { from: previous + positionStep, step: positionStep }
    const step = Math.floor((next - previous) / (count + 1))
    if (step >= 1) return { from: previous + step, step }
    return this.#spread(previous, end, count, moved)
  }

  /** Moves what follows further apart, as many rows as it takes, and leaves the room before them; null when it takes too many. */
  #spread(previous: number, end: number, count: number, moved: ReadonlySet<number>): Gap | null {
    for (let many = firstSpread; many <= mostSpread; many *= 4) {
      const following = this.#following.all(end, many + 1)
      const isAll = following.length <= many
      const rest = (isAll ? following : following.slice(0, many)).filter(({ id }) => !moved.has(id))
      const limit = isAll ? null : (following.at(-1)?.position ?? null)
      const step = limit === null ? positionStep : Math.floor((limit - previous) / (count + rest.length + 1))
      if (step < 1) continue
      rest.forEach(({ id }, index) => {
        this.#setPosition.run(previous + (count + index + 1) * step, id)
      })
      return { from: previous + step, step }
    }
    return null
  }

  /** Each changes places with its neighbour; rows that stand together move as one, and stop together at the edge. */
  #swapEach(places: readonly Place[], to: 'up' | 'down'): number {
    const stuck = new Set<number>()
    let changed = 0
    for (const { id } of places) {
      const other = this.neighbour(id, to)
      if (other === null || stuck.has(other)) {
        stuck.add(id)
        continue
      }
      this.exchange(id, other)
      changed += 1
    }
    return changed
  }
}

import type { Statement } from 'better-sqlite3'
import type { QueueScope } from '../../shared/queue.ts'
import { uploadEvents } from '../../shared/upload-state.ts'
import type { LongCommandKind } from '../engine/ports/command-store.ts'
import type { CheckpointDatabase } from './database.ts'
import { parseJson } from './json-column.ts'
import type { LongMove } from './long-moves.ts'
import { rowChecksum } from './row-checksum.ts'

interface Row {
  id: number
  kind: string
  scope: string
  first_id: number
  last_id: number
  after_id: number
  changed: number
  refused: number
  checksum: string
}

/** A command as it is recorded, with how far it has come. */
export interface RecordedCommand {
  readonly id: number
  readonly kind: LongCommandKind
  readonly scope: QueueScope
  /** Of a move: how, and the ids below are places in the order (`LongMoves`). */
  readonly move: LongMove | null
  readonly firstId: number
  readonly lastId: number
  /** Rows up to this id are through. */
  afterId: number
  changed: number
  refused: number
}

const kinds: readonly LongCommandKind[] = [...uploadEvents, 'remove', 'removeWithParts', 'sendAnew', 'move']

/** Table `long_commands`. */
export class CommandTable {
  readonly #add: Statement<[Omit<Row, 'id' | 'changed' | 'refused'>]>
  readonly #all: Statement<[], Row>
  readonly #proceed: Statement<[number, number, number, number]>
  readonly #remove: Statement<[number]>

  constructor({ sqlite }: CheckpointDatabase) {
    this.#add = sqlite.prepare(`
      INSERT INTO long_commands (kind, scope, first_id, last_id, after_id, checksum)
      VALUES (@kind, @scope, @first_id, @last_id, @after_id, @checksum)`)
    this.#all = sqlite.prepare('SELECT * FROM long_commands ORDER BY id')
    this.#proceed = sqlite.prepare(
      'UPDATE long_commands SET after_id = ?, changed = ?, refused = ? WHERE id = ?',
    )
    this.#remove = sqlite.prepare('DELETE FROM long_commands WHERE id = ?')
  }

  add(
    kind: LongCommandKind,
    scope: QueueScope,
    firstId: number,
    lastId: number,
    move: LongMove | null = null,
  ): RecordedCommand {
    const row = {
      kind,
      scope: JSON.stringify(move === null ? scope : { scope, move }),
      first_id: firstId,
      last_id: lastId,
      after_id: firstId - 1,
    }
    const { lastInsertRowid } = this.#add.run({ ...row, checksum: checksumOf(row) })
    const id = Number(lastInsertRowid)
    return { id, kind, scope, move, firstId, lastId, afterId: row.after_id, changed: 0, refused: 0 }
  }

  /** In order. One whose record is damaged is none (R5): it might mean other rows than it did. */
  all(): RecordedCommand[] {
    return this.#all.all().flatMap((row) => {
      const kind = kinds.find((known) => known === row.kind)
      const meant = meantBy(row)
      if (meant === null || kind === undefined || row.checksum !== checksumOf(row)) {
        this.#remove.run(row.id)
        return []
      }
      const { id, first_id: firstId, last_id: lastId, after_id: afterId, changed, refused } = row
      return [{ id, kind, ...meant, firstId, lastId, afterId, changed, refused }]
    })
  }

  proceed({ id, afterId, changed, refused }: RecordedCommand): void {
    this.#proceed.run(afterId, changed, refused, id)
  }

  remove(id: number): void {
    this.#remove.run(id)
  }
}

function meantBy({ kind, scope }: Row): { scope: QueueScope; move: LongMove | null } | null {
  if (kind === 'move') return parseJson<{ scope: QueueScope; move: LongMove } | null>(scope, null)
  const parsed = parseJson<QueueScope | null>(scope, null)
  return parsed === null ? null : { scope: parsed, move: null }
}

function checksumOf(row: Pick<Row, 'kind' | 'scope' | 'first_id' | 'last_id'>): string {
  return rowChecksum('command', [row.kind, row.scope, row.first_id, row.last_id])
}

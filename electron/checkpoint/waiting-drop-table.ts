import type { Statement } from 'better-sqlite3'
import type { ConflictPolicy, ObjectMetadata } from '../../shared/object-metadata.ts'
import type { CheckpointDatabase } from './database.ts'
import { rowChecksum } from './row-checksum.ts'

/** What a person has chosen in the sheet; what is absent is as the destination and the settings have it. */
export interface DropChoices {
  prefix?: string
  followLinks?: boolean
  conflictPolicy?: ConflictPolicy
  /** Another policy for single files, by object key. */
  exceptions?: Record<string, ConflictPolicy>
  metadata?: ObjectMetadata
}

/** Files and folders that were handed over and are not in the queue yet. */
export interface WaitingDrop {
  id: number
  /** Null while there is no destination. */
  destinationId: string | null
  /** Absolute. */
  paths: readonly string[]
  choices: DropChoices
  /** They came from outside the window: as arguments, from the Dock, from a file manager. */
  isFromOutside: boolean
}

interface Row {
  id: number
  destination_id: string | null
  paths: string
  choices: string
  is_from_outside: number
  checksum: string
}

/** Table `waiting_drops`: what people handed over stays here until it is in the queue or given up, whatever ends the program. */
export class WaitingDropTable {
  readonly #database: CheckpointDatabase
  readonly #now: () => number
  readonly #all: Statement<[], Row>
  readonly #insert: Statement<[Omit<Row, 'id'> & { dropped_at: number }]>
  readonly #update: Statement<[Omit<Row, 'paths' | 'is_from_outside'>]>
  readonly #delete: Statement<[number]>

  constructor(database: CheckpointDatabase, now: () => number) {
    const { sqlite } = database
    this.#database = database
    this.#now = now
    this.#all = sqlite.prepare('SELECT * FROM waiting_drops ORDER BY id')
    this.#insert = sqlite.prepare(`INSERT INTO waiting_drops
      (destination_id, paths, choices, is_from_outside, dropped_at, checksum)
      VALUES (@destination_id, @paths, @choices, @is_from_outside, @dropped_at, @checksum)`)
    this.#update = sqlite.prepare(`UPDATE waiting_drops
      SET destination_id = @destination_id, choices = @choices, checksum = @checksum WHERE id = @id`)
    this.#delete = sqlite.prepare('DELETE FROM waiting_drops WHERE id = ?')
  }

  /** Oldest first. */
  list(): WaitingDrop[] {
    return this.#rows()
      .filter(isSound)
      .map((row) => ({
        id: row.id,
        destinationId: row.destination_id,
        paths: JSON.parse(row.paths) as string[],
        choices: JSON.parse(row.choices) as DropChoices,
        isFromOutside: row.is_from_outside === 1,
      }))
  }

  /** Answers its id. */
  keep(drop: Omit<WaitingDrop, 'id'>): number {
    return this.#database.write(() => {
      const { lastInsertRowid } = this.#insert.run({ ...columns(drop), dropped_at: this.#now() })
      return Number(lastInsertRowid)
    })
  }

  /** Other choices, or another destination. */
  change(drop: WaitingDrop): void {
    const { paths: _paths, is_from_outside: _origin, ...changed } = columns(drop)
    this.#database.write(() => this.#update.run({ id: drop.id, ...changed }))
  }

  forget(id: number): void {
    this.#database.write(() => this.#delete.run(id))
  }

  /** Puts it into the queue and forgets it: both, or neither when `enqueue` throws. */
  settle<T>(id: number, enqueue: () => T): T {
    return this.#database.together(() => {
      this.#delete.run(id)
      return enqueue()
    })
  }

  /** Deletes rows whose bytes are no longer those that were written; answers how many. Paths that changed by themselves must never be sent. */
  removeUnreadable(): number {
    const unreadable = this.#rows().filter((row) => !isSound(row))
    for (const { id } of unreadable) this.forget(id)
    return unreadable.length
  }

  #rows(): Row[] {
    return this.#database.read(() => this.#all.all())
  }
}

function columns(drop: Omit<WaitingDrop, 'id'>): Omit<Row, 'id'> {
  const row = {
    destination_id: drop.destinationId,
    paths: JSON.stringify(drop.paths),
    choices: JSON.stringify(drop.choices),
    is_from_outside: drop.isFromOutside ? 1 : 0,
  }
  return { ...row, checksum: checksumOf(row) }
}

function checksumOf(row: Omit<Row, 'id' | 'checksum'>): string {
  return rowChecksum('waiting drop', [row.destination_id, row.paths, row.choices, row.is_from_outside])
}

const isSound = (row: Row) => row.checksum === checksumOf(row)

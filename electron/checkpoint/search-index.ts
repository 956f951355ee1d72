import type { Statement } from 'better-sqlite3'
import type { CheckpointDatabase } from './database.ts'

/** SQLite's own value: as many segments of one size are merged into a larger one while rows are added. */
const segmentsMerged = 4

/**
 * How the search index (FTS5) is kept tidy, which SQLite does within the commit that finds it untidy. Merging what rows were deleted from
 * (`deletemerge`) reads it all for next to nothing that is left to write, which is how SQLite counts such work: half a second at a
 * time. Without it deleted rows stay in the index until the rows beside them are merged.
 */
export class SearchIndex {
  /** Counts up whenever a row may be found by other texts than before; rows that are added or removed do not count. */
  generation = 0
  /** Counts up whenever rows that had been removed came back. */
  restorations = 0
  readonly #configure: Statement<[string, number]>
  readonly #settings: Statement<[], { k: string; v: number }>

  constructor({ sqlite }: CheckpointDatabase) {
    // Numbers are bound as floating point, which FTS5 does not take for a whole number.
    this.#configure = sqlite.prepare('INSERT INTO search (search, rank) VALUES (?, CAST(? AS INTEGER))')
    this.#settings = sqlite.prepare('SELECT k, v FROM search_config')
    sqlite.function('note_renamed', () => {
      this.noteChange()
      return null
    })
    sqlite.exec(`CREATE TEMP TRIGGER uploads_renamed AFTER UPDATE OF name, object_key ON main.uploads BEGIN
      SELECT note_renamed();
    END`)
  }

  /** The settings stay in the database; a removal that was cut short leaves other ones. */
  prepare(): void {
    const settings = new Map(this.#settings.all().map(({ k, v }) => [k, v]))
    if (settings.get('deletemerge') !== 0) this.#configure.run('deletemerge', 0)
    if ((settings.get('automerge') ?? segmentsMerged) !== segmentsMerged) this.mergeWhileAdding(true)
  }

  noteChange(): void {
    this.generation += 1
  }

  /** Off while very many rows are removed: there is little to merge, and what there is comes all at once. */
  mergeWhileAdding(isOn: boolean): void {
    this.#configure.run('automerge', isOn ? segmentsMerged : 0)
  }

  /** Merges some, while the index does not do so by itself; a page takes about 0.2 ms. */
  mergeSome(pages: number): void {
    this.#configure.run('merge', pages)
  }
}

import type { Statement } from 'better-sqlite3'
import type { UploadHistoryEntry } from '../../shared/queue.ts'
import type { CheckpointDatabase } from './database.ts'
import { parseJson } from './json-column.ts'

interface Row {
  at: number
  kind: string
  data: string
}

/** Entries kept per upload: a line that drops every minute for weeks must not fill the disk. */
const keptEntries = 200

/** Table `events`: what happened to each upload. */
export class EventTable {
  readonly #add: Statement<[number, number, string, string]>
  readonly #trim: Statement<[number, number, number]>
  readonly #newest: Statement<[number, number], Row>

  constructor({ sqlite }: CheckpointDatabase) {
    this.#add = sqlite.prepare('INSERT INTO events (upload_id, at, kind, data) VALUES (?, ?, ?, ?)')
    // `= +?`: see `UploadTable`.
    this.#trim = sqlite.prepare(`DELETE FROM events WHERE upload_id = +? AND id <=
      (SELECT id FROM events WHERE upload_id = +? ORDER BY id DESC LIMIT 1 OFFSET +?)`)
    this.#newest = sqlite.prepare(
      'SELECT at, kind, data FROM events WHERE upload_id = +? ORDER BY id DESC LIMIT +?',
    )
  }

  add(uploadId: number, entry: UploadHistoryEntry): void {
    this.#add.run(uploadId, entry.at, entry.kind, JSON.stringify(entry.data))
    this.#trim.run(uploadId, uploadId, keptEntries)
  }

  newest(uploadId: number): UploadHistoryEntry[] {
    return this.#newest
      .all(uploadId, keptEntries)
      .map(({ at, kind, data }) => ({ at, kind, data: parseJson(data, {}) }))
  }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { type OpenCheckpoint, openCheckpoint } from '../../../electron/checkpoint/open-checkpoint.ts'
import type { IntakeStore } from '../../../electron/engine/ports/intake-store.ts'
import type { Checkpoint, PartRecord } from '../../../electron/engine/ports/upload-record.ts'
import type { UploadStore } from '../../../electron/engine/ports/upload-store.ts'
import type { UploadDetails, UploadHistoryEntry, UploadRow } from '../../../shared/queue.ts'
import type { UploadStatus } from '../../../shared/upload-state.ts'

/** One upload as a test looks at it. */
export interface SeenUpload extends UploadRow {
  parts: Map<number, PartRecord>
  checkpoint: Checkpoint | null
  /** Oldest first. */
  history: UploadHistoryEntry[]
  details: UploadDetails
  /** Every status it went through by single moves, oldest first. */
  statuses: UploadStatus[]
}

const writes = new Set<PropertyKey>([
  'apply',
  'startLightly',
  'applyToScope',
  'saveCheckpoint',
  'confirmParts',
  'forgetParts',
  'dropCheckpoint',
  'finish',
  'note',
  'unblock',
])

/** A real checkpoint database in a folder of its own, which a test can look into, damage, or make refuse to write. */
export class TestCheckpoint {
  readonly folder: string
  readonly uploads: UploadStore
  readonly intake: IntakeStore
  /** Set to make every write of the engine throw it, as a full disk does. */
  failure: Error | null = null
  /** The writes that `failure` meets. */
  refused: ReadonlySet<PropertyKey> = writes
  #open: OpenCheckpoint
  readonly #now: () => number
  readonly #statuses = new Map<number, UploadStatus[]>()

  constructor(now: () => number) {
    this.#now = now
    this.folder = mkdtempSync(join(tmpdir(), 'stevedore-checkpoint-'))
    this.#open = openCheckpoint(this.folder, { now })
    this.uploads = this.#live(() => this.#open.uploads)
    this.intake = this.#live(() => this.#open.intake)
    onTestFinished(() => {
      this.#open.close()
      rmSync(this.folder, { recursive: true, force: true })
    })
  }

  get open(): OpenCheckpoint {
    return this.#open
  }

  row(id: number): SeenUpload {
    const details = this.#open.queue.details(id)
    const record = this.#open.uploads.get(id)
    if (details === null || record === null) throw new Error(`no upload ${id}`)
    const { parts } = this.#open.uploads.parts(id)
    return {
      ...details.row,
      parts: new Map(parts.map((part) => [part.partNumber, part])),
      checkpoint: record.checkpoint,
      history: details.history.toReversed(),
      details,
      statuses: this.#statuses.get(id) ?? ['queued'],
    }
  }

  /** Ids of all uploads, in the order of the queue. */
  ids(): number[] {
    const query = { filter: 'all', search: '', sort: 'added', descending: false, limit: 500 } as const
    const ids: number[] = []
    for (;;) {
      const { rows, total } = this.#open.queue.page({ ...query, offset: ids.length })
      ids.push(...rows.map(({ id }) => id))
      if (ids.length >= total) return ids
    }
  }

  saveDestination(id: string, endpoint: string): void {
    if (this.#open.destinations.find(id)) return
    this.#open.destinations.save({
      id,
      name: id,
      kind: 'oss',
      endpoint,
      region: 'cn-hangzhou',
      bucket: 'harbour',
      prefix: '',
      signatureVersion: 'v4',
      isCustomDomain: false,
      metadata: {},
      accessKeyId: 'key',
      createdAt: 1,
    })
  }

  /** Changes the closed file behind the program's back, and opens it again. */
  tamper(change: (sqlite: Database.Database) => void): void {
    const { file } = this.#open
    this.#open.close()
    const sqlite = new Database(file)
    change(sqlite)
    sqlite.close()
    this.#open = openCheckpoint(this.folder, { now: this.#now })
  }

  /** The store of the moment, with refused writes and remembered statuses. */
  #live<T extends object>(current: () => T): T {
    return new Proxy({} as T, {
      get: (_target, name) => {
        const store = current()
        const method: unknown = Reflect.get(store, name)
        if (typeof method !== 'function') return method
        return (...args: unknown[]) => {
          if (this.failure && this.refused.has(name)) throw this.failure
          const answer: unknown = Reflect.apply(method, store, args)
          if (name === 'apply' && typeof args[0] === 'number') this.#remember(args[0])
          if (name === 'startLightly' && typeof args[0] === 'number') this.#add(args[0], 'uploading')
          if (name === 'finish' && typeof args[0] === 'number') this.#remember(args[0])
          return answer
        }
      },
    })
  }

  #remember(id: number): void {
    const status = this.#open.uploads.get(id)?.status
    if (status !== undefined) this.#add(id, status)
  }

  #add(id: number, status: UploadStatus): void {
    const statuses = this.#statuses.get(id) ?? ['queued']
    if (statuses.at(-1) !== status) statuses.push(status)
    this.#statuses.set(id, statuses)
  }
}

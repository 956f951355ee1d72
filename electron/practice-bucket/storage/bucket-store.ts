import { existsSync } from 'node:fs'
import { OssError } from '../wire/oss-error.ts'
import type { Journal, JournalEntry } from './journal.ts'
import { SortedKeys } from './key-order.ts'
import { hasCode, isInside, type ObjectFiles } from './object-files.ts'
import type { ObjectRecord } from './stored-headers.ts'
import type { TemporaryFiles } from './temporary-files.ts'

/** A finished temporary file and everything known about the object it becomes. */
export interface NewObject {
  temporaryName: string
  record: Omit<ObjectRecord, 'path'>
  /** 409 `FileAlreadyExists` when the key exists at this very moment. */
  forbidOverwrite: boolean
  /** The multipart upload that ends with this object. */
  uploadId?: string
}

/**
 * The objects of one bucket. Every change is journal, file and index in one synchronous step: no request ever sees half
 * of one, and a crash in between is finished at the next start.
 */
export class BucketStore {
  readonly #journal: Journal
  readonly #files: ObjectFiles
  readonly #temporary: TemporaryFiles
  readonly #records = new Map<string, ObjectRecord>()
  readonly #keys: SortedKeys
  /** Uploads that the journal knows as completed; their leftovers are removed by the owner of the uploads. */
  readonly completedUploadIds = new Set<string>()

  constructor(
    opened: { journal: Journal; entries: readonly JournalEntry[] },
    files: ObjectFiles,
    temporary: TemporaryFiles,
  ) {
    this.#journal = opened.journal
    this.#files = files
    this.#temporary = temporary
    for (const entry of opened.entries) this.#replay(entry)
    this.#keys = new SortedKeys(this.#records.keys())
    if (this.#journal.isWasteful(this.#records.size)) this.#journal.compact(this.#records.values())
  }

  get objectCount(): number {
    return this.#records.size
  }

  get keys(): SortedKeys {
    return this.#keys
  }

  /** `undefined` also when somebody removed or changed the file by hand: then the object is gone. */
  find(key: string): ObjectRecord | undefined {
    const record = this.#records.get(key)
    if (record === undefined) return undefined
    if (this.#files.sizeBytes(record.path) === record.sizeBytes) return record
    this.#forget(key)
    return undefined
  }

  /** The object and an open descriptor of exactly its bytes; the caller closes it. */
  open(key: string): { record: ObjectRecord; descriptor: number } | undefined {
    const record = this.find(key)
    const descriptor = record && this.#files.open(record.path, record.sizeBytes)
    return record === undefined || descriptor === undefined ? undefined : { record, descriptor }
  }

  checkOverwrite(key: string): void {
    if (this.find(key) === undefined) return
    throw new OssError(
      409,
      'FileAlreadyExists',
      'The object you specified already exists and can not be overwritten.',
    )
  }

  put({ temporaryName, record, forbidOverwrite, uploadId }: NewObject): ObjectRecord {
    if (forbidOverwrite) this.checkOverwrite(record.key)
    const earlier = this.find(record.key)
    const stored: ObjectRecord = { ...record, path: earlier?.path ?? this.#files.claim(record.key) }
    this.#journal.append({
      op: 'put',
      record: stored,
      temporaryName,
      ...(uploadId === undefined ? {} : { uploadId }),
    })
    try {
      this.#files.place(this.#temporary.pathOf(temporaryName), stored.path)
    } catch (error) {
      this.#journal.append(
        earlier === undefined ? { op: 'delete', key: record.key } : { op: 'put', record: earlier },
      )
      throw error
    }
    this.#records.set(stored.key, stored)
    if (earlier === undefined) this.#keys.add(stored.key)
    if (this.#journal.isWasteful(this.#records.size)) this.#journal.compact(this.#records.values())
    return stored
  }

  delete(key: string): void {
    const record = this.find(key)
    if (record === undefined) return
    this.#files.remove(record.path)
    this.#forget(key)
  }

  close(): void {
    this.#journal.close()
  }

  #forget(key: string): void {
    this.#journal.append({ op: 'delete', key })
    this.#records.delete(key)
    this.#keys.delete(key)
  }

  #replay(entry: JournalEntry): void {
    if (entry.op === 'delete') {
      this.#records.delete(entry.key)
      return
    }
    const { record, temporaryName, uploadId } = entry
    if (!isInside(record.path)) return
    if (temporaryName !== undefined && existsSync(this.#temporary.pathOf(temporaryName))) {
      try {
        this.#files.place(this.#temporary.pathOf(temporaryName), record.path)
      } catch (error) {
        if (!hasCode(error, 'ENOENT')) throw error
      }
    }
    if (uploadId !== undefined) this.completedUploadIds.add(uploadId)
    this.#records.set(record.key, record)
  }
}

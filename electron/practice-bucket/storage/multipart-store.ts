import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { noSuchUpload } from '../wire/oss-error.ts'
import { compareKeys } from './key-order.ts'
import { type PartRecord, partFileName, readPartFiles } from './part-files.ts'
import type { StoredHeaders } from './stored-headers.ts'
import type { TemporaryFiles } from './temporary-files.ts'

export interface UploadInfo {
  uploadId: string
  key: string
  /** Unix ms. */
  initiated: number
  isSequential: boolean
  headers: StoredHeaders
}

export interface MultipartUpload {
  info: UploadInfo
  parts: Map<number, PartRecord>
  /** Set while a Complete joins the parts; whoever wants to change the upload waits for it. */
  completing?: Promise<void>
  /** Part numbers being received now; only a sequential upload cares. */
  receiving: number
}

/** The unfinished multipart uploads of one bucket: a folder each, with `upload.json` and one file per part. */
export class MultipartStore {
  readonly #folder: string
  readonly #temporary: TemporaryFiles
  readonly #uploads = new Map<string, MultipartUpload>()
  #lastStoredAt = 0

  /** `completedUploadIds`: what a crash left of uploads that had become objects; removed here. */
  constructor(folder: string, temporary: TemporaryFiles, completedUploadIds: ReadonlySet<string>) {
    this.#folder = folder
    this.#temporary = temporary
    mkdirSync(folder, { recursive: true })
    for (const uploadId of readdirSync(folder)) {
      if (completedUploadIds.has(uploadId)) rmSync(join(folder, uploadId), { recursive: true, force: true })
      else this.#load(uploadId)
    }
  }

  initiate(info: Omit<UploadInfo, 'uploadId'>): UploadInfo {
    const upload: UploadInfo = { ...info, uploadId: randomBytes(16).toString('hex').toUpperCase() }
    const temporaryFolder = this.#temporary.pathOf(this.#temporary.newName())
    mkdirSync(temporaryFolder)
    writeFileSync(join(temporaryFolder, 'upload.json'), JSON.stringify(upload))
    renameSync(temporaryFolder, join(this.#folder, upload.uploadId))
    this.#uploads.set(upload.uploadId, { info: upload, parts: new Map(), receiving: 0 })
    return upload
  }

  /** 404 `NoSuchUpload` unless the id is alive and belongs to this key. */
  get(uploadId: string, key: string): MultipartUpload {
    const upload = this.#uploads.get(uploadId)
    if (upload === undefined || upload.info.key !== key) throw noSuchUpload(uploadId)
    return upload
  }

  /** Sorted by key, then upload id. */
  list(): UploadInfo[] {
    return [...this.#uploads.values()]
      .map((upload) => upload.info)
      .sort((a, b) => compareKeys(a.key, b.key) || compareKeys(a.uploadId, b.uploadId))
  }

  /** Stores a received part, in place of an earlier one of that number; one synchronous step. */
  storePart(
    uploadId: string,
    key: string,
    temporaryName: string,
    received: Omit<PartRecord, 'storedAt'>,
  ): PartRecord {
    const upload = this.get(uploadId, key)
    this.#lastStoredAt = Math.max(this.#lastStoredAt + 1, Date.now() * 1000)
    const part: PartRecord = { ...received, storedAt: this.#lastStoredAt }
    renameSync(this.#temporary.pathOf(temporaryName), this.partPath(uploadId, part))
    const earlier = upload.parts.get(part.partNumber)
    upload.parts.set(part.partNumber, part)
    if (earlier !== undefined) unlinkSync(this.partPath(uploadId, earlier))
    return part
  }

  partPath(uploadId: string, part: PartRecord): string {
    return join(this.#folder, uploadId, partFileName(part))
  }

  /** The id is gone from this moment; its files go in the background. */
  remove(uploadId: string): void {
    if (!this.#uploads.delete(uploadId)) return
    const temporaryName = this.#temporary.newName()
    renameSync(join(this.#folder, uploadId), this.#temporary.pathOf(temporaryName))
    // What cannot be removed now is removed at the next start.
    this.#temporary.discard(temporaryName).catch(() => undefined)
  }

  #load(uploadId: string): void {
    const folder = join(this.#folder, uploadId)
    const info = readInfo(folder, uploadId)
    if (info === undefined) return
    const { parts, obsolete } = readPartFiles(folder)
    for (const name of obsolete) rmSync(join(folder, name), { force: true })
    for (const part of parts.values()) this.#lastStoredAt = Math.max(this.#lastStoredAt, part.storedAt)
    this.#uploads.set(uploadId, { info, parts, receiving: 0 })
  }
}

/** `undefined` for a folder that is not one of ours; it is left alone. */
function readInfo(folder: string, uploadId: string): UploadInfo | undefined {
  if (!/^[0-9A-F]{32}$/.test(uploadId)) return undefined
  try {
    const info = JSON.parse(readFileSync(join(folder, 'upload.json'), 'utf8')) as UploadInfo
    return typeof info.key === 'string' ? { ...info, uploadId } : undefined
  } catch {
    return undefined
  }
}

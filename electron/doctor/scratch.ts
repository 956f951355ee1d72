import { randomUUID } from 'node:crypto'
import { UploadError } from '../../shared/upload-error.ts'
import { abortMultipart } from '../engine/abort-multipart.ts'
import type { OssStore } from '../oss/oss-store.ts'
import { scratchBody } from './scratch-body.ts'

/** The one object key the doctor writes to, and what is there at the moment. */
export class Scratch {
  readonly key: string
  uploadId: string | null = null
  isStored = false
  /** An Initiate went out whose id may never have come back. */
  mayHaveUploads = false
  readonly #store: OssStore

  constructor(store: OssStore, prefix: string) {
    this.#store = store
    this.key = `${prefix}.stevedore-test-${randomUUID()}`
  }

  async put(signal: AbortSignal): Promise<void> {
    // Before the answer: it may be stored even if that never comes.
    this.isStored = true
    try {
      await this.#store.putObject({ key: this.key, body: scratchBody(1), metadata: {}, signal })
    } catch (error) {
      if (isRefusal(error)) this.isStored = false
      throw error
    }
  }

  async initiate(signal: AbortSignal): Promise<string> {
    const { key } = this
    this.mayHaveUploads = true
    this.uploadId = await this.#store.initiateMultipartUpload({ key, metadata: {}, signal })
    return this.uploadId
  }

  async uploadPart(input: {
    partNumber: number
    lengthBytes: number
    onPulled?: (bytes: number) => void
    signal: AbortSignal
  }): Promise<{ partNumber: number; etag: string }> {
    const { partNumber, lengthBytes, onPulled, signal } = input
    const body = scratchBody(lengthBytes, onPulled)
    const place = { key: this.key, uploadId: this.openUpload(), partNumber }
    const { etag } = await this.#store.uploadPart({ ...place, body, metadata: {}, signal })
    return { partNumber, etag }
  }

  async complete(parts: readonly { partNumber: number; etag: string }[], signal: AbortSignal): Promise<void> {
    const { key } = this
    await this.#store.completeMultipartUpload({
      key,
      uploadId: this.openUpload(),
      parts,
      metadata: {},
      signal,
    })
    this.uploadId = null
    this.isStored = true
  }

  async abort(signal: AbortSignal): Promise<void> {
    await abortMultipart(this.#store, this.key, this.openUpload(), signal)
    this.uploadId = null
  }

  async delete(signal: AbortSignal): Promise<void> {
    await this.#store.deleteObject({ key: this.key, signal })
    this.isStored = false
  }

  openUpload(): string {
    if (this.uploadId === null) throw new Error('the scratch upload is not open')
    return this.uploadId
  }

  /** Leaves as little as the key's rights allow; never throws. */
  async remove(signal: AbortSignal): Promise<void> {
    if (this.uploadId !== null) await this.#endUpload(signal)
    if (this.mayHaveUploads) await this.#abortLost(signal)
    if (this.isStored) await twice(signal, (within) => this.delete(within)).catch(() => undefined)
  }

  /** Without the right to abort, the parts become the scratch object, which is smaller and can be seen. */
  async #endUpload(signal: AbortSignal): Promise<void> {
    try {
      await twice(signal, (within) => this.abort(within))
    } catch {
      await twice(signal, async (within) => {
        const part = await this.uploadPart({ partNumber: 1, lengthBytes: 1, signal: within })
        await this.complete([part], within)
      }).catch(() => undefined)
    }
  }

  /** Uploads whose id was lost with the answer; nobody else uses a key with a random name. */
  async #abortLost(signal: AbortSignal): Promise<void> {
    const { key } = this
    await twice(signal, async (within) => {
      const open = await this.#store.listMultipartUploads({ prefix: key, signal: within })
      for (const { uploadId } of open) await abortMultipart(this.#store, key, uploadId, within)
    }).catch(() => undefined)
  }
}

const tryMs = 3000

/** The connection that is used again may be dead; the second try has a new one. */
async function twice<T>(signal: AbortSignal, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const within = () => AbortSignal.any([signal, AbortSignal.timeout(tryMs)])
  try {
    return await act(within())
  } catch (error) {
    if (signal.aborted || isRefusal(error)) throw error
    return await act(within())
  }
}

/** OSS answered, and did not do it. */
function isRefusal(error: unknown): boolean {
  return error instanceof UploadError && error.data.fromServer && (error.data.status ?? 500) < 500
}

import { createHash } from 'node:crypto'
import type {
  ObjectHead,
  OpenMultipartUpload,
  RemotePart,
} from '../../../electron/engine/ports/object-store.ts'
import { crc64 } from '../../../electron/oss/crc64.ts'
import { type RetryClass, UploadError } from '../../../shared/upload-error.ts'

interface StoredMultipart {
  key: string
  initiatedAt: number
  parts: Map<number, { bytes: Buffer; etag: string; crc64: string }>
}

/** What OSS does with the calls of an upload, in memory; for tests that answer by hand only the calls they care about. */
export class BucketModel {
  readonly objects = new Map<string, { bytes: Buffer; etag: string; crc64: string; lastModified: number }>()
  readonly multiparts = new Map<string, StoredMultipart>()
  #nextId = 1

  put(key: string, bytes: Buffer, now: number, forbidOverwrite: boolean) {
    if (forbidOverwrite && this.objects.has(key)) throw serverError('FileAlreadyExists', 409, 'fatal')
    const object = { bytes, etag: md5(bytes), crc64: crcOf(bytes), lastModified: now }
    this.objects.set(key, object)
    return object
  }

  initiate(key: string, now: number): string {
    const uploadId = `UPLOAD-${this.#nextId}`
    this.#nextId += 1
    this.multiparts.set(uploadId, { key, initiatedAt: now, parts: new Map() })
    return uploadId
  }

  uploadPart(uploadId: string, partNumber: number, bytes: Buffer) {
    const part = { bytes, etag: md5(bytes), crc64: crcOf(bytes) }
    this.multipart(uploadId).parts.set(partNumber, part)
    return part
  }

  listParts(uploadId: string): RemotePart[] {
    return [...this.multipart(uploadId).parts]
      .sort(([a], [b]) => a - b)
      .map(([partNumber, part]) => ({
        partNumber,
        sizeBytes: part.bytes.length,
        etag: part.etag,
        crc64: part.crc64,
      }))
  }

  complete(
    uploadId: string,
    parts: readonly { partNumber: number; etag: string }[],
    now: number,
    forbidOverwrite: boolean,
  ) {
    const multipart = this.multipart(uploadId)
    const chosen = parts.map(({ partNumber, etag }) => {
      const part = multipart.parts.get(partNumber)
      if (part === undefined || part.etag !== etag) throw serverError('InvalidPart', 400, 'restart')
      return part.bytes
    })
    const object = this.put(multipart.key, Buffer.concat(chosen), now, forbidOverwrite)
    this.multiparts.delete(uploadId)
    return object
  }

  head(key: string): ObjectHead | null {
    const object = this.objects.get(key)
    if (object === undefined) return null
    const { bytes, etag, crc64: crc, lastModified } = object
    return { sizeBytes: bytes.length, etag, crc64: crc, lastModified }
  }

  listMultiparts(prefix: string): OpenMultipartUpload[] {
    return [...this.multiparts]
      .filter(([, multipart]) => multipart.key.startsWith(prefix))
      .map(([uploadId, { key, initiatedAt }]) => ({ key, uploadId, initiatedAt }))
  }

  multipart(uploadId: string): StoredMultipart {
    const multipart = this.multiparts.get(uploadId)
    if (multipart === undefined) throw serverError('NoSuchUpload', 404, 'restart')
    return multipart
  }
}

export function serverError(code: string, status: number, retry: RetryClass): UploadError {
  return new UploadError({ code, status, retry, message: code, fromServer: true, requestId: `REQ-${code}` })
}

export function networkError(code: string, retry: RetryClass): UploadError {
  return new UploadError({ code, retry, message: code, fromServer: false })
}

function md5(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex').toUpperCase()
}

export function crcOf(bytes: Uint8Array): string {
  const crc = crc64.create()
  crc.update(bytes)
  return crc.digest()
}

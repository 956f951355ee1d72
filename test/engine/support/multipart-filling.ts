import { createHash } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { PartRecord } from '../../../electron/engine/ports/upload-record.ts'
import { crc64 } from '../../../electron/oss/crc64.ts'
import { partFileName } from '../../../electron/practice-bucket/storage/part-files.ts'

/** Writes a file of bytes that differ from place to place, and answers them. */
export function noiseFile(path: string, sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes)
  for (let offset = 0; offset < sizeBytes; offset += 4) {
    bytes.writeUInt32LE(Math.imul(offset + 1, 2_654_435_761) >>> 0, offset)
  }
  writeFileSync(path, bytes)
  return bytes
}

/**
 * Puts parts into the folder of a practice bucket that is not running, as the bucket would have stored them: ten thousand
 * requests would say nothing more and take minutes. Answers them as they would be recorded.
 */
export function fillMultipart(
  bucketFolder: string,
  uploadId: string,
  bytes: Buffer,
  partSizeBytes: number,
  isThere: (partNumber: number) => boolean,
): PartRecord[] {
  const folder = folderOf(bucketFolder, uploadId)
  const parts: PartRecord[] = []
  for (let start = 0; start < bytes.length; start += partSizeBytes) {
    const partNumber = start / partSizeBytes + 1
    if (!isThere(partNumber)) continue
    const chunk = bytes.subarray(start, start + partSizeBytes)
    const crc = crc64.create()
    crc.update(chunk)
    const etag = createHash('md5').update(chunk).digest('hex').toUpperCase()
    const part = { partNumber, sizeBytes: chunk.length, etag, crc64: crc.digest() }
    const stored = { ...part, md5: etag, crc64: BigInt(part.crc64), storedAt: Date.now() * 1000 }
    writeFileSync(join(folder, partFileName(stored)), chunk)
    parts.push(part)
  }
  return parts
}

function folderOf(bucketFolder: string, uploadId: string): string {
  const entries = readdirSync(bucketFolder, { recursive: true, encoding: 'utf8' })
  const found = entries.map((entry) => join(bucketFolder, entry)).find((path) => path.includes(uploadId))
  if (found === undefined) throw new Error(`${uploadId} has no folder`)
  return found.endsWith(uploadId) ? found : dirname(found)
}

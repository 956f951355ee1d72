import { createHash } from 'node:crypto'
import type { Crc64 } from './ports/crc64.ts'
import type { OpenFile } from './ports/local-files.ts'
import type { RemotePart } from './ports/object-store.ts'

/** What proves that a part on the server is a stretch of the local file. */
export type PartEvidence = Pick<RemotePart, 'crc64' | 'etag'>

/** OSS's ETag of a part is the MD5 of its bytes, in upper-case hexadecimal, unless it is encrypted with another key. */
const md5Form = /^[0-9A-Fa-f]{32}$/

/** The server tells a CRC-64 or an ETag that is an MD5; with neither there is nothing to compare bytes with. */
export function canProve({ crc64, etag }: PartEvidence): boolean {
  return crc64 !== null || md5Form.test(etag)
}

/**
 * Reads the stretch and compares it with the server's CRC-64, or with its ETag where the server tells no CRC-64.
 * Answers the stretch's own CRC-64, or null when it is something else.
 */
export async function proveRange(
  crc64: Crc64,
  open: OpenFile,
  range: { startOffset: number; endOffset: number; signal: AbortSignal },
  there: PartEvidence,
): Promise<string | null> {
  const crc = crc64.create()
  const md5 = there.crc64 === null ? createHash('md5') : null
  if (range.endOffset > range.startOffset) {
    for await (const chunk of open.read(range)) {
      crc.update(chunk)
      md5?.update(chunk)
    }
  }
  const own = crc.digest()
  const isSame =
    md5 === null ? own === there.crc64 : md5.digest('hex').toUpperCase() === there.etag.toUpperCase()
  return isSame ? own : null
}

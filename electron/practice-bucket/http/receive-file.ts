import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { startCrc64 } from '../integrity/crc64.ts'
import { checkDigests, readDeclaredDigests } from '../integrity/declared-digests.ts'
import { invalidArgument, OssError } from '../wire/oss-error.ts'
import type { Exchange } from './exchange.ts'
import { Pace } from './pace.ts'

/** The largest body of one request: 5 GB. */
const maxRequestBytes = 5 * 1024 ** 3
const batchBytes = 1024 * 1024

export interface ReceivedFile {
  temporaryName: string
  sizeBytes: number
  md5: Buffer
  crc64: bigint
}

/** The declared length, or `undefined` for a chunked body where that is allowed; otherwise 411 `MissingContentLength`. */
export function checkContentLength(
  { headers }: Exchange,
  options: { allowsChunked: boolean },
): number | undefined {
  const declared = headers.get('content-length')
  if (declared === undefined) {
    if (options.allowsChunked && headers.has('transfer-encoding')) return undefined
    throw new OssError(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.')
  }
  if (!/^\d{1,16}$/.test(declared)) {
    throw invalidArgument('The Content-Length header is not a number.', 'Content-Length', declared)
  }
  const sizeBytes = Number(declared)
  if (sizeBytes > maxRequestBytes) throw tooLarge()
  return sizeBytes
}

/**
 * Streams the body into a temporary file, hashing as it passes, and checks it against Content-MD5. Whatever goes wrong,
 * the file is gone when this throws; when it answers, the file belongs to the caller.
 */
export async function receiveFile(exchange: Exchange): Promise<ReceivedFile> {
  const declared = readDeclaredDigests(exchange.headers)
  const pace = new Pace(exchange)
  const { temporary, isDurable } = exchange.context.store
  const temporaryName = temporary.newName()
  const file = await open(temporary.pathOf(temporaryName), 'wx')
  const md5 = createHash('md5')
  const crc64 = await startCrc64()
  let sizeBytes = 0
  let batch: Buffer[] = []
  let batchedBytes = 0
  let writing: Promise<unknown> = Promise.resolve()
  const flush = async () => {
    const full = batch
    batch = []
    batchedBytes = 0
    await writing
    if (full.length === 0) return
    writing = file.writev(full)
    // Awaited at the next flush; a failure before that must not count as unhandled.
    writing.catch(() => undefined)
  }
  try {
    for (let chunk = await exchange.body.next(); chunk !== undefined; chunk = await exchange.body.next()) {
      sizeBytes += chunk.length
      if (sizeBytes > maxRequestBytes) throw tooLarge()
      md5.update(chunk)
      crc64.update(chunk)
      batch.push(chunk)
      batchedBytes += chunk.length
      if (batchedBytes >= batchBytes) await flush()
      await pace.after(chunk.length)
    }
    await flush()
    await writing
    const actual = { md5: md5.digest(), crc64: crc64.finish() }
    checkDigests(declared, actual)
    if (isDurable) await file.sync()
    await file.close()
    return { temporaryName, sizeBytes, ...actual }
  } catch (error) {
    await writing.catch(() => undefined)
    await file.close().catch(() => undefined)
    await temporary.discard(temporaryName)
    throw error
  }
}

function tooLarge(): OssError {
  return new OssError(
    400,
    'EntityTooLarge',
    'Your proposed upload exceeds the maximum allowed size of 5 GB.',
    {},
  )
}

import type { Clock } from './ports/clock.ts'
import type { Crc64 } from './ports/crc64.ts'
import type { OpenFile } from './ports/local-files.ts'
import type { RequestBody } from './ports/object-store.ts'
import type { RateLimiter } from './rate-limit.ts'

/** A request body that reads a stretch of the file and knows what became of it. */
export interface PartBody extends RequestBody {
  /** Bytes handed to the socket so far. */
  readonly sentBytes: number
  /** CRC-64 of the stretch once all of it was pulled, unsigned decimal text. */
  crc64(): string
  /** What reading or checking the file threw; a transport may have wrapped it beyond recognition. */
  readonly failure: unknown
}

export interface PartBodyInput {
  file: OpenFile
  startOffset: number
  /** Exclusive. */
  endOffset: number
  crc64: Crc64
  limiter: RateLimiter
  clock: Clock
  /** Whose turn it is at the rate limit: the upload's id. */
  flow: number
  signal: AbortSignal
  /** All bytes handed to the socket so far. */
  onSent: (sentBytes: number) => void
  /** The socket has taken what it was given and wants more. */
  onAccepted: () => void
  /**
   * Runs before the last bytes go. When it throws, the request stays incomplete and OSS stores nothing of it:
   * a file that changed while it was read never becomes an object (R6).
   */
  checkBeforeLast: () => Promise<void>
}

/** Small enough to see a slow line move, large enough not to slow a fast one down. */
const firstSliceBytes = 64 * 1024
const smallestSliceBytes = 16 * 1024
const quickMs = 20
const slowMs = 500

/** Reads by position → CRC-64 → rate limit → chunks. */
export function createPartBody(input: PartBodyInput): PartBody {
  const { file, startOffset, endOffset, limiter, clock, flow, signal } = input
  const reading = file.read({ startOffset, endOffset, signal })
  // The reader may do it on another thread.
  const crc = reading.crc64 && endOffset > startOffset ? null : input.crc64.create()
  const lengthBytes = endOffset - startOffset
  let sentBytes = 0
  let failure: unknown = null
  let sliceBytes = firstSliceBytes

  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      if (lengthBytes === 0) return
      for await (const chunk of reading) {
        crc?.update(chunk)
        let offset = 0
        while (offset < chunk.length) {
          const wanted = Math.min(chunk.length - offset, sliceBytes)
          const taken = limiter.take(wanted, flow, signal)
          const granted = typeof taken === 'number' ? taken : await taken
          if (sentBytes + granted === lengthBytes) await input.checkBeforeLast()
          signal.throwIfAborted()
          const slice = chunk.subarray(offset, offset + granted)
          offset += granted
          sentBytes += granted
          input.onSent(sentBytes)
          const handedOverAt = clock.now()
          yield slice
          input.onAccepted()
          sliceBytes = nextSliceBytes(sliceBytes, clock.now() - handedOverAt)
        }
      }
    } catch (error) {
      failure = error
      throw error
    }
  }

  async function whole(bytes: Uint8Array): Promise<Uint8Array> {
    try {
      await input.checkBeforeLast()
      signal.throwIfAborted()
    } catch (error) {
      failure = error
      throw error
    }
    sentBytes = bytes.length
    input.onSent(sentBytes)
    return bytes
  }

  const inMemory = limiter.limit === null && reading.crc64 ? reading.whole : undefined
  return {
    lengthBytes,
    chunks,
    ...(inMemory && lengthBytes > 0 && { whole: () => whole(inMemory) }),
    get sentBytes() {
      return sentBytes
    },
    get failure() {
      return failure
    },
    crc64: () => crc?.digest() ?? reading.crc64?.() ?? '',
  }
}

/** A socket that takes slices at once gets larger ones; one that takes long gets smaller ones, so that progress shows. */
function nextSliceBytes(sliceBytes: number, acceptedAfterMs: number): number {
  if (acceptedAfterMs < quickMs) return sliceBytes * 2
  if (acceptedAfterMs > slowMs) return Math.max(smallestSliceBytes, Math.floor(sliceBytes / 2))
  return sliceBytes
}

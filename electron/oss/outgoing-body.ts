import type { Readable } from 'node:stream'
import type { RequestBody } from '../engine/ports/object-store.ts'

/** Larger chunks are handed over in pieces of this size, so that a slow line still shows that something moves. */
const maxPieceBytes = 256 * 1024

/** The body as undici takes it. `isComplete` tells whether all of it has been handed over. */
export function outgoingBody(
  body: Uint8Array | RequestBody | undefined,
  signal: AbortSignal,
): {
  body: Uint8Array | Readable | null
  isComplete(): boolean
} {
  if (body === undefined) return { body: null, isComplete: () => true }
  if (body instanceof Uint8Array) return { body, isComplete: () => true }
  if (body.lengthBytes === 0) return { body: null, isComplete: () => true }
  let sentBytes = 0
  async function* pieces(source: RequestBody): AsyncGenerator<Uint8Array> {
    for await (const chunk of source.chunks()) {
      for (let offset = 0; offset < chunk.byteLength; offset += maxPieceBytes) {
        const piece = chunk.subarray(offset, offset + maxPieceBytes)
        sentBytes += piece.byteLength
        yield piece
        // undici asks once more when the connection is gone; nothing more is to be read then.
        signal.throwIfAborted()
      }
    }
  }
  // undici takes async iterables; only its types do not say so. It asks for a piece once the one before is written.
  return {
    body: pieces(body) as unknown as Readable,
    isComplete: () => sentBytes === body.lengthBytes,
  }
}

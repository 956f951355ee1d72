import { randomFillSync } from 'node:crypto'
import type { RequestBody } from '../engine/ports/object-store.ts'

const pieceBytes = 64 * 1024
/** Random, since a line that compresses would look faster than it is. */
const piece = randomFillSync(Buffer.alloc(pieceBytes))

/** `onPulled` hears of each piece as it is taken for the connection. */
export function scratchBody(lengthBytes: number, onPulled: (bytes: number) => void = () => {}): RequestBody {
  return {
    lengthBytes,
    async *chunks() {
      for (let sentBytes = 0; sentBytes < lengthBytes; sentBytes += pieceBytes) {
        const chunk = piece.subarray(0, Math.min(pieceBytes, lengthBytes - sentBytes))
        onPulled(chunk.byteLength)
        yield chunk
      }
    },
  }
}

/** Large reads keep the number of trips to the disk low; twice this must exceed what a socket buffers. */
export const readBufferBytes = 512 * 1024
/** Buffers kept for the next reader; more than this many readers at once is rare. */
const mostKept = 64

const free: Buffer[] = []

/** A buffer for up to `length` bytes: a large one that is used again, or a small one of its own. */
export function takeBuffer(length: number): Buffer {
  if (length < readBufferBytes) return Buffer.allocUnsafeSlow(length)
  return free.pop() ?? Buffer.allocUnsafeSlow(readBufferBytes)
}

/** Gives a buffer back. Only when nothing reads into it and nobody will look at it any more. */
export function giveBack(buffer: Buffer): void {
  if (buffer.length === readBufferBytes && free.length < mostKept) free.push(buffer)
}

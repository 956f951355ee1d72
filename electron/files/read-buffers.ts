/** Large reads keep the number of trips to the disk low; twice this must exceed what a socket buffers. */
export const readBufferBytes = 512 * 1024
/**
 * Buffers kept for the next readers, two each: eight uploads of
 * five parts need 80. What is dropped waits long to be collected.
 */
const mostKept = 128

/** Memory that file workers fill and this thread sends from, without a copy in between. */
export interface ReadBuffer {
  memory: SharedArrayBuffer
  bytes: Buffer
}

const free: ReadBuffer[] = []

/** A buffer for up to `length` bytes: a large one that is used again, or a small one of its own. */
export function takeBuffer(length: number): ReadBuffer {
  const kept = length < readBufferBytes ? undefined : free.pop()
  return kept ?? newBuffer(length)
}

/** Gives a buffer back. Only when nothing reads into it and nobody will look at it any more. */
export function giveBack(buffer: ReadBuffer): void {
  if (buffer.bytes.length === readBufferBytes && free.length < mostKept) free.push(buffer)
}

function newBuffer(length: number): ReadBuffer {
  const memory = new SharedArrayBuffer(length)
  return { memory, bytes: Buffer.from(memory) }
}

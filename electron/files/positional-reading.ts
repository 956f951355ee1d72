import type { FileReading } from '../engine/ports/local-files.ts'
import type { FileDescriptor } from './file-descriptor.ts'
import { endedEarly, fileError } from './file-errors.ts'
import { giveBack, type ReadBuffer, readBufferBytes, takeBuffer } from './read-buffers.ts'

const initialRegister = 0xffff_ffff_ffff_ffffn

/** A stretch of a large file as a stream of chunks. */
export class PositionalReading implements FileReading {
  readonly #path: string
  readonly #descriptor: FileDescriptor
  readonly #range: { startOffset: number; endOffset: number; signal: AbortSignal }
  #register = initialRegister

  constructor(path: string, descriptor: FileDescriptor, range: PositionalReading['range']) {
    this.#path = path
    this.#descriptor = descriptor
    this.#range = range
  }

  get range(): { startOffset: number; endOffset: number; signal: AbortSignal } {
    return this.#range
  }

  crc64(): string {
    return registerText(this.#register)
  }

  /**
   * Two buffers take turns: when the first is filled again, everything of the second has been pulled, and with it more
   * than a socket buffers, so the first has left the process.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const { startOffset, endOffset, signal } = this.#range
    const buffers: ReadBuffer[] = []
    let isReading = false
    try {
      let position = startOffset
      for (let turn = 0; position < endOffset; turn = 1 - turn) {
        signal.throwIfAborted()
        const length = Math.min(readBufferBytes, endOffset - position)
        const buffer = buffers[turn] ?? takeBuffer(length)
        buffers[turn] = buffer
        isReading = true
        await this.#fill(buffer, position, length)
        isReading = false
        signal.throwIfAborted()
        position += length
        yield buffer.bytes.subarray(0, length)
      }
    } finally {
      // A read that never came back may still write into its buffer.
      if (!isReading) for (const buffer of buffers) giveBack(buffer)
    }
  }

  async #fill(buffer: ReadBuffer, position: number, length: number): Promise<void> {
    try {
      const { bytesRead, register } = await this.#descriptor.read(buffer, length, position, this.#register)
      if (bytesRead < length) throw endedEarly(this.#path)
      this.#register = register
    } catch (error) {
      throw fileError(error, this.#path)
    }
  }
}

/** A CRC-64 register as OSS writes the CRC. */
export function registerText(register: bigint): string {
  return BigInt.asUintN(64, ~register).toString()
}

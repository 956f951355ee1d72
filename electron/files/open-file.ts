import type { BigIntStats } from 'node:fs'
import { UploadError } from '../../shared/upload-error.ts'
import type { FileIdentity, OpenFile } from '../engine/ports.ts'
import type { FileDescriptor } from './file-descriptor.ts'
import { fileError } from './file-errors.ts'
import { giveBack, readBufferBytes, takeBuffer } from './read-buffers.ts'

export function identityOf(stats: BigIntStats): FileIdentity {
  return {
    sizeBytes: Number(stats.size),
    mtimeNs: stats.mtimeNs.toString(),
    fileId: `${stats.dev}:${stats.ino}`,
  }
}

/** A file being read by position, by several readers at once, over one handle. */
export class LocalOpenFile implements OpenFile {
  readonly #path: string
  readonly #descriptor: FileDescriptor
  /** As opening saw it; good for one question, since it is asked right after. */
  #asOpened: FileIdentity | null

  constructor(path: string, descriptor: FileDescriptor, asOpened: FileIdentity) {
    this.#path = path
    this.#descriptor = descriptor
    this.#asOpened = asOpened
  }

  async identity(): Promise<FileIdentity> {
    const asOpened = this.#asOpened
    this.#asOpened = null
    if (asOpened !== null) return asOpened
    try {
      return identityOf(await this.#descriptor.stat())
    } catch (error) {
      throw fileError(error, this.#path)
    }
  }

  /**
   * Two buffers take turns: when the first is filled again, everything of the second has been pulled, and with it more
   * than a socket buffers, so the first has left the process.
   */
  async *read(range: {
    startOffset: number
    endOffset: number
    signal: AbortSignal
  }): AsyncIterable<Uint8Array> {
    const { startOffset, endOffset, signal } = range
    const buffers: Buffer[] = []
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
        yield buffer.subarray(0, length)
      }
    } finally {
      // A read that never came back may still write into its buffer.
      if (!isReading) for (const buffer of buffers) giveBack(buffer)
    }
  }

  close(): Promise<void> {
    return this.#descriptor.close()
  }

  /** Fills `length` bytes, however many reads that takes: network drives answer with less than was asked. */
  async #fill(buffer: Buffer, position: number, length: number): Promise<void> {
    let filled = 0
    while (filled < length) {
      let bytesRead: number
      try {
        bytesRead = await this.#descriptor.read(buffer, filled, length - filled, position + filled)
      } catch (error) {
        throw fileError(error, this.#path)
      }
      if (bytesRead === 0) throw endedEarly(this.#path)
      filled += bytesRead
    }
  }
}

function endedEarly(path: string): UploadError {
  return new UploadError({
    code: 'FileChanged',
    retry: 'source',
    message: `The file became shorter while it was read: ${path}`,
    fromServer: false,
    params: { path },
  })
}

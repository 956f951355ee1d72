import type { BigIntStats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { UploadError } from '../../shared/upload-error.ts'
import type { FileIdentity, OpenFile } from '../engine/ports.ts'
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
  readonly #handle: FileHandle

  constructor(path: string, handle: FileHandle) {
    this.#path = path
    this.#handle = handle
  }

  async identity(): Promise<FileIdentity> {
    try {
      return identityOf(await this.#handle.stat({ bigint: true }))
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
    const { endOffset, signal } = range
    const buffers = [takeBuffer(), takeBuffer()] as const
    let isReading = false
    try {
      let position = range.startOffset
      for (let turn = 0; position < endOffset; turn = 1 - turn) {
        signal.throwIfAborted()
        const buffer = turn === 0 ? buffers[0] : buffers[1]
        isReading = true
        const filled = await this.#fill(buffer, position, Math.min(readBufferBytes, endOffset - position))
        isReading = false
        signal.throwIfAborted()
        position += filled.length
        yield filled
      }
    } finally {
      // A read that never came back may still write into its buffer.
      if (!isReading) for (const buffer of buffers) giveBack(buffer)
    }
  }

  async close(): Promise<void> {
    await this.#handle.close().catch(() => undefined)
  }

  /** Fills `length` bytes, however many reads that takes: network drives answer with less than was asked. */
  async #fill(buffer: Buffer, position: number, length: number): Promise<Uint8Array> {
    let filled = 0
    while (filled < length) {
      let bytesRead: number
      try {
        ;({ bytesRead } = await this.#handle.read(buffer, filled, length - filled, position + filled))
      } catch (error) {
        throw fileError(error, this.#path)
      }
      if (bytesRead === 0) throw endedEarly(this.#path)
      filled += bytesRead
    }
    return buffer.subarray(0, length)
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

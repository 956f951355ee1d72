import { stat } from 'node:fs/promises'
import type { FileIdentity, FileReading, OpenFile } from '../engine/ports/local-files.ts'
import { endedEarly, fileError } from './file-errors.ts'
import { identityOf, identityOfStatus } from './file-identity.ts'
import type { FileStatus, OpenedFile } from './file-worker.ts'
import { registerText } from './positional-reading.ts'

/** Up to here a file is opened, read and closed in one go: thousands of them cost one trip to another thread each. */
export const smallFileBytes = 64 * 1024

/** A file that is in memory whole, with its status from before the first and after the last byte was read. */
export class SmallFile implements OpenFile {
  readonly #path: string
  readonly #bytes: Uint8Array
  readonly #crc64: string
  /** What the reading saw, for the first questions; later ones ask the disk. */
  readonly #seen: FileStatus[]

  constructor(path: string, status: FileStatus, whole: NonNullable<OpenedFile['whole']>) {
    this.#path = path
    this.#bytes = whole.bytes
    this.#crc64 = registerText(whole.register)
    this.#seen = [status, whole.statusAfter]
  }

  /**
   * The first answer is from before the bytes were read, the second from after: equal, they prove that no two versions are
   * mixed (R6). Later on it is the file that is now under this name.
   */
  async identity(): Promise<FileIdentity> {
    const seen = this.#seen.shift()
    if (seen) return identityOfStatus(seen)
    try {
      return identityOf(await stat(this.#path, { bigint: true }))
    } catch (error) {
      throw fileError(error, this.#path)
    }
  }

  read({ startOffset, endOffset, signal }: Parameters<OpenFile['read']>[0]): FileReading {
    const path = this.#path
    const bytes = this.#bytes
    const isWhole = startOffset === 0 && endOffset === bytes.length
    return {
      ...(isWhole && { whole: bytes, crc64: () => this.#crc64 }),
      async *[Symbol.asyncIterator]() {
        signal.throwIfAborted()
        if (endOffset > bytes.length) throw endedEarly(path)
        if (endOffset > startOffset) yield bytes.subarray(startOffset, endOffset)
      },
    }
  }

  /** It is closed already. */
  async close(): Promise<void> {}
}

import type { FileIdentity, FileReading, OpenFile } from '../engine/ports/local-files.ts'
import type { FileDescriptor } from './file-descriptor.ts'
import { fileError } from './file-errors.ts'
import { identityOf } from './file-identity.ts'
import { PositionalReading } from './positional-reading.ts'

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

  read(range: { startOffset: number; endOffset: number; signal: AbortSignal }): FileReading {
    return new PositionalReading(this.#path, this.#descriptor, range)
  }

  close(): Promise<void> {
    return this.#descriptor.close()
  }
}

import type { LocalFiles, OpenFile } from '../../electron/engine/ports/local-files.ts'
import { fileError } from '../../electron/files/file-errors.ts'

/**
 * Files that "another program" can lock, as Windows does it (share modes and locked ranges): opening and reading fail with
 * EBUSY until it lets go, while size and time can still be asked. Other systems have nothing like it.
 */
export class LockableFiles implements LocalFiles {
  readonly #files: LocalFiles
  readonly #locked = new Set<string>()

  constructor(files: LocalFiles) {
    this.#files = files
  }

  lock(path: string): void {
    this.#locked.add(path)
  }

  unlock(path: string): void {
    this.#locked.delete(path)
  }

  identify(path: string): ReturnType<LocalFiles['identify']> {
    return this.#files.identify(path)
  }

  walk(...args: Parameters<LocalFiles['walk']>): ReturnType<LocalFiles['walk']> {
    return this.#files.walk(...args)
  }

  async open(path: string): Promise<OpenFile> {
    this.#assertFree(path)
    const file = await this.#files.open(path)
    const assertFree = () => this.#assertFree(path)
    return {
      identity: () => file.identity(),
      close: () => file.close(),
      read: (range) => {
        const reading = file.read(range)
        const { whole } = reading
        const crc64 = reading.crc64?.bind(reading)
        return {
          async *[Symbol.asyncIterator]() {
            for await (const chunk of reading) {
              assertFree()
              yield chunk
            }
          },
          ...(crc64 && { crc64 }),
          ...(whole && { whole }),
        }
      },
    }
  }

  #assertFree(path: string): void {
    if (!this.#locked.has(path)) return
    throw fileError(
      Object.assign(new Error(`EBUSY: resource busy or locked, '${path}'`), { code: 'EBUSY' }),
      path,
    )
  }
}

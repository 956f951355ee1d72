import type { LocalFiles, OpenFile } from '../../../electron/engine/ports/local-files.ts'

/** Real files, and whether any operation on them is under way: fake time must not run on meanwhile. */
export class WatchedFiles implements LocalFiles {
  readonly #files: LocalFiles
  #busy = 0

  constructor(files: LocalFiles) {
    this.#files = files
  }

  get isQuiet(): boolean {
    return this.#busy === 0
  }

  identify: LocalFiles['identify'] = (path) => this.#watch(this.#files.identify(path))
  expect: NonNullable<LocalFiles['expect']> = (files) => this.#files.expect?.(files)
  walk: LocalFiles['walk'] = (roots, options) => this.#files.walk(roots, options)

  open: LocalFiles['open'] = async (path) => {
    const file = await this.#watch(this.#files.open(path))
    const watched: OpenFile = {
      identity: () => this.#watch(file.identity()),
      close: () => this.#watch(file.close()),
      read: (range) => this.#watchEach(file.read(range)),
    }
    return watched
  }

  async *#watchEach(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const iterator = chunks[Symbol.asyncIterator]()
    try {
      for (;;) {
        const { done, value } = await this.#watch(iterator.next())
        if (done) return
        yield value
      }
    } finally {
      await iterator.return?.()
    }
  }

  async #watch<T>(operation: Promise<T>): Promise<T> {
    this.#busy += 1
    try {
      return await operation
    } finally {
      this.#busy -= 1
    }
  }
}

import { close } from 'node:fs'
import { FewEntries } from '../../shared/few-entries.ts'
import type { OpenedFile } from './file-worker.ts'
import { runFileTask } from './file-workers.ts'
import { smallFileBytes } from './small-file.ts'

/** Files whose bytes may wait here, at most 64 KiB each. */
const mostAhead = 64
/** Bytes that waited longer are read again: an upload sends the file as it is when it begins. */
const staleAfterMs = 200

interface Ahead {
  opened: Promise<OpenedFile | null>
  readAt: number
}

/**
 * Reads small files while those before them are still on their way: between two of them the thread that sends would
 * otherwise wait for the one that reads.
 */
export class ReadAhead {
  readonly #now: () => number
  readonly #ahead = new FewEntries<string, Ahead>()

  /** `now` in milliseconds, from any beginning. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** These will be opened next, in this order; sizes in bytes, as far as they are known. */
  expect(files: readonly { path: string; sizeBytes: number }[]): void {
    for (const { path, sizeBytes } of files) {
      if (sizeBytes > smallFileBytes || this.#ahead.has(path)) continue
      if (this.#ahead.size >= mostAhead && !this.#dropStale()) return
      this.#ahead.set(path, { opened: readWhole(path), readAt: this.#now() })
    }
  }

  /** The file, when it was read a moment ago; null where it has to be opened now. */
  async take(path: string): Promise<OpenedFile | null> {
    const ahead = this.#ahead.get(path)
    if (ahead === undefined) return null
    this.#ahead.delete(path)
    return this.#now() - ahead.readAt > staleAfterMs ? null : await ahead.opened
  }

  /** What nobody came for: the queue was paused, or its order changed. Answers whether there was any. */
  #dropStale(): boolean {
    const before = this.#ahead.size
    for (const [path, { readAt }] of this.#ahead.entries()) {
      if (this.#now() - readAt > staleAfterMs) this.#ahead.delete(path)
    }
    return this.#ahead.size < before
  }
}

/** Null where it could not be read, or not in one piece: opening it properly says why, or does better. */
async function readWhole(path: string): Promise<OpenedFile | null> {
  try {
    const opened = await runFileTask({ kind: 'open', path, wholeUpToBytes: smallFileBytes })
    // It has grown since it was counted.
    if (opened.descriptor !== null) close(opened.descriptor, () => undefined)
    return opened.whole === null ? null : opened
  } catch {
    return null
  }
}

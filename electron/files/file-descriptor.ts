import { type BigIntStats, close, fstat } from 'node:fs'
import type { ReadResult } from './file-worker.ts'
import { runFileTask } from './file-workers.ts'
import type { ReadBuffer } from './read-buffers.ts'

/**
 * A file open for reading by position. Closing waits for the operations under way: a number given back too early may be
 * another file by then.
 */
export class FileDescriptor {
  readonly #number: number
  #underWay = 0
  #onIdle: (() => void) | null = null

  constructor(number: number) {
    this.#number = number
  }

  stat(): Promise<BigIntStats> {
    return this.#run(
      () =>
        new Promise((resolve, reject) => {
          fstat(this.#number, { bigint: true }, (error, stats) => (error ? reject(error) : resolve(stats)))
        }),
    )
  }

  /** Reads `length` bytes, or as many as there are, to the start of `buffer`; `register` is the CRC-64 up to there. */
  read(buffer: ReadBuffer, length: number, position: number, register: bigint): Promise<ReadResult> {
    const { memory } = buffer
    return this.#run(() =>
      runFileTask({ kind: 'read', descriptor: this.#number, memory, length, position, register }),
    )
  }

  async close(): Promise<void> {
    if (this.#underWay > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve
      })
    }
    // Nothing was written, so nothing can be lost by a close that fails.
    await new Promise<void>((resolve) => close(this.#number, () => resolve()))
  }

  async #run<T>(operation: () => Promise<T>): Promise<T> {
    this.#underWay += 1
    try {
      return await operation()
    } finally {
      this.#underWay -= 1
      if (this.#underWay === 0) this.#onIdle?.()
    }
  }
}

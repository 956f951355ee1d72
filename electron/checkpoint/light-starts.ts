import { FewEntries } from '../../shared/few-entries.ts'

/**
 * Uploads that have begun, but whose rows still say `queued`: most small files are done before anybody has looked, and then
 * their beginning and their end are one change of the row. A crash finds what it would find otherwise, an upload to begin again.
 */
export class LightStarts {
  /** When each began, Unix milliseconds. */
  readonly #startedAt = new FewEntries<number, number>()
  /** What was taken off by the transaction that is under way. */
  #taken: [id: number, startedAt: number][] | null = null

  get size(): number {
    return this.#startedAt.size
  }

  has(id: number): boolean {
    return this.#startedAt.has(id)
  }

  get(id: number): number | undefined {
    return this.#startedAt.get(id)
  }

  add(id: number, startedAt: number): void {
    this.#startedAt.set(id, startedAt)
  }

  /** Its row says so now. */
  delete(id: number): void {
    const startedAt = this.#startedAt.get(id)
    if (startedAt === undefined) return
    this.#startedAt.delete(id)
    this.#taken?.push([id, startedAt])
  }

  entries(): readonly (readonly [id: number, startedAt: number])[] {
    return this.#startedAt.entries()
  }

  /** When `transaction` throws, what it has written is undone, and so is what was taken off here. */
  during<T>(transaction: () => T): T {
    const outer = this.#taken
    const taken: [number, number][] = []
    this.#taken = taken
    try {
      return transaction()
    } catch (thrown) {
      for (const [id, startedAt] of taken) this.#startedAt.set(id, startedAt)
      throw thrown
    } finally {
      this.#taken = outer
      outer?.push(...taken)
    }
  }
}

/**
 * Uploads that have begun, but whose rows still say `queued`: most small files are done before anybody has looked, and then
 * their beginning and their end are one change of the row. A crash finds what it would find otherwise, an upload to begin again.
 */
export class LightStarts {
  /** When each began, Unix milliseconds. */
  #startedAt = new Map<number, number>()

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
    this.#startedAt.delete(id)
  }

  entries(): [id: number, startedAt: number][] {
    return [...this.#startedAt]
  }

  /** When `transaction` throws, what it has written is undone, and so is what was taken off here. */
  during<T>(transaction: () => T): T {
    const before = new Map(this.#startedAt)
    try {
      return transaction()
    } catch (thrown) {
      this.#startedAt = before
      throw thrown
    }
  }
}

import type { FinishedRequest, Observer } from '../../electron/practice-bucket/http/observer.ts'

/** What the server saw of one part. */
interface ReceivedPart {
  /** Bytes of all bodies that came for it, those of cut requests included. */
  bytes: number
  /** How many times it was stored. */
  stored: number
  /** Confirmed while the first run was alive. */
  isFromFirstRun: boolean
  /** A request for it began after the first run was killed. */
  isInSecondRun: boolean
}

/** The server's own record of the parts of one upload: the client's word counts for nothing here. */
export class ReceivedParts {
  readonly observer: Observer
  readonly #parts = new Map<number, ReceivedPart>()
  readonly #onStored: () => void
  #isSecondRun = false
  /** Multipart uploads that were begun; one, unless something went wrong. */
  initiated = 0

  constructor(onStored: () => void) {
    this.#onStored = onStored
    this.observer = {
      onRequest: (request) => this.#onRequest(request),
      onBodyChunk: ({ query }) => {
        if (this.#isSecondRun && query.partNumber) this.#part(Number(query.partNumber)).isInSecondRun = true
      },
    }
  }

  /** Parts the server has confirmed. */
  get confirmed(): number {
    return [...this.#parts.values()].filter(({ stored }) => stored > 0).length
  }

  /** From here on requests are those of the second run. */
  beginSecondRun(): void {
    this.#isSecondRun = true
  }

  /** Sums over all parts; `sizeOf` is the size of a part in bytes. */
  totals(sizeOf: (partNumber: number) => number) {
    let kept = 0
    let resent = 0
    let bytesResent = 0
    let confirmedResent = 0
    for (const [partNumber, part] of this.#parts) {
      const twice = Math.max(0, part.bytes - sizeOf(partNumber))
      bytesResent += twice
      if (twice > 0) resent += 1
      if (part.isFromFirstRun && part.isInSecondRun) confirmedResent += 1
      if (part.isFromFirstRun && !part.isInSecondRun) kept += 1
    }
    return { kept, resent, bytesResent, confirmedResent }
  }

  #onRequest({ method, query, bytes, status }: FinishedRequest): void {
    if (method === 'POST' && 'uploads' in query && status === 200) this.initiated += 1
    if (method !== 'PUT' || !query.partNumber) return
    const part = this.#part(Number(query.partNumber))
    part.bytes += bytes
    if (status !== 200) return
    part.stored += 1
    if (!this.#isSecondRun) part.isFromFirstRun = true
    this.#onStored()
  }

  #part(partNumber: number): ReceivedPart {
    const known = this.#parts.get(partNumber)
    if (known) return known
    const part = { bytes: 0, stored: 0, isFromFirstRun: false, isInSecondRun: false }
    this.#parts.set(partNumber, part)
    return part
  }
}

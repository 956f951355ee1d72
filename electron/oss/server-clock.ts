import type { UploadError } from '../../shared/upload-error.ts'
import type { HttpAnswer } from './transport.ts'

/** OSS refuses requests signed more than 15 minutes off. */
const maxSkewMs = 15 * 60_000
/** A correction below this would not change the verdict. */
const minCorrectionMs = 1000

/** The server's time, as far as known: this computer's clock plus what a refusal taught about it. */
export class ServerClock {
  readonly #localNow: () => number
  #offsetMs = 0

  constructor(localNow: () => number) {
    this.#localNow = localNow
  }

  /** Unix milliseconds to sign with. */
  now(): number {
    return this.#localNow() + this.#offsetMs
  }

  /** Corrects itself when the answer says that the time of signing was the trouble; true when that changed anything. */
  learn(error: UploadError, answer: HttpAnswer): boolean {
    const serverNow = serverTime(error, answer)
    if (serverNow === null) return false
    const correctionMs = serverNow - this.now()
    const isSkewed =
      error.code === 'RequestTimeTooSkewed' ||
      // How V4 may put it; it also says so about a date that is merely malformed.
      (error.data.message.startsWith('Invalid signing date') && Math.abs(correctionMs) > maxSkewMs)
    if (!isSkewed || Math.abs(correctionMs) < minCorrectionMs) return false
    this.#offsetMs += correctionMs
    return true
  }
}

/** The element `ServerTime` of the error, else the `Date` header every answer has. */
function serverTime(error: UploadError, answer: HttpAnswer): number | null {
  const candidates = [String(error.data.params?.ServerTime ?? ''), answer.headers.date ?? '']
  return candidates.map((text) => Date.parse(text)).find((time) => Number.isFinite(time)) ?? null
}

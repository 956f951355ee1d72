import { UploadError } from '../../shared/upload-error.ts'
import { isSameFile } from './file-identity.ts'
import type { Clock } from './ports/clock.ts'
import type { FileIdentity } from './ports/local-files.ts'

/** A file counts as finished when nobody has written to it for this long. */
export const quietMs = 10_000

/**
 * Files that kept changing while they were sent. They are begun again only when they have been left alone for a while,
 * instead of being sent over and over. Remembered in memory only: after a restart of the program they get a fresh chance.
 */
export class RestlessFiles {
  readonly #clock: Clock
  readonly #seen = new Map<number, { identity: FileIdentity; since: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The file of this upload changed too often: from now on it has to be quiet first. */
  add(id: number, identity: FileIdentity): void {
    this.#seen.set(id, { identity, since: this.#clock.now() })
  }

  /** Throws `FileBusy` (class `source`) while a restless file has not been quiet for long enough. */
  assertQuiet(id: number, identity: FileIdentity, path: string): void {
    const seen = this.#seen.get(id)
    if (seen === undefined) return
    if (!isSameFile(seen.identity, identity)) {
      this.add(id, identity)
      throw fileBusy(path)
    }
    // A clock that was set back counts as quiet enough; the file itself has not changed.
    const quietForMs = this.#clock.now() - seen.since
    if (quietForMs >= 0 && quietForMs < quietMs) throw fileBusy(path)
    this.#seen.delete(id)
  }

  forget(id: number): void {
    this.#seen.delete(id)
  }
}

export function fileBusy(path: string): UploadError {
  const seconds = quietMs / 1000
  return new UploadError({
    code: 'FileBusy',
    retry: 'source',
    message: `Still being written: ${path}. It goes up once it has been left alone for ${seconds} s.`,
    fromServer: false,
    params: { path, seconds },
  })
}

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseEndpoint } from '../oss/addressing.ts'
import type { Credentials } from '../oss/credentials.ts'
import { installationKeys } from '../practice-bucket/installation.ts'
import {
  defaultBucket,
  defaultRegion,
  type PracticeBucket,
  startPracticeBucket,
} from '../practice-bucket/practice-bucket.ts'
import { PracticeBucketError } from '../practice-bucket/practice-bucket-error.ts'

/** The bucket on this computer, served by the program itself while it runs. */
export class PracticeServer {
  readonly region = defaultRegion
  readonly bucket = defaultBucket
  readonly #folder: string
  readonly #log: (message: string) => void
  #starting: Promise<PracticeBucket> | null = null

  /** `folder` holds the objects as plain files, one folder per bucket. */
  constructor(folder: string, log: (message: string) => void) {
    this.#folder = folder
    this.#log = log
  }

  /** Where people find what they uploaded. */
  get objectFolder(): string {
    return join(this.#folder, this.bucket)
  }

  keys(): Credentials {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    return installationKeys(this.#folder)
  }

  /** Runs from now on; answers its endpoint. `preferred` is the endpoint it had last, kept where the port is still free. */
  async endpoint(preferred: string | null): Promise<string> {
    this.#starting ??= this.#start(preferred).catch((error: unknown) => {
      this.#starting = null
      throw error
    })
    return (await this.#starting).endpoint
  }

  async close(): Promise<void> {
    const starting = this.#starting
    this.#starting = null
    await (await starting)?.close()
  }

  async #start(preferred: string | null): Promise<PracticeBucket> {
    const options = { dir: this.#folder, ...this.keys(), log: this.#log }
    const port = preferred === null ? 0 : Number(parseEndpoint(preferred).port)
    try {
      return await startPracticeBucket({ ...options, port })
    } catch (error) {
      const isTaken = error instanceof PracticeBucketError && error.code === 'PortInUse'
      if (port === 0 || !isTaken) throw error
      return await startPracticeBucket({ ...options, port: 0 })
    }
  }
}

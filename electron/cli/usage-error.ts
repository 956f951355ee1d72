import type { CliKey } from './words.ts'

/** Something on the command line cannot be meant: the sentence names the input, the limit and the next step. */
export class UsageError extends Error {
  readonly key: CliKey
  readonly values: Readonly<Record<string, string | number>>

  constructor(key: CliKey, values: Record<string, string | number> = {}) {
    super(key)
    this.key = key
    this.values = values
  }
}

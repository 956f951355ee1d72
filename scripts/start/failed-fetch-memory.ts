import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { FetchFailure } from './fetch-failure.ts'

/** A network that blocks the download would make every start wait; so a failure holds for an hour. */
const holdsForMs = 60 * 60 * 1000

interface Remembered {
  at: number
  /** Another mirror is another chance. */
  mirror: string
  failure: FetchFailure
}

/** The failure of the last hour with this mirror, or null. */
export function recallFailure(path: string, mirror: string, now: number): FetchFailure | null {
  try {
    const { at, mirror: then, failure }: Remembered = JSON.parse(readFileSync(path, 'utf8'))
    return then === mirror && now - at < holdsForMs ? failure : null
  } catch {
    // Nothing remembered, or unreadable: try the download.
    return null
  }
}

export function rememberFailure(path: string, remembered: Remembered): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(remembered))
}

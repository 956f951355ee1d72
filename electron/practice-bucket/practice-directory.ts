import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PracticeBucketError } from './practice-bucket-error.ts'

/** The part of a practice directory that holds everything but the objects; made where it is missing, for its owner only. */
export function stateFolder(directory: string): string {
  const folder = join(directory, '.stevedore')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return folder
  } catch (error) {
    throw new PracticeBucketError('BadDirectory', directory, { cause: error })
  }
}

import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { UploadError, type UploadErrorData } from '../../shared/upload-error.ts'
import type { OpenCheckpoint } from '../checkpoint/open-checkpoint.ts'
import { writeReceipt } from '../receipt/write-receipt.ts'
import type { Reporter } from './report/reporter.ts'
import { UsageError } from './usage-error.ts'

/** The receipt of a run, as far as it could be written. */
export interface RunReceipt {
  file: string
  entries: number
  error: UploadErrorData | null
}

/** Absolute path of `--receipt`; a folder that is not there is said before anything is sent. */
export function parseReceipt(value: string | undefined): string | null {
  if (value === undefined) return null
  const file = resolve(value)
  const folder = dirname(file)
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return file
  throw new UsageError('usageReceiptFolder', { option: '--receipt', value, folder })
}

/** Writes what became of every file; says it, or why it could not. */
export async function writeRunReceipt(
  queue: OpenCheckpoint['queue'],
  batchId: number,
  file: string,
  reporter: Pick<Reporter, 'notice'>,
): Promise<RunReceipt> {
  try {
    const entries = await writeReceipt(queue, batchId, file)
    reporter.notice({ key: 'noteReceipt', values: { file, count: entries }, isDetail: false })
    return { file, entries, error: null }
  } catch (thrown) {
    if (!(thrown instanceof UploadError)) throw thrown
    const { reason = '' } = thrown.data.params ?? {}
    reporter.notice({ key: 'noteReceiptFailed', values: { file, reason }, isDetail: false })
    return { file, entries: 0, error: thrown.data }
  }
}

import type { Response } from '../../../shared/ipc.ts'
import type { QueueReader } from '../../checkpoint/queue-reader.ts'
import { requireBatch } from '../../receipt/require-batch.ts'
import { writeReceipt } from '../../receipt/write-receipt.ts'
import type { Desktop } from './desktop.ts'

/** Asks where to, and writes the receipt of one batch there. Null when the person closed the dialog. */
export async function saveReceipt(
  queue: QueueReader,
  desktop: Pick<Desktop, 'chooseReceipt'>,
  batchId: number,
): Promise<Response<'queue.saveReceipt'>> {
  const batch = requireBatch(queue, batchId)
  const file = await desktop.chooseReceipt(receiptName(batch.name, batch.createdAt))
  if (file === null) return null
  return { file, entries: await writeReceipt(queue, batchId, file) }
}

/** `Shoot day 3 2026-11-20.csv`, without what a file system refuses. */
export function receiptName(batchName: string, createdAt: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Windows refuses them in names
  const name = batchName.replaceAll(/[<>:"/\\|?*\u0000-\u001f]+/g, '_').slice(0, 100)
  return `${name} ${new Date(createdAt).toISOString().slice(0, 10)}.csv`
}

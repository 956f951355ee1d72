import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { extname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import type { BatchView } from '../../shared/queue.ts'
import { UploadError } from '../../shared/upload-error.ts'
import type { QueueReader } from '../checkpoint/queue-reader.ts'
import { byteOrderMark, csvLine } from './csv.ts'
import { entryOfLeftOut, entryOfUpload, type ReceiptEntry, receiptColumns } from './receipt-entry.ts'
import { requireBatch } from './require-batch.ts'

type Queue = Pick<QueueReader, 'batch' | 'receipt' | 'leftOutPortions'>

/**
 * Writes what became of every file of a batch: CSV, or JSON for a name that ends in `.json`. Read and written in portions,
 * so that it costs no memory and nothing else waits for it; the
 * file appears whole or not at all. Answers the number of entries.
 *
 * Throws `UploadError`: `BatchGone`, `ReceiptNotWritable` (with the file and the system's reason).
 */
export async function writeReceipt(queue: Queue, batchId: number, file: string): Promise<number> {
  const batch = requireBatch(queue, batchId)
  const entries = new CountedEntries(queue, batchId)
  const isJson = extname(file).toLowerCase() === '.json'
  const text = isJson ? asJson(batch, entries) : asCsv(entries)
  // Beside the file, since a name can only be changed within one disk.
  const unfinished = `${file}.part`
  try {
    await pipeline(Readable.from(text), createWriteStream(unfinished))
    await rename(unfinished, file)
  } catch (thrown) {
    await rm(unfinished, { force: true }).catch(() => {})
    throw isSystemError(thrown) ? notWritable(file, thrown) : thrown
  }
  return entries.count
}

class CountedEntries implements AsyncIterable<readonly ReceiptEntry[]> {
  readonly #queue: Queue
  readonly #batchId: number
  count = 0

  constructor(queue: Queue, batchId: number) {
    this.#queue = queue
    this.#batchId = batchId
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly ReceiptEntry[]> {
    for (const rows of this.#queue.receipt(this.#batchId)) yield* this.#portion(rows.map(entryOfUpload))
    for (const rows of this.#queue.leftOutPortions(this.#batchId)) {
      yield* this.#portion(rows.map(entryOfLeftOut))
    }
  }

  /** Uploads that run meanwhile get their turn after each portion. */
  async *#portion(entries: readonly ReceiptEntry[]): AsyncGenerator<readonly ReceiptEntry[]> {
    this.count += entries.length
    yield entries
    await setImmediate()
  }
}

async function* asCsv(entries: AsyncIterable<readonly ReceiptEntry[]>): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(receiptColumns)
  for await (const portion of entries) {
    yield portion.map((entry) => csvLine(receiptColumns.map((column) => entry[column]))).join('')
  }
}

async function* asJson(
  batch: BatchView,
  entries: AsyncIterable<readonly ReceiptEntry[]>,
): AsyncGenerator<string> {
  const { name, createdAt, files, bytes, done, problems, skippedEntries } = batch
  const heading = {
    format: 'stevedore-receipt',
    version: 1,
    writtenAt: new Date().toISOString(),
    batch: {
      name,
      addedAt: new Date(createdAt).toISOString(),
      files,
      bytes,
      done,
      problems,
      leftOut: skippedEntries,
    },
  }
  yield `${JSON.stringify(heading, null, 2).slice(0, -2)},\n  "entries": [`
  let separator = '\n'
  for await (const portion of entries) {
    for (const entry of portion) {
      yield `${separator}    ${JSON.stringify(entry)}`
      separator = ',\n'
    }
  }
  yield '\n  ]\n}\n'
}

function isSystemError(thrown: unknown): thrown is NodeJS.ErrnoException {
  return thrown instanceof Error && 'syscall' in thrown
}

function notWritable(file: string, cause: NodeJS.ErrnoException): UploadError {
  return new UploadError({
    code: 'ReceiptNotWritable',
    retry: 'fatal',
    message: `The receipt could not be written to ${file} (${cause.code ?? cause.message}).`,
    fromServer: false,
    params: { file, reason: cause.code ?? cause.message },
  })
}

import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import type { ObjectRecord } from './stored-headers.ts'

/**
 * `put` is written before its file is moved into place and names the temporary file: whoever reads the journal after a
 * crash finishes the move. `delete` is written after the file is gone.
 */
export type JournalEntry =
  | { op: 'put'; record: ObjectRecord; temporaryName?: string; uploadId?: string }
  | { op: 'delete'; key: string }

/** An append-only file of one JSON entry per line. A last line cut short by a crash never happened. */
export class Journal {
  readonly #path: string
  readonly #isDurable: boolean
  #descriptor: number
  #lines: number

  private constructor(path: string, isDurable: boolean, lines: number) {
    this.#path = path
    this.#isDurable = isDurable
    this.#lines = lines
    this.#descriptor = openSync(path, 'a')
  }

  /** Reads all entries, oldest first. `onDamage` hears of lines that cannot be read. */
  static open(
    path: string,
    options: { isDurable: boolean; onDamage(message: string): void },
  ): { journal: Journal; entries: JournalEntry[] } {
    const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0)
    const end = bytes.lastIndexOf(0x0a) + 1
    if (end < bytes.length) truncate(path, end)
    const entries: JournalEntry[] = []
    for (let start = 0; start < end; ) {
      const newline = bytes.indexOf(0x0a, start)
      const entry = parseEntry(bytes.toString('utf8', start, newline))
      if (entry === undefined)
        options.onDamage(`${path}: the line at byte ${start} is damaged and was left out`)
      else entries.push(entry)
      start = newline + 1
    }
    return { journal: new Journal(path, options.isDurable, entries.length), entries }
  }

  append(entry: JournalEntry): void {
    writeAll(this.#descriptor, `${JSON.stringify(entry)}\n`)
    if (this.#isDurable) fdatasyncSync(this.#descriptor)
    this.#lines += 1
  }

  /** True when most lines are about objects that were replaced or deleted since. */
  isWasteful(objectCount: number): boolean {
    return this.#lines > 4 * objectCount + 10_000
  }

  /** Replaces the journal by one entry per object, in one step. */
  compact(records: Iterable<ObjectRecord>): void {
    const next = `${this.#path}.next`
    const descriptor = openSync(next, 'w')
    let lines = 0
    let batch = ''
    for (const record of records) {
      batch += `${JSON.stringify({ op: 'put', record } satisfies JournalEntry)}\n`
      lines += 1
      if (batch.length < 1_000_000) continue
      writeAll(descriptor, batch)
      batch = ''
    }
    writeAll(descriptor, batch)
    fsyncSync(descriptor)
    closeSync(descriptor)
    closeSync(this.#descriptor)
    renameSync(next, this.#path)
    this.#descriptor = openSync(this.#path, 'a')
    this.#lines = lines
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}

function parseEntry(line: string): JournalEntry | undefined {
  try {
    const entry: unknown = JSON.parse(line)
    return typeof entry === 'object' && entry !== null && 'op' in entry ? (entry as JournalEntry) : undefined
  } catch {
    return undefined
  }
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let offset = 0; offset < bytes.length; ) {
    offset += writeSync(descriptor, bytes, offset)
  }
}

function truncate(path: string, sizeBytes: number): void {
  const descriptor = openSync(path, 'r+')
  ftruncateSync(descriptor, sizeBytes)
  closeSync(descriptor)
}

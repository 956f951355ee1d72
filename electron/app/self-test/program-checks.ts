import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type { Program } from '../program.ts'
import type { KeyStore } from '../secrets.ts'

const MiB = 1024 * 1024

/** A worker thread that reads one of the program's own files, in the installed program out of `app.asar`. */
export function workerRuns(ownFile: string): Promise<string> {
  const source = `
    const { parentPort, workerData } = require('node:worker_threads')
    const { createHash } = require('node:crypto')
    const { readFileSync } = require('node:fs')
    parentPort.postMessage(createHash('sha256').update(readFileSync(workerData)).digest('hex'))`
  return new Promise((resolve, reject) => {
    const worker = new Worker(source, { eval: true, workerData: ownFile })
    worker.once('error', reject)
    worker.once('message', (digest: string) => {
      void worker.terminate()
      const own = createHash('sha256').update(readFileSync(ownFile)).digest('hex')
      if (digest === own) resolve('a worker thread reads the program’s files')
      else reject(new Error(`the worker read something else from ${ownFile}`))
    })
  })
}

/** The native module is loaded, and a database file is written and read. */
export async function databaseOpens(program: Program): Promise<string> {
  program.change({ filesAtOnce: 7 })
  const read = program.checkpoint.settings.load().filesAtOnce
  if (read !== 7) throw new Error(`wrote 7 and read ${read}`)
  const sqlite = new Database(':memory:')
  const version = sqlite.prepare<[], string>('SELECT sqlite_version()').pluck().get()
  sqlite.close()
  return `SQLite ${version}, ${program.checkpoint.file}`
}

/** A secret comes back as it went in; where the system keeps none, the program keeps secrets in memory. */
export async function keyStoreKeeps(keyStore: KeyStore, canProtect: boolean): Promise<string> {
  if (!(await keyStore.isAsyncEncryptionAvailable())) return 'not available: secrets stay in memory'
  const secret = randomBytes(24).toString('base64')
  const { result } = await keyStore.decryptStringAsync(await keyStore.encryptStringAsync(secret))
  if (result !== secret) throw new Error('the secret came back changed')
  return canProtect ? 'encrypted and decrypted' : 'works, but protects nothing here: secrets stay in memory'
}

/** A file of several parts goes up to the practice bucket on this computer, and the object is the file byte by byte. */
export async function uploadArrives(program: Program, folder: string): Promise<string> {
  const name = 'self-test.bin'
  const path = join(folder, 'files', name)
  mkdirSync(join(folder, 'files'), { recursive: true })
  const bytes = randomBytes(5 * MiB)
  writeFileSync(path, bytes)
  program.change({ partSizeBytes: MiB, multipartThresholdBytes: MiB })
  const destination = await program.handlers['destinations.createPractice'](undefined)
  program.service.add({ paths: [path], destinationId: destination.id })
  const { queue } = program.checkpoint
  while (queue.count(['done']) === 0) {
    const [failed] = queue.page({ ...firstRow, filter: 'problems' }).rows
    if (failed) throw new Error(failed.reason?.message ?? 'the upload failed')
    await pause(20)
  }
  const [row] = queue.page({ ...firstRow, filter: 'all' }).rows
  const object = join(folder, 'practice-bucket', destination.bucket, name)
  const stored = await digestOf(object)
  if (stored !== createHash('sha256').update(bytes).digest('hex'))
    throw new Error(`${object} is not the file`)
  return `5 MiB in ${row?.partCount ?? 1} parts, the object is the file byte by byte`
}

const firstRow = { search: '', sort: 'added', descending: false, offset: 0, limit: 1 } as const

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

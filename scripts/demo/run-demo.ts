import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { staticCredentials } from '../../electron/oss/credentials.ts'
import { createOssStore } from '../../electron/oss/oss-store.ts'
import {
  defaultBucket,
  type PracticeBucket,
  startPracticeBucket,
} from '../../electron/practice-bucket/practice-bucket.ts'
import { limits } from '../../shared/part-plan.ts'
import { writeRandomFile } from './random-file.ts'
import { ReceivedParts } from './received-parts.ts'
import { startUpload, type UploadProcess } from './upload-process.ts'

const keys = { accessKeyId: 'demo', accessKeySecret: 'not-a-secret' }
const objectKey = 'demo.bin'
export const partsAtOnce = 5
const mostPartBytes = 8 * 1024 * 1024
/** Enough parts for "about half-way" to mean something, also in a small demo. */
const wantedParts = 32

export interface DemoResult {
  sha256Match: boolean
  partsTotal: number
  /** Confirmed before the kill and not touched again. */
  partsKept: number
  /** Parts of which bytes came more than once. */
  partsResent: number
  bytesResent: number
  seconds: number
}

export interface DemoReport extends DemoResult {
  partSizeBytes: number
  /** Confirmed when the process was killed. */
  confirmedAtKill: number
  /** What should not have happened; empty when all is well. */
  faults: string[]
}

export type DemoStep =
  | { kind: 'making' }
  | { kind: 'uploading' | 'continuing'; confirmed: number; total: number }
  | { kind: 'killed'; confirmed: number; total: number }
  | { kind: 'comparing' }

/** Uploads a random file, kills the uploading process half-way, runs it again and compares. Leaves nothing behind. */
export async function runDemo(sizeBytes: number, onStep: (step: DemoStep) => void): Promise<DemoReport> {
  const folder = await mkdtemp(join(tmpdir(), 'stevedore-demo-'))
  const startedAt = performance.now()
  let server: PracticeBucket | null = null
  const runs: UploadProcess[] = []
  try {
    const partSizeBytes = partSizeFor(sizeBytes)
    const total = Math.ceil(sizeBytes / partSizeBytes)
    onStep({ kind: 'making' })
    const file = join(folder, objectKey)
    const sha256 = await writeRandomFile(file, sizeBytes)

    let confirmedAtKill = 0
    const parts = new ReceivedParts(() => {
      const { confirmed } = parts
      onStep({ kind: confirmedAtKill > 0 ? 'continuing' : 'uploading', confirmed, total })
      if (confirmedAtKill > 0 || confirmed < total / 2) return
      runs[0]?.kill()
      confirmedAtKill = confirmed
      onStep({ kind: 'killed', confirmed, total })
    })
    server = await startPracticeBucket({ dir: join(folder, 'bucket'), ...keys, observer: parts.observer })
    const uploadArgs = uploadArguments(file, server.endpoint, partSizeBytes, folder)
    const start = () => {
      const run = startUpload(uploadArgs, {
        OSS_ACCESS_KEY_ID: keys.accessKeyId,
        OSS_ACCESS_KEY_SECRET: keys.accessKeySecret,
      })
      runs.push(run)
      return run.ended
    }
    const first = await start()
    if (confirmedAtKill === 0) throw new Error(`The first run ended before half-way.\n${first.output}`)
    parts.beginSecondRun()
    const second = await start()
    if (second.code !== 0) throw new Error(`The second run ended with code ${second.code}.\n${second.output}`)

    onStep({ kind: 'comparing' })
    const sizeOf = (partNumber: number) =>
      partNumber < total ? partSizeBytes : sizeBytes - (total - 1) * partSizeBytes
    const totals = parts.totals(sizeOf)
    const sha256Match = (await objectSha256(server)) === sha256
    return {
      sha256Match,
      partsTotal: total,
      partsKept: totals.kept,
      partsResent: totals.resent,
      bytesResent: totals.bytesResent,
      seconds: Number(((performance.now() - startedAt) / 1000).toFixed(2)),
      partSizeBytes,
      confirmedAtKill,
      faults: [
        ...(sha256Match ? [] : ['the object differs from the file']),
        ...(totals.kept > 0 ? [] : ['no part was kept']),
        ...(totals.confirmedResent === 0
          ? []
          : [`${totals.confirmedResent} confirmed parts were sent again`]),
        ...(totals.bytesResent <= partsAtOnce * partSizeBytes
          ? []
          : ['more was sent twice than was in flight']),
        ...(parts.initiated === 1 ? [] : [`${parts.initiated} multipart uploads were begun`]),
      ],
    }
  } finally {
    for (const run of runs) run.kill()
    await Promise.all(runs.map(({ ended }) => ended))
    await server?.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Part sizes stay as they would be, except that a small demo gets smaller parts. */
function partSizeFor(sizeBytes: number): number {
  return Math.min(mostPartBytes, Math.max(limits.minPartSizeBytes, Math.ceil(sizeBytes / wantedParts)))
}

function uploadArguments(file: string, endpoint: string, partSizeBytes: number, folder: string): string[] {
  return [
    file,
    ...['--to', `oss://${defaultBucket}`],
    ...['--endpoint', endpoint],
    ...['--part-size', String(partSizeBytes)],
    ...['--threshold', String(limits.minPartSizeBytes)],
    ...['--parallel', String(partsAtOnce)],
    ...['--checkpoint-dir', join(folder, 'checkpoint')],
  ]
}

/** Reads the object back over HTTP, as anybody else would. */
async function objectSha256(server: PracticeBucket): Promise<string> {
  const store = createOssStore({
    endpoint: server.endpoint,
    region: server.region,
    bucket: defaultBucket,
    credentials: staticCredentials(keys),
  })
  try {
    const hash = createHash('sha256')
    const { body } = await store.getObject({ key: objectKey, signal: new AbortController().signal })
    for await (const chunk of body) hash.update(chunk)
    return hash.digest('hex')
  } finally {
    await store.close()
  }
}

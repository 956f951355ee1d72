import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileSha256, objectSha256, openBucket } from './bucket-contents.ts'
import { KiB, type RunningCommand, type TestBucket, testBucket } from './terminal.ts'

const partBytes = 100 * KiB
const partCount = 20
const fileBytes = partCount * partBytes - 12_345
const parallel = 5

function sizeOf(partNumber: number): number {
  return partNumber < partCount ? partBytes : fileBytes - (partCount - 1) * partBytes
}

/** A bucket, a file of 20 parts, and a command that is sent `signal` as soon as the server has stored `at` parts. */
async function interruptedAt(at: number, signal: NodeJS.Signals, args: readonly string[] = []) {
  let running: RunningCommand | undefined
  const bucket = await testBucket((parts) => {
    if (parts.confirmed === at) running?.kill(signal)
  })
  const file = join(bucket.folder, 'film.mov')
  writeFileSync(file, randomBytes(fileBytes))
  running = bucket.start([file, ...args])
  const first = await running.ended
  running = undefined
  bucket.parts.beginSecondRun()
  return { bucket, file, first }
}

async function expectWhole(bucket: TestBucket, file: string): Promise<void> {
  const store = openBucket(bucket)
  expect(await objectSha256(store, 'film.mov')).toBe(fileSha256(file))
  expect(await store.listMultipartUploads({ prefix: '', signal: new AbortController().signal })).toEqual([])
}

describe('the same command again, after SIGKILL', () => {
  it.each([1, 2, 7, 13, 19, 20])(
    'goes on from %i stored parts and sends no confirmed part twice (R2, R3)',
    async (at) => {
      const { bucket, file, first } = await interruptedAt(at, 'SIGKILL')
      expect(first.signal).toBe('SIGKILL')
      const second = await bucket.run([file])
      expect(second.code).toBe(0)
      await expectWhole(bucket, file)
      const { kept, bytesResent, confirmedResent } = bucket.parts.totals(sizeOf)
      expect(confirmedResent).toBe(0)
      expect(kept).toBeGreaterThanOrEqual(at)
      expect(bytesResent).toBeLessThanOrEqual(parallel * partBytes)
      expect(bucket.parts.initiated).toBe(1)
      expect(second.outcome.keptParts).toBeGreaterThanOrEqual(at)
    },
  )

  it('survives being killed over and over (R16)', async () => {
    const stops = [3, 6, 9, 12, 15, 18]
    let running: RunningCommand | undefined
    const bucket = await testBucket((parts) => {
      if (parts.confirmed >= (stops[0] ?? Number.POSITIVE_INFINITY)) {
        stops.shift()
        running?.kill('SIGKILL')
      }
    })
    const file = join(bucket.folder, 'film.mov')
    writeFileSync(file, randomBytes(fileBytes))
    let runs = 0
    for (let code: number | null = null; code !== 0; runs += 1) {
      expect(runs).toBeLessThan(10)
      running = bucket.start([file])
      code = (await running.ended).code
    }
    expect(runs).toBeGreaterThan(3)
    await expectWhole(bucket, file)
    expect(bucket.parts.initiated).toBe(1)
  })

  it('continues with its own part size, whatever is asked for now', async () => {
    const { bucket, file } = await interruptedAt(8, 'SIGKILL')
    const second = await bucket.run([file, '--parallel', '2', '--files', '1'], { partSize: '300KiB' })
    expect(second.code).toBe(0)
    expect(second.outcome.uploads[0]?.partCount).toBe(partCount)
    expect(bucket.parts.totals(sizeOf).confirmedResent).toBe(0)
  })

  it('goes on with a folder: files that were uploaded are not sent again, changed and new ones are', async () => {
    let stored = 0
    let running: RunningCommand | undefined
    const puts: string[] = []
    const bucket = await testBucket(() => {}, {
      observer: {
        onRequest: ({ method, key, status }) => {
          if (method !== 'PUT' || status !== 200 || key === undefined) return
          puts.push(key)
          stored += 1
          if (stored === 30) running?.kill('SIGKILL')
        },
      },
    })
    const folder = join(bucket.folder, 'notes')
    mkdirSync(folder)
    const name = (index: number) => `${String(index).padStart(3, '0')}.txt`
    for (let index = 0; index < 60; index += 1) writeFileSync(join(folder, name(index)), `note ${index}`)
    running = bucket.start([folder, '--files', '2'])
    expect((await running.ended).signal).toBe('SIGKILL')
    running = undefined

    const before = [...puts]
    puts.length = 0
    appendFileSync(join(folder, name(0)), ' changed')
    writeFileSync(join(folder, 'zzz.txt'), 'new')
    const second = await bucket.run([folder, '--files', '2'])
    expect(second.code).toBe(0)
    // Two files were in flight when it died; at most those were stored without its knowing.
    const again = puts.filter((key) => before.includes(key) && !key.endsWith(name(0)))
    expect(again.length).toBeLessThanOrEqual(2)
    expect(second.outcome.alreadyUploaded).toBeGreaterThanOrEqual(27)
    expect(puts).toContain('notes/zzz.txt')
    const store = openBucket(bucket)
    for (const file of [name(0), name(1), name(59)])
      expect(await objectSha256(store, `notes/${file}`)).toBe(fileSha256(join(folder, file)))
  })
})

describe('an interrupted upload whose file has changed', () => {
  it('sends all parts again and says so: never a mix of two versions (R6)', async () => {
    const { bucket, file } = await interruptedAt(8, 'SIGKILL')
    writeFileSync(file, randomBytes(fileBytes))
    const second = await bucket.run([file, '--json-lines'])
    expect(second.code).toBe(0)
    expect(second.stdout).toContain('noteFileChanged')
    expect(bucket.parts.totals(sizeOf).kept).toBe(0)
    await expectWhole(bucket, file)
  })

  it('notices also when only the time of change tells', async () => {
    const { bucket, file } = await interruptedAt(8, 'SIGKILL')
    utimesSync(file, new Date(), new Date(2001, 1, 1))
    expect((await bucket.run([file])).code).toBe(0)
    expect(bucket.parts.totals(sizeOf).kept).toBe(0)
    await expectWhole(bucket, file)
  })
})

describe('an interrupted upload whose checkpoint is damaged', () => {
  it('is put aside and said; all parts are sent again (R5)', async () => {
    const { bucket, file } = await interruptedAt(8, 'SIGKILL')
    const checkpoint = join(bucket.folder, 'data', 'terminal', 'checkpoint')
    for (const name of readdirSync(checkpoint)) writeFileSync(join(checkpoint, name), randomBytes(8192))
    const second = await bucket.run([file, '--json-lines'])
    expect(second.code).toBe(0)
    expect(second.stdout).toContain('noteCheckpointSetAside')
    expect(readdirSync(checkpoint).some((name) => name.includes('damaged'))).toBe(true)
    expect(await objectSha256(openBucket(bucket), 'film.mov')).toBe(fileSha256(file))
  })
})

describe('an interrupted upload whose upload id is gone', () => {
  it('begins a new one by itself and says so (R14)', async () => {
    const { bucket, file } = await interruptedAt(8, 'SIGKILL')
    const store = openBucket(bucket)
    const signal = new AbortController().signal
    for (const { key, uploadId } of await store.listMultipartUploads({ prefix: '', signal }))
      await store.abortMultipartUpload({ key, uploadId, signal })
    const second = await bucket.run([file, '--json-lines'])
    expect(second.code).toBe(0)
    expect(second.stdout).toContain('noteUploadIdGone')
    await expectWhole(bucket, file)
  })
})

describe('Ctrl-C', () => {
  it('ends at once, keeps what is confirmed, and the same command goes on (R13, R24)', async () => {
    const { bucket, file, first } = await interruptedAt(8, 'SIGINT')
    expect(first.code).toBe(130)
    expect(first.outcome).toMatchObject({ exitCode: 130, isRecorded: true })
    expect(first.outcome.confirmedBytes).toBeGreaterThanOrEqual(7 * partBytes)
    const second = await bucket.run([file])
    expect(second.code).toBe(0)
    expect(bucket.parts.totals(sizeOf).confirmedResent).toBe(0)
    await expectWhole(bucket, file)
  })

  it('ends with 143 on SIGTERM, likewise', async () => {
    const { bucket, file, first } = await interruptedAt(8, 'SIGTERM')
    expect(first.code).toBe(143)
    expect((await bucket.run([file])).code).toBe(0)
    expect(bucket.parts.totals(sizeOf).confirmedResent).toBe(0)
  })
})

describe('--no-resume', () => {
  it('records nothing: after a kill everything is sent from zero (R11)', async () => {
    const { bucket, file } = await interruptedAt(8, 'SIGKILL', ['--no-resume'])
    const second = await bucket.run([file, '--no-resume'])
    expect(second.code).toBe(0)
    expect(second.outcome.keptParts).toBe(0)
    expect(bucket.parts.initiated).toBe(2)
    expect(await objectSha256(openBucket(bucket), 'film.mov')).toBe(fileSha256(file))
  })
})

describe('another command with the same file', () => {
  it('takes over the parts of the interrupted one', async () => {
    const { bucket, file } = await interruptedAt(8, 'SIGKILL')
    const other = join(bucket.folder, 'other.txt')
    writeFileSync(other, 'other')
    const second = await bucket.run([other, file])
    expect(second.code).toBe(0)
    expect(bucket.parts.totals(sizeOf).confirmedResent).toBe(0)
    expect(bucket.parts.initiated).toBe(1)
    await expectWhole(bucket, file)
  })
})

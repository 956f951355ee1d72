import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it, onTestFinished } from 'vitest'
import { practiceRig, sha256OfFile, sha256OfObject, temporaryFolder } from './support/practice-rig.ts'

const partSizeBytes = 256 * 1024

/** Runs the uploader and answers its lines; kills it with SIGKILL once `killAfter` parts were confirmed. */
async function runUploader(args: string[], killAfter = Number.POSITIVE_INFINITY) {
  const script = join(import.meta.dirname, 'support/uploader-process.ts')
  const child: ChildProcess = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const confirmed: number[] = []
  let last: Record<string, unknown> = {}
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  if (child.stdout === null) throw new Error('no output to read')
  for await (const line of createInterface({ input: child.stdout })) {
    last = JSON.parse(line)
    if (typeof last.confirmed === 'number') confirmed.push(last.confirmed)
    if (confirmed.length === killAfter) child.kill('SIGKILL')
  }
  await ended
  return { confirmed, last }
}

it('is killed again and again, sends no confirmed part twice, and the object is the file (R2)', async () => {
  const rig = await practiceRig()
  const path = join(temporaryFolder(), 'big.bin')
  const partCount = 48
  writeFileSync(path, randomBytes(partCount * partSizeBytes - 1))
  const args = [rig.server.endpoint, rig.server.region, temporaryFolder(), path]

  const confirmed: number[] = []
  for (const killAfter of [10, 12, 9]) confirmed.push(...(await runUploader(args, killAfter)).confirmed)
  const { confirmed: inTheEnd, last } = await runUploader(args)
  confirmed.push(...inTheEnd)
  expect(last).toMatchObject({ status: 'done' })
  expect(await sha256OfObject(rig.oss, 'big.bin')).toBe(await sha256OfFile(path))

  // What the program once said was confirmed was never sent again.
  expect(new Set(confirmed).size).toBe(confirmed.length)
  const stored = rig.requests.filter(
    ({ method, query, status }) => method === 'PUT' && query.partNumber && status === 200,
  )
  const initiated = rig.requests.filter(({ method, query }) => method === 'POST' && 'uploads' in query)
  expect(initiated.length).toBe(1)
  // At most the parts in flight at each of the three kills went up twice; those the server had were proved instead.
  expect(stored.length).toBeGreaterThanOrEqual(partCount)
  expect(stored.length - partCount).toBeLessThanOrEqual(3 * 4)
  const openUploads = await rig.oss.listMultipartUploads({ prefix: '', signal: new AbortController().signal })
  expect(openUploads).toEqual([])
}, 60_000)

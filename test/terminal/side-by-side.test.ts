import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileSha256, objectSha256, openBucket } from './bucket-contents.ts'
import { KiB, type TestBucket, testBucket } from './terminal.ts'

const root = join(import.meta.dirname, '..', '..')

function film(bucket: TestBucket, name: string): string {
  const path = join(bucket.folder, name)
  writeFileSync(path, randomBytes(2000 * KiB))
  return path
}

describe('commands side by side', () => {
  it('run at the same time on one checkpoint folder, and each goes on by itself after a kill', async () => {
    const bucket = await testBucket()
    const files = [film(bucket, 'one.mov'), film(bucket, 'two.mov')]
    const running = files.map((file) => bucket.start([file, '--limit', '300KiB', '--json-lines']))
    await Promise.all(running.map((command) => command.says(/"confirmedBytes":[1-9]/)))
    for (const command of running) command.kill('SIGKILL')
    await Promise.all(running.map(({ ended }) => ended))
    // In the other order: each must find its own checkpoint, not the first one that is free.
    for (const file of files.toReversed()) {
      const { code, outcome } = await bucket.run([file])
      expect(code).toBe(0)
      expect(outcome.keptParts, file).toBeGreaterThan(0)
    }
    const store = openBucket(bucket)
    expect(await objectSha256(store, 'one.mov')).toBe(fileSha256(files[0] ?? ''))
    expect(await objectSha256(store, 'two.mov')).toBe(fileSha256(files[1] ?? ''))
    expect(bucket.parts.initiated).toBe(2)
  })
})

describe('the npm script in front of a command', () => {
  it('takes the upload with it when it is killed, so that the next one can go on', async () => {
    const bucket = await testBucket()
    const file = film(bucket, 'film.mov')
    const first = bucket.start([file, '--limit', '300KiB', '--json-lines'], {
      program: [join(root, 'scripts', 'run.mjs'), '--from-caller', 'electron/cli.ts'],
    })
    await first.says(/"confirmedBytes":[1-9]/)
    first.kill('SIGKILL')
    // Its output ends only when the upload itself has ended.
    await first.ended
    const confirmed = bucket.parts.confirmed
    const second = await bucket.run([file])
    expect(second.code).toBe(0)
    expect(second.outcome.keptParts).toBeGreaterThanOrEqual(confirmed)
  })

  it('notices when npm itself is killed, although the shell between them lives on', async (context) => {
    if (process.platform === 'win32') context.skip('npm starts no such shell on Windows')
    const bucket = await testBucket()
    const file = film(bucket, 'film.mov')
    // As npm does it: a process that starts a shell that starts the script.
    const npm = `require('node:child_process').spawn('sh', ['-c', '"$0" "$@"; true', process.execPath, ...process.argv.slice(1)], { stdio: 'inherit' })`
    const first = bucket.start([file, '--limit', '300KiB', '--json-lines'], {
      program: ['-e', npm, join(root, 'scripts', 'run.mjs'), '--from-caller', 'electron/cli.ts'],
      env: { npm_lifecycle_event: 'upload' },
    })
    await first.says(/"confirmedBytes":[1-9]/)
    first.kill('SIGKILL')
    await first.ended
    const second = await bucket.run([file])
    expect(second.code).toBe(0)
    expect(second.outcome.keptParts).toBeGreaterThan(0)
  })

  it('passes Ctrl-C on and ends with the same code', async () => {
    const bucket = await testBucket()
    const first = bucket.start([film(bucket, 'film.mov'), '--limit', '300KiB', '--json-lines'], {
      program: [join(root, 'scripts', 'run.mjs'), '--from-caller', 'electron/cli.ts'],
    })
    await first.says(/"confirmedBytes":[1-9]/)
    first.kill('SIGINT')
    expect((await first.ended).code).toBe(130)
  })
})

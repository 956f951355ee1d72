import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileSha256 } from './bucket-contents.ts'
import { KiB, startCommand, temporaryFolder } from './terminal.ts'

const partArgs = ['--part-size', '100KiB', '--threshold', '100KiB']

describe('npm run upload without --to', () => {
  it('uploads to the practice bucket of this computer and says where the file lies', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'film 一.mov')
    writeFileSync(file, randomBytes(450 * KiB))
    const { code, stdout, stderr } = await startCommand([file, ...partArgs], {
      env: { STEVEDORE_DATA_DIR: join(folder, 'data') },
    }).ended
    expect([code, stderr]).toEqual([0, ''])
    const stored = join(folder, 'data', 'terminal', 'practice-bucket', 'practice', 'film 一.mov')
    expect(stdout).toContain(join(folder, 'data', 'terminal', 'practice-bucket', 'practice'))
    expect(fileSha256(stored)).toBe(fileSha256(file))
    // Nothing that steers a terminal goes into a pipe.
    expect(stdout).not.toContain('\x1b')
  })

  it('goes on after a kill, although server and port die with the command', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'film.mov')
    writeFileSync(file, randomBytes(3000 * KiB))
    const env = { STEVEDORE_DATA_DIR: join(folder, 'data') }
    const first = startCommand([file, ...partArgs, '--limit', '1MiB', '--json-lines'], { env })
    await first.says(/"confirmedBytes":[1-9]/)
    first.kill('SIGKILL')
    await first.ended
    const second = await startCommand([file, ...partArgs, '--json'], { env }).ended
    expect(second.code).toBe(0)
    expect(second.outcome.keptParts).toBeGreaterThan(0)
    expect(
      fileSha256(join(env.STEVEDORE_DATA_DIR, 'terminal', 'practice-bucket', 'practice', 'film.mov')),
    ).toBe(fileSha256(file))
  })

  it('says so while another command has the practice bucket', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'film.mov')
    writeFileSync(file, randomBytes(1000 * KiB))
    const env = { STEVEDORE_DATA_DIR: join(folder, 'data') }
    const first = startCommand([file, ...partArgs, '--limit', '300KiB', '--json-lines'], { env })
    await first.says(/"confirmedBytes":[1-9]/)
    const second = await startCommand([file], { env }).ended
    expect(second.code).toBe(6)
    expect(second.stderr).toContain('Another practice bucket is using')
  })
})

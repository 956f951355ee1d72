import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from './terminal.ts'

const demo = join(import.meta.dirname, '..', '..', 'scripts', 'demo.ts')

function runDemo(args: readonly string[], folder: string) {
  return spawnSync(process.execPath, [demo, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8', TMPDIR: folder },
  })
}

describe('npm run demo', () => {
  it('shows by the server’s own count that a kill costs at most the parts in flight (R2)', () => {
    const folder = temporaryFolder()
    const { status, stdout } = runDemo(['--size', '8MiB', '--json'], folder)
    expect(status).toBe(0)
    const result = JSON.parse(stdout)
    expect(Object.keys(result)).toEqual([
      'sha256Match',
      'partsTotal',
      'partsKept',
      'partsResent',
      'bytesResent',
      'seconds',
    ])
    expect(result).toMatchObject({ sha256Match: true, partsTotal: 32 })
    expect(result.partsKept).toBeGreaterThanOrEqual(16)
    expect(result.bytesResent).toBeLessThanOrEqual(5 * 256 * 1024)
    // It cleans up behind itself.
    expect(readdirSync(folder)).toEqual([])
  })

  it('prints a table for people', () => {
    const { status, stdout } = runDemo(['--size', '4MiB'], temporaryFolder())
    expect(status).toBe(0)
    expect(stdout).toMatch(/Parts kept +\d+/)
    expect(stdout).toContain('object and file are the same')
  })

  it('refuses a size it cannot kill half-way', () => {
    const { status, stderr } = runDemo(['--size', '1MiB'], temporaryFolder())
    expect(status).toBe(2)
    expect(stderr).toContain('2 MB to 100 GB')
  })
})

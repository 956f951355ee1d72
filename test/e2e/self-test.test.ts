import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeDataFolder, Program } from './support/program.ts'

let folder: ReturnType<typeof makeDataFolder>
let program: Program
beforeEach(() => {
  folder = makeDataFolder()
})
afterEach(async () => {
  await program.dispose()
  folder.remove()
})

it('tries this machine with --self-test, prints a line for each check, and leaves no file of its own behind', async () => {
  const temp = join(folder.path, 'temp')
  const own = join(folder.path, 'data')
  mkdirSync(temp)
  program = new Program(own, {
    args: ['--self-test'],
    env: { TMPDIR: temp, TEMP: temp, STEVEDORE_STAND_IN_CONTROL: '0' },
  })
  const code = await program.exited()
  for (const check of ['worker', 'database', 'key store', 'window', 'upload']) {
    expect(program.output).toMatch(new RegExp(`^ok +${check} `, 'm'))
  }
  expect(program.output).toMatch(/^Stevedore \d+\.\d+\.\d+ · .* · Node 24\./m)
  expect(program.output).toMatch(/5 MiB in 5 parts/)
  expect(program.output).toMatch(/^5 checks passed$/m)
  expect(code).toBe(0)
  // Chromium may still be writing its own profile while the program ends.
  const left = readdirSync(temp, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath.includes('stevedore-self-test-'))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
  expect(left.filter((path) => !path.includes('/chromium/'))).toEqual([])
  expect(readdirSync(folder.path)).not.toContain('data')
})

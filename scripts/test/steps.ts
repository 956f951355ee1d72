import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { programFile } from '../setup/program-file.mjs'
import type { TestResults } from './results-reporter.ts'

const root = dirname(dirname(import.meta.dirname))

/** Where a step's own words go. */
type Output = 'inherit' | 'ignore'

/** One step of `npm test` as it went. */
export interface StepResult extends TestResults {
  name: string
  seconds: number
}

/** A command that passes or fails as a whole, e.g. the linter: counts as one check. */
export async function check(
  name: string,
  command: string,
  args: readonly string[],
  output: Output = 'inherit',
): Promise<StepResult> {
  const startedAt = performance.now()
  const code = await run(fileOf(command), args, {}, output)
  return {
    name,
    seconds: (performance.now() - startedAt) / 1000,
    passed: code === 0 ? 1 : 0,
    failed: code === 0 ? [] : [`${name}: ended with code ${code}`],
    unsteady: [],
    skipped: [],
  }
}

/** A run of Vitest: every test counts by itself. */
export async function tests(
  name: string,
  args: readonly string[],
  output: Output = 'inherit',
): Promise<StepResult> {
  const startedAt = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'stevedore-test-results-'))
  const file = join(folder, 'results.json')
  const reporters = ['--reporter=default', `--reporter=${join(import.meta.dirname, 'results-reporter.ts')}`]
  const vitestArgs = ['run', '--silent=passed-only', ...reporters, ...args]
  const code = await run(fileOf('vitest'), vitestArgs, { STEVEDORE_TEST_RESULTS: file }, output)
  const results = readResults(file)
  rmSync(folder, { recursive: true })
  // Vitest itself may fail where no test did: a crashed worker, a broken configuration, no test found.
  if (code !== 0 && results.failed.length === 0)
    results.failed.push(`${name}: vitest ended with code ${code}`)
  return { name, seconds: (performance.now() - startedAt) / 1000, ...results }
}

/** A step that cannot run here. It counts as failed: nothing is passed over in silence. */
export function notRun(name: string, reason: string): StepResult {
  return { name, seconds: 0, passed: 0, failed: [`${name}: not run: ${reason}`], unsteady: [], skipped: [] }
}

function readResults(file: string): TestResults {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return { passed: 0, failed: ['vitest left no results'], unsteady: [], skipped: [] }
  }
}

function fileOf(command: string): string {
  const file = command.endsWith('.ts') ? join(root, command) : programFile(root, command)
  if (file === null) throw new Error(`${command} is not installed: run npm ci`)
  return file
}

function run(
  file: string,
  args: readonly string[],
  env: Record<string, string>,
  output: Output,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      cwd: root,
      stdio: ['ignore', output, output],
      env: { ...process.env, ...env },
    })
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}

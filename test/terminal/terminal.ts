import { spawn } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Outcome } from '../../electron/cli/report/reporter.ts'
import {
  type PracticeBucket,
  type PracticeBucketOptions,
  startPracticeBucket,
} from '../../electron/practice-bucket/practice-bucket.ts'
import { ReceivedParts } from '../../scripts/demo/received-parts.ts'

const root = join(import.meta.dirname, '..', '..')
const keys = { accessKeyId: 'terminal-test', accessKeySecret: 'terminal-test-secret' }
export const KiB = 1024

/** A folder of the test's own, removed when it ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stevedore-cli-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface Run {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
  /** Of `--json`. */
  outcome: Outcome
}

export interface RunningCommand {
  pid: number
  kill(signal: NodeJS.Signals): void
  /** Resolves with everything printed so far once it contains `text`. */
  says(text: string | RegExp): Promise<string>
  ended: Promise<Run>
}

export interface CommandOptions {
  /** Another program than the command line itself, e.g. the launcher in front of it. */
  program?: string[]
  env?: NodeJS.ProcessEnv
  /** User to run as. */
  uid?: number
  partSize?: string
}

/** Runs `npm run upload` as a process, in an environment that holds nothing of the outside. */
export function startCommand(args: readonly string[], options: CommandOptions = {}): RunningCommand {
  const { program = [join(root, 'electron', 'cli.ts')], env = {}, uid } = options
  const child = spawn(process.execPath, [...program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8', ...env },
    ...(uid === undefined ? {} : { uid }),
  })
  let stdout = ''
  let stderr = ''
  let onOutput = () => {}
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    onOutput()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    onOutput()
  })
  const ended = new Promise<Run>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      onOutput()
      resolve({
        code,
        signal,
        stdout,
        stderr,
        get outcome() {
          return JSON.parse(stdout)
        },
      })
    })
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    pid: child.pid ?? -1,
    kill: (signal) => child.kill(signal),
    says: (text) =>
      new Promise((resolve, reject) => {
        onOutput = () => {
          const all = stdout + stderr
          if (typeof text === 'string' ? all.includes(text) : text.test(all)) resolve(all)
          else if (child.exitCode !== null || child.signalCode !== null)
            reject(new Error(`It ended without saying ${text}:\n${all}`))
        }
        onOutput()
      }),
    ended,
  }
}

/** A practice bucket with a record of what it received, and commands that upload to it. */
export interface TestBucket extends PracticeBucket {
  parts: ReceivedParts
  /** Folder with checkpoint and files of this test. */
  folder: string
  /** Starts `upload ARGS --to … --endpoint …`, small parts, `--json`. */
  start(args: readonly string[], options?: CommandOptions): RunningCommand
  run(args: readonly string[], options?: CommandOptions): Promise<Run>
}

export const bucketName = 'terminal'

export async function testBucket(
  onStored: (parts: ReceivedParts) => void = () => {},
  options: Partial<PracticeBucketOptions> = {},
): Promise<TestBucket> {
  const folder = temporaryFolder()
  const parts = new ReceivedParts(() => onStored(parts))
  const server = await startPracticeBucket({
    dir: join(folder, 'bucket'),
    buckets: [bucketName],
    observer: parts.observer,
    ...keys,
    ...options,
  })
  onTestFinished(() => server.close())
  const start = (args: readonly string[], { env, partSize = '100KiB', ...others }: CommandOptions = {}) =>
    startCommand(
      [
        ...args,
        ...(args.includes('--to') ? [] : ['--to', `oss://${bucketName}`]),
        ...['--endpoint', server.endpoint],
        ...['--part-size', partSize, '--threshold', '100KiB', '--json'],
      ],
      {
        ...others,
        env: {
          STEVEDORE_DATA_DIR: join(folder, 'data'),
          OSS_ACCESS_KEY_ID: keys.accessKeyId,
          OSS_ACCESS_KEY_SECRET: keys.accessKeySecret,
          ...env,
        },
      },
    )
  return { ...server, parts, folder, start, run: (args, others) => start(args, others).ended }
}

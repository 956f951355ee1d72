import { spawn } from 'node:child_process'
import { basename } from 'node:path'
import { nodeForSetup } from './local-node.mjs'
import { say } from './words.mjs'

/** A set-up step failed; the message says what to do, `output` what npm printed. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {string} [output]
   */
  constructor(message, output = '') {
    super(message)
    this.output = output
  }
}

/**
 * Runs npm quietly and explains a failure.
 * @param {string[]} args
 * @param {string} cwd
 */
export async function npm(args, cwd) {
  const cli = process.env.npm_execpath ?? ''
  // Under `npm run` the path of npm itself is known; no shell and no `npm.cmd` are needed then.
  const command =
    basename(cli) === 'npm-cli.js'
      ? { file: nodeForSetup(cwd, process.env, process.execPath), args: [cli, ...args], shell: false }
      : { file: 'npm', args, shell: process.platform === 'win32' }
  await runQuietly(command, cwd)
}

/**
 * @param {{ file: string, args: string[], shell: boolean }} command
 * @param {string} cwd
 */
export async function runQuietly(command, cwd) {
  /** @type {string[]} */
  const output = []
  const code = await new Promise((resolve, reject) => {
    const child = spawn(command.file, command.args, {
      cwd,
      shell: command.shell,
      env: outerEnv(process.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.setEncoding('utf8').on('data', (text) => output.push(text))
    child.stderr.setEncoding('utf8').on('data', (text) => output.push(text))
    child.once('error', (error) =>
      reject(
        /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT'
          ? new SetupError(say('npmMissing'))
          : error,
      ),
    )
    child.once('close', resolve)
  })
  if (code !== 0) {
    const text = output.join('')
    const known = explain(text, cwd)
    throw known === null
      ? new SetupError(
          say('npmFailed', { code: String(code) }),
          text.trim().split('\n').slice(-15).join('\n'),
        )
      : new SetupError(known)
  }
}

/**
 * What went wrong in one sentence with the next step, read from npm's error codes; null when none is known.
 * @param {string} output
 * @param {string} cwd
 */
export function explain(output, cwd) {
  if (
    /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|EIDLETIMEOUT)\b/.test(
      output,
    )
  )
    return say('offline')
  if (/\b(EACCES|EPERM|EROFS)\b/.test(output)) {
    const path = /npm (?:error|ERR!) path (.+)/.exec(output)?.[1] ?? cwd
    return say('permission', { path })
  }
  if (/\bENOSPC\b/.test(output)) return say('diskFull')
  if (/npm ci.+can only install packages when/s.test(output)) return say('lockfile')
  return null
}

/**
 * The environment without what an outer `npm run` says about its own package: an inner npm would take it for its own.
 * @param {NodeJS.ProcessEnv} env
 */
function outerEnv(env) {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^npm_(package_|lifecycle_|command$|config_local_prefix$)/.test(name),
    ),
  )
}

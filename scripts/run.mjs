/**
 * node scripts/run.mjs [--from-caller] COMMAND [ARGUMENTS…]
 *
 * The front door of every npm script: sets the project up when it must, then runs COMMAND on the local Node 24.
 * COMMAND is a file of this project (`electron/cli.ts`) or a program in node_modules (`vitest`).
 * `--from-caller` runs it in the folder that npm was called in, so that file names on the command line are found.
 * Plain Node 20, no packages: this runs before anything is installed.
 */
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureSetup } from './setup/ensure-setup.mjs'
import { withNodeFirst } from './setup/local-node.mjs'
import { SetupError } from './setup/npm.mjs'
import { programFile } from './setup/program-file.mjs'
import { onNpmGone } from './setup/watch-parents.mjs'
import { say } from './setup/words.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [first, ...rest] = process.argv.slice(2)
const isFromCaller = first === '--from-caller'
const [command = '', ...args] = isFromCaller ? rest : process.argv.slice(2)

try {
  const node = await ensureSetup(root, (line) => console.error(line))
  const file = /\.(ts|mjs)$/.test(command) ? join(root, command) : programFile(root, command)
  if (file === null) throw new SetupError(say('notFound', { name: command }))
  start(node, file)
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  console.error(say('failed', { reason: error.message }))
  if (error.output !== '') console.error(error.output)
  process.exitCode = 1
}

/**
 * @param {string} node
 * @param {string} file
 */
function start(node, file) {
  // The extra channel ends when this process dies, even by SIGKILL: programs that listen for `disconnect`
  // stop with it instead of running on unseen.
  const isOurs = file.endsWith('.ts')
  const child = spawn(node, [file, ...args], {
    cwd: isFromCaller ? (process.env.INIT_CWD ?? process.cwd()) : root,
    env: withNodeFirst(node, process.env),
    stdio: ['inherit', 'inherit', 'inherit', isOurs ? 'ipc' : 'ignore'],
  })
  // A terminal sends Ctrl-C to the child as well, which then decides; without one it is passed on.
  process.on('SIGINT', () => !process.stdin.isTTY && child.kill('SIGINT'))
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGHUP', () => child.kill('SIGHUP'))
  onNpmGone(() => {
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), 5000).unref()
  })
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    // Dies of the same signal, so that whoever waits sees the truth.
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name)
    process.kill(process.pid, signal)
  })
}

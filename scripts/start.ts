/**
 * npm start [-- FILE…]: opens Stevedore, with FILEs already in the queue.
 * On Electron where its runtime is there or can be fetched, else the same program on an installed Chromium;
 * without a display the same job in the terminal.
 */
import { spawn } from 'node:child_process'
import { dirname, join, resolve } from 'node:path'
import { createWords, terminalLanguage } from '../electron/cli/words.ts'
import { buildWhenChanged } from './build/build-when-changed.ts'
import { ensureChromium, installCommand } from './chromium/install-chromium.ts'
import { ensureRuntime } from './start/ensure-runtime.ts'

const root = dirname(import.meta.dirname)
const words = createWords(terminalLanguage(undefined))
const args = process.argv.slice(2)
const isForced = args.includes('--fetch-electron')
const files = args.filter((arg) => arg !== '--fetch-electron').map((file) => resolve(file))
const tell = (line: string) => console.error(line)

if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
  tell(words.say('startNoDisplay'))
  if (files.length > 0) run(process.execPath, [join(root, 'electron/cli.ts'), ...files])
  else run(process.execPath, [join(root, 'scripts/demo.ts')])
} else if (await build()) {
  const runtime = await ensureRuntime(words, { isForced })
  if ('path' in runtime) {
    // Chromium's sandbox refuses to run as root on Linux.
    const flags = process.getuid?.() === 0 && process.platform === 'linux' ? ['--no-sandbox'] : []
    run(runtime.path, [...flags, root, ...files])
  } else {
    openOnChromium(runtime.reason)
  }
}

async function build(): Promise<boolean> {
  try {
    await buildWhenChanged(tell)
    return true
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
    return false
  }
}

function openOnChromium(reason: string): void {
  if (ensureChromium(tell) === null) {
    tell(words.say('startNoBrowser', { reason, command: installCommand() }))
    process.exitCode = 1
    return
  }
  tell(words.say('startOnChromium', { reason }))
  tell(words.say('startRetryHint'))
  const main = join(root, 'out/main/main.js')
  run(process.execPath, [join(root, 'test/electron-on-chromium/start.ts'), main, ...files])
}

/** Hands over: the program gets the terminal, this script only its exit code. */
function run(program: string, programArgs: readonly string[]): void {
  const child = spawn(program, programArgs, { cwd: root, stdio: 'inherit' })
  // A terminal sends Ctrl-C to the program as well, which then decides when to end.
  process.on('SIGINT', () => !process.stdin.isTTY && child.kill('SIGINT'))
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  // The script in front of this one was killed: the program has a moment to close its windows.
  process.on('disconnect', () => {
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), 5000).unref()
  })
  child.once('error', (error) => {
    tell(error.message)
    process.exit(1)
  })
  child.once('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1))
}

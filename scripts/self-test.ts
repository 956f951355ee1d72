/**
 * npm run self-test: tries on this machine what tests elsewhere cannot know: worker threads, the database's native module,
 * the key store, the window, and an upload of 5 MiB. On Electron's runtime where it is there, else on an installed Chromium.
 * The installed program does the same with `--self-test`. Exit code 0 when everything works.
 */
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { buildWhenChanged } from './build/build-when-changed.ts'
import { installedRuntime } from './start/electron-runtime.ts'

const root = dirname(import.meta.dirname)
const runtime = installedRuntime()
const noSandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []

await buildWhenChanged((line) => console.error(line))
const [program, args] =
  runtime === null
    ? [process.execPath, [join(root, 'test/electron-on-chromium/start.ts'), join(root, 'out/main/main.js')]]
    : [runtime, [...noSandbox, root]]
const child = spawn(program, [...args, '--self-test'], {
  stdio: 'inherit',
  // Where the runtime is stood in for, a hidden window is only loaded when nobody could see it.
  env: { ...process.env, STEVEDORE_STAND_IN_HEADLESS: '1' },
})
child.once('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
child.once('exit', (code) => process.exit(code ?? 1))

import { dirname, join } from 'node:path'
import type { Suite } from '../bench-options.ts'
import { runProgram } from '../peers/run-program.ts'

const measure = join(dirname(dirname(dirname(import.meta.dirname))), 'test', 'renderer', 'measure-window.ts')

/** What 100,000 rows and eight running uploads cost the window's main thread; the same as `npm run bench:window`. */
export const window: Suite = async ({ say, traceFolder }) => {
  say('opening the window in Chromium')
  const { output } = await runProgram(process.execPath, [
    measure,
    '--json',
    ...(traceFolder === null ? [] : ['--trace', traceFolder]),
  ])
  const lines = output.trim().split('\n')
  const data: Record<string, unknown> = JSON.parse(lines.pop() ?? '{}')
  return { text: lines.join('\n'), data }
}

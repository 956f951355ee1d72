/**
 * npm run bench -- [throughput|small|memory|tuning|queue|startup|resume|window] [--json FILE]
 * [--rounds N] [--size 2GiB] [--count N] [--sink discard|practice] [--trace FOLDER]
 *
 * What uploading costs, beside the official libraries and curl, in one run that takes turns. Without a name: everything
 * that takes a few minutes. docs/performance.md says what each number means and what it was when it was last written down.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { parseCount, parseSizeWithin } from '../electron/cli/parse-size.ts'
import { UsageError } from '../electron/cli/usage-error.ts'
import type { BenchReport, Suite } from './bench/bench-options.ts'
import { machineText, thisMachine } from './bench/machine.ts'
import { memory } from './bench/suites/memory.ts'
import { queue } from './bench/suites/queue.ts'
import { resume } from './bench/suites/resume.ts'
import { small } from './bench/suites/small.ts'
import { startup } from './bench/suites/startup.ts'
import { throughput } from './bench/suites/throughput.ts'
import { tuning } from './bench/suites/tuning.ts'
import { window } from './bench/suites/window.ts'
import { StatusLine } from './start/status-line.ts'

/** Rounds of about a second differ by a tenth either way: a few of them say little. */
const roundsOf: Record<string, string> = { small: '15' }
const usualRounds = '5'

const suites: Record<string, Suite> = { throughput, small, memory, tuning, queue, startup, resume, window }

process.exitCode = await main()

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      rounds: { type: 'string' },
      size: { type: 'string', default: '2GiB' },
      count: { type: 'string' },
      sink: { type: 'string', default: 'discard' },
      trace: { type: 'string' },
    },
  })
  const names = positionals.length > 0 ? positionals : Object.keys(suites)
  const unknown = names.find((name) => !(name in suites))
  if (unknown !== undefined || (values.sink !== 'discard' && values.sink !== 'practice')) {
    console.error(`bench: ${Object.keys(suites).join(', ')}; --sink discard or practice`)
    return 2
  }
  const machine = thisMachine()
  console.log(machineText(machine))
  const reports: Record<string, BenchReport['data']> = {}
  const line = new StatusLine(process.stderr)
  for (const name of names) {
    const scratch = await mkdtemp(join(tmpdir(), 'stevedore-bench-'))
    try {
      const report = await suites[name]?.({
        rounds: parseCount('--rounds', values.rounds ?? roundsOf[name] ?? usualRounds, [1, 100]),
        sizeBytes: parseSizeWithin('--size', values.size, [1024 ** 2, 1024 ** 4]),
        count: values.count === undefined ? null : parseCount('--count', values.count, [2, 10_000_000]),
        sink: values.sink,
        traceFolder: values.trace === undefined ? null : resolve(values.trace),
        scratch,
        say: (text) => line.show(`${name}: ${text}`, text),
      })
      line.clear()
      if (report === undefined) continue
      console.log(`\n${report.text}`)
      reports[name] = report.data
    } catch (error) {
      line.clear()
      console.error(`bench ${name}: ${error instanceof UsageError ? error.key : String(error)}`)
      return error instanceof UsageError ? 2 : 1
    } finally {
      await rm(scratch, { recursive: true, force: true })
    }
  }
  if (values.json !== undefined) {
    await writeFile(values.json, `${JSON.stringify({ machine, ...reports }, null, 2)}\n`)
  }
  return 0
}

/**
 * npm run demo [-- --size 256MiB --json --lang zh-CN]: uploads a random file to a practice bucket, kills the uploading
 * process with SIGKILL about half-way, runs it again and compares. Exit code 0 only when the object is the file and
 * nothing that was confirmed was sent again.
 */
import { parseArgs } from 'node:util'
import { parseSizeWithin } from '../electron/cli/parse-size.ts'
import { plainText } from '../electron/cli/report/plain-text.ts'
import { UsageError } from '../electron/cli/usage-error.ts'
import { createWords, terminalLanguage, type Words } from '../electron/cli/words.ts'
import { type DemoReport, type DemoStep, runDemo } from './demo/run-demo.ts'
import { StatusLine } from './start/status-line.ts'

const MiB = 1024 * 1024
/** Below, the upload is over before it can be killed half-way. */
const sizeRange = [2 * MiB, 100 * 1024 * MiB] as const

process.exitCode = await main()
if (process.connected) process.disconnect()

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      size: { type: 'string', default: '256MiB' },
      json: { type: 'boolean', default: false },
      lang: { type: 'string' },
    },
  })
  const words = createWords(terminalLanguage(values.lang))
  try {
    const sizeBytes = parseSizeWithin('--size', values.size, sizeRange)
    const line = new StatusLine(process.stderr)
    const report = await runDemo(
      sizeBytes,
      (step) => values.json || line.show(stepText(words, step), step.kind),
    )
    line.clear()
    if (values.json) console.log(JSON.stringify(resultOf(report)))
    else console.log(table(words, report, sizeBytes).join('\n'))
    for (const fault of report.faults) console.error(`✗ ${fault}`)
    return report.faults.length === 0 ? 0 : 1
  } catch (error) {
    if (error instanceof UsageError) console.error(words.say(error.key, error.values))
    else console.error(error instanceof Error ? error.message : error)
    return error instanceof UsageError ? 2 : 1
  }
}

function stepText({ say }: Words, step: DemoStep): string {
  switch (step.kind) {
    case 'making':
      return say('demoMaking')
    case 'uploading':
      return say('demoUploading', { confirmed: step.confirmed, total: step.total })
    case 'killed':
      return say('demoKilled', { confirmed: step.confirmed, total: step.total })
    case 'continuing':
      return say('demoContinuing', { confirmed: step.confirmed, total: step.total })
    case 'comparing':
      return say('demoComparing')
  }
}

function resultOf({ sha256Match, partsTotal, partsKept, partsResent, bytesResent, seconds }: DemoReport) {
  return { sha256Match, partsTotal, partsKept, partsResent, bytesResent, seconds }
}

function table(words: Words, report: DemoReport, sizeBytes: number): string[] {
  const { say } = words
  const { bytes, duration, number, size } = plainText(words)
  const rows: [string, string][] = [
    [say('demoRowFile'), size(sizeBytes)],
    [say('demoRowParts'), say('demoParts', { count: report.partsTotal, size: size(report.partSizeBytes) })],
    [say('demoRowKilled'), say('demoKilledAt', { confirmed: number(report.confirmedAtKill) })],
    [say('demoRowKept'), number(report.partsKept)],
    [say('demoRowResent'), number(report.partsResent)],
    [say('demoRowTwice'), bytes(report.bytesResent)],
    [say('demoRowTime'), duration(report.seconds)],
    [say('demoRowSame'), say(report.sha256Match ? 'demoSame' : 'demoDifferent')],
  ]
  const width = Math.max(...rows.map(([label]) => columns(label)))
  return rows.map(([label, value]) => `  ${label}${' '.repeat(width - columns(label))}   ${value}`)
}

/** Chinese characters take two columns. */
function columns(text: string): number {
  return [...text].reduce((sum, character) => sum + (character > '\u2E7F' ? 2 : 1), 0)
}

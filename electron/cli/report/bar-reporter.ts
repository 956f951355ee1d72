import { MultiBar, type SingleBar } from 'cli-progress'
import { wholePercent } from '../../../shared/format/percent.ts'
import type { Words } from '../words.ts'
import { endedLine, fraction, noticeLine, progressLine } from './line-reporter.ts'
import { fitName, plainText } from './plain-text.ts'
import type { EndedUpload, Progress, Reporter, RunningRow } from './reporter.ts'
import { problemLine, summaryLines } from './summary-lines.ts'

/** More bars than this are no picture any more; the total line counts the others. */
const mostBars = 8
/** Above this many files a line for each that is done would only scroll; problems are always said. */
const fewFiles = 50

interface BarReporterOptions {
  words: Words
  stream: NodeJS.WriteStream
  isVerbose: boolean
}

/** Progress bars for a terminal: one per running file, one for everything, and lines above them for what has ended. */
export function barReporter({ words, stream, isVerbose }: BarReporterOptions): Reporter {
  const bars = new MultiBar({
    stream,
    format: (_options, _params, payload: { line: string }) => payload.line,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
    fps: 10,
    linewrap: false,
  })
  const rows = new Map<number, SingleBar>()
  const total = bars.create(1, 0, { line: '' })
  let files = 0

  const log = (line: string) => bars.log(`${line}\n`)
  return {
    progress(progress) {
      files = progress.files
      showRows(progress.running)
      total.update(0, { line: totalLine(progress) })
    },
    ended(upload) {
      removeRow(upload.id)
      const isNews = files <= fewFiles || isVerbose || !isFine(upload)
      const line = isNews ? endedLine(words, upload) : null
      if (line !== null) log(line)
    },
    leftOut: (entry) => log(problemLine(words, entry)),
    notice: (notice) => {
      if (isVerbose || !notice.isDetail) log(noticeLine(words, notice))
    },
    finish(outcome) {
      // Lines that came since the last picture would be lost with it.
      bars.update()
      bars.stop()
      for (const line of summaryLines(words, outcome)) stream.write(`${line}\n`)
    },
  }

  function showRows(running: readonly RunningRow[]): void {
    for (const id of rows.keys()) if (!running.some((row) => row.id === id)) removeRow(id)
    for (const row of running) {
      const payload = { line: rowLine(row) }
      const bar = rows.get(row.id)
      if (bar !== undefined) bar.update(0, payload)
      else if (rows.size < mostBars) rows.set(row.id, bars.create(1, 0, payload))
    }
  }

  function removeRow(id: number): void {
    const bar = rows.get(id)
    if (bar !== undefined) bars.remove(bar)
    rows.delete(id)
  }

  function rowLine(row: RunningRow): string {
    const { bytes } = plainText(words)
    const share = row.sizeBytes === 0 ? 0 : Math.min(1, row.sentBytes / row.sizeBytes)
    const columns = Math.max(10, Math.min(40, (stream.columns ?? 80) - 50))
    const percent = `${wholePercent(share, 1, false)}%`.padStart(4)
    return `${fitName(row.name, columns)} ${bar(share, 24)} ${percent}  ${bytes(row.sizeBytes)}`
  }

  function totalLine(progress: Progress): string {
    return `${bar(fraction(progress), 24)}  ${progressLine(words, progress)}`
  }
}

function bar(share: number, columns: number): string {
  const filled = Math.round(share * columns)
  return '█'.repeat(filled) + '░'.repeat(columns - filled)
}

function isFine({ status }: EndedUpload): boolean {
  return status === 'done' || status === 'skipped'
}

import { wholePercent } from '../../../shared/format/percent.ts'
import { safeName } from '../../../shared/format/safe-name.ts'
import type { Words } from '../words.ts'
import { plainText } from './plain-text.ts'
import type { EndedUpload, Notice, Progress, Reporter } from './reporter.ts'
import { problemLine, summaryLines } from './summary-lines.ts'

/** In a log a line at every tenth, but neither many at once nor none for long. */
const atLeastMs = 2_000
const atMostMs = 15_000

interface LineReporterOptions {
  words: Words
  print: (line: string) => void
  now: () => number
  isVerbose: boolean
}

/** Plain lines for logs and pipes: no control characters, nothing written over. */
export function lineReporter({ words, print, now, isVerbose }: LineReporterOptions): Reporter {
  let saidAt = now()
  let saidTenth = 0
  return {
    progress(progress) {
      const tenth = Math.floor(fraction(progress) * 10)
      const sinceMs = now() - saidAt
      if (sinceMs < (tenth > saidTenth ? atLeastMs : atMostMs)) return
      saidAt = now()
      saidTenth = tenth
      print(progressLine(words, progress))
    },
    ended: (upload) => {
      const line = endedLine(words, upload)
      if (line !== null) print(line)
    },
    leftOut: (entry) => print(problemLine(words, entry)),
    notice: (notice) => {
      if (isVerbose || !notice.isDetail) print(noticeLine(words, notice))
    },
    finish: (outcome) => {
      for (const line of summaryLines(words, outcome)) print(line)
    },
  }
}

export function noticeLine(words: Words, { key, values }: Notice): string {
  return words.say(key, values)
}

/** The line for a file that has ended; null while it may still go on. */
export function endedLine(words: Words, upload: EndedUpload): string | null {
  const name = safeName(upload.name)
  if (upload.status === 'done')
    return `✓ ${words.say('endedDone', { name, key: safeName(upload.objectKey) })}`
  if (upload.status === 'skipped')
    return `= ${words.say('endedSkipped', { name, key: safeName(upload.objectKey) })}`
  return upload.error === null ? null : problemLine(words, { path: upload.path, error: upload.error })
}

export function progressLine(words: Words, progress: Progress): string {
  const { bytes, duration, number, rate } = plainText(words)
  const { say } = words
  return [
    say('progressFiles', { done: number(progress.endedFiles), count: progress.files }),
    say('progressBytes', {
      percent: wholePercent(fraction(progress), 1, isComplete(progress)),
      sent: bytes(sentBytes(progress)),
      total: bytes(progress.totalBytes),
    }),
    ...(progress.bytesPerSecond > 0 ? [rate(progress.bytesPerSecond)] : []),
    ...(progress.isCounting ? [say('progressCounting')] : []),
    ...(progress.secondsLeft === null || progress.isCounting
      ? []
      : [say('progressLeft', { duration: duration(progress.secondsLeft) })]),
  ].join(' · ')
}

/** Sent is not stored: 100 % is for when every file has ended. */
function isComplete({ isCounting, files, endedFiles }: Progress): boolean {
  return !isCounting && files > 0 && endedFiles === files
}

function sentBytes({ confirmedBytes, inFlightBytes, totalBytes }: Progress): number {
  return Math.min(confirmedBytes + inFlightBytes, totalBytes)
}

/** Between 0 and 1; a command of empty files is measured by its files. */
export function fraction(progress: Progress): number {
  if (progress.totalBytes > 0) return sentBytes(progress) / progress.totalBytes
  return progress.files === 0 ? 0 : progress.endedFiles / progress.files
}

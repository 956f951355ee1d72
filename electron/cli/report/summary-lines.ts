import { safeName } from '../../../shared/format/safe-name.ts'
import { exitCode } from '../exit-code.ts'
import type { Words } from '../words.ts'
import { plainText } from './plain-text.ts'
import type { LeftOut, Outcome } from './reporter.ts'

/** Up to this many files every problem is still in sight where it happened; above, the end lists them again. */
const fewFiles = 20
const listedProblems = 50

/** The last lines of a run: what happened, where it landed, what to do about the rest. */
export function summaryLines(words: Words, outcome: Outcome): string[] {
  const { say } = words
  const { files } = outcome
  // What was cut short is no problem: the last line says how it goes on.
  const isCut = outcome.exitCode !== exitCode.problems
  const problems = files.failed + files.leftOut + (isCut ? 0 : files.unfinished)
  return [
    ...(files.uploaded > 0 ? [uploadedLine(words, outcome)] : []),
    ...(outcome.alreadyUploaded > 0 ? [say('summaryAlready', { count: outcome.alreadyUploaded })] : []),
    ...(outcome.keptParts > 0 ? [say('summaryKept', { count: outcome.keptParts })] : []),
    ...(files.skipped > 0 ? [say('summarySkipped', { count: files.skipped })] : []),
    ...(files.skippedLinks > 0 ? [say('summaryLinks', { count: files.skippedLinks })] : []),
    ...(outcome.practiceFolder !== null && files.uploaded > 0
      ? [say('summaryPractice', { folder: outcome.practiceFolder })]
      : []),
    ...(problems > 0 ? [say('summaryProblems', { count: problems })] : []),
    ...(files.total + files.leftOut > fewFiles ? problemLines(words, outcome) : []),
    ...stoppedLine(words, outcome),
  ]
}

/** Why the run ended early, and what to do. */
function stoppedLine(words: Words, outcome: Outcome): string[] {
  const { say } = words
  const { bytes } = plainText(words)
  if (outcome.halt !== null) {
    const { kind, error } = outcome.halt
    const reason = plainText(words).sentence(error)
    if (kind === 'unreachable') {
      const key = error.code.startsWith('Certificate') ? 'stoppedUntrusted' : 'stoppedUnreachable'
      return [say(key, { reason, next: words.explain(error).nextStep ?? '' })]
    }
    // What a file, a command or a URL gave; its own next step says what to do.
    if (error.code.startsWith('Credential'))
      return [say('stoppedCredentialSource', { reason: plainText(words).problem(error) })]
    return [say(error.code.startsWith('Proxy') ? 'stoppedProxy' : 'stoppedCredentials', { reason })]
  }
  switch (outcome.exitCode) {
    case exitCode.interrupted:
    case exitCode.terminated:
      return outcome.isRecorded
        ? [
            say('stoppedInterrupted', {
              bytes: bytes(outcome.confirmedBytes),
              total: bytes(outcome.totalBytes),
            }),
          ]
        : [say('stoppedNoResume')]
    case exitCode.problems:
      return [say('summaryAgain')]
    default:
      return []
  }
}

function uploadedLine(words: Words, outcome: Outcome): string {
  const { bytes, duration, rate } = plainText(words)
  const seconds = Math.max(outcome.seconds, 0.001)
  return words.say('summaryUploaded', {
    count: outcome.files.uploaded,
    size: bytes(outcome.uploadedBytes),
    duration: duration(seconds),
    rate: rate(outcome.sentBytes / seconds),
  })
}

/** One line per file that did not make it, with its reason; the path once, whether the reason names it or not. */
export function problemLine(words: Words, { path, error }: LeftOut): string {
  const problem = safeName(plainText(words).problem(error))
  const name = safeName(path)
  return problem.includes(name) ? `✗ ${problem}` : `✗ ${name}: ${problem}`
}

function problemLines(words: Words, outcome: Outcome): string[] {
  const problems = [
    ...outcome.uploads.flatMap(({ path, error, status }) =>
      error !== null && status !== 'done' && status !== 'skipped' ? [{ path, error }] : [],
    ),
    ...outcome.leftOut,
  ]
  const rest = problems.length - listedProblems
  return [
    ...problems.slice(0, listedProblems).map((problem) => `  ${problemLine(words, problem)}`),
    ...(rest > 0 ? [`  ${words.say('summaryMoreProblems', { count: rest })}`] : []),
  ]
}

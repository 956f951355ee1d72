import { UploadError } from '../../shared/upload-error.ts'
import { PracticeBucketError } from '../practice-bucket/practice-bucket-error.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { UsageError } from './usage-error.ts'
import type { Words } from './words.ts'

/**
 * Says why nothing was begun, and answers the exit code. With JSON asked for, the one object says it:
 * `{ exitCode, error: { code, message } }`.
 */
export function tellRefusal(thrown: unknown, words: Words, isJson: boolean): ExitCode {
  const { code, text, exit } = describe(thrown, words)
  if (isJson) process.stdout.write(`${JSON.stringify({ exitCode: exit, error: { code, message: text } })}\n`)
  else process.stderr.write(`${text}\n`)
  return exit
}

function describe(thrown: unknown, words: Words): { code: string; text: string; exit: ExitCode } {
  if (thrown instanceof UsageError) {
    const text = `${words.say(thrown.key, thrown.values)}\n${words.say('usageSeeHelp')}`
    return { code: thrown.key, text, exit: exitCode.usage }
  }
  if (thrown instanceof UploadError) {
    const { sentence, nextStep } = words.explain(thrown.data)
    const exit = thrown.retry === 'disk' ? exitCode.checkpoint : exitCode.usage
    return { code: thrown.code, text: [sentence, nextStep].filter(Boolean).join(' '), exit }
  }
  if (thrown instanceof PracticeBucketError) {
    const reason = thrown.cause instanceof Error ? thrown.cause.message : ''
    const text = words.practiceProblem(thrown.code, { subject: thrown.subject, reason })
    return { code: thrown.code, text, exit: exitCode.checkpoint }
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return { code: 'Unexpected', text: message, exit: exitCode.unexpected }
}

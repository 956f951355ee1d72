import type { UploadCommand } from './command-line.ts'
import { barReporter } from './report/bar-reporter.ts'
import { jsonLinesReporter, jsonReporter } from './report/json-reporter.ts'
import { lineReporter } from './report/line-reporter.ts'
import type { Reporter } from './report/reporter.ts'
import type { Words } from './words.ts'

/** Bars where a person is watching, plain lines in a log or a pipe, JSON where a program asked for it. */
export function makeReporter(command: UploadCommand, words: Words, stdout: NodeJS.WriteStream): Reporter {
  const print = (line: string) => stdout.write(`${line}\n`)
  const { isVerbose } = command
  if (command.output === 'json') return jsonReporter(print)
  if (command.output === 'json-lines') return jsonLinesReporter(print)
  if (stdout.isTTY) return barReporter({ words, stream: stdout, isVerbose })
  return lineReporter({ words, print, now: Date.now, isVerbose })
}

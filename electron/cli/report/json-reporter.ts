import type { Outcome, Reporter } from './reporter.ts'

/** `--json`: one object at the end, nothing else on standard output. */
export function jsonReporter(print: (line: string) => void): Reporter {
  return {
    progress() {},
    ended() {},
    leftOut() {},
    notice() {},
    finish: (outcome) => print(JSON.stringify(outcome)),
  }
}

/** `--json-lines`: one object per line as things happen, told apart by `type`; the last is the result. */
export function jsonLinesReporter(print: (line: string) => void): Reporter {
  const line = (type: string, fields: object) => print(JSON.stringify({ type, ...fields }))
  return {
    progress: (progress) => line('progress', progress),
    ended: (upload) => line('ended', upload),
    leftOut: (entry) => line('left-out', entry),
    notice: ({ key, values }) => line('notice', { key, values }),
    finish: (outcome: Outcome) => line('result', outcome),
  }
}

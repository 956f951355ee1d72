import { formatByteLimit, formatBytes, formatSpeed } from '../../../shared/format/bytes.ts'
import { formatDuration } from '../../../shared/format/duration.ts'
import { safeName } from '../../../shared/format/safe-name.ts'
import type { UploadErrorData } from '../../../shared/upload-error.ts'
import type { Words } from '../words.ts'

/** Numbers and failures as they appear in the terminal, in the language of the words. */
export function plainText(words: Words) {
  const { language } = words
  return {
    bytes: (count: number) => breakable(formatBytes(count, language)),
    /** Of a limit or a plan: `8 MiB`. */
    size: (count: number) => breakable(formatByteLimit(count, language)),
    rate: (bytesPerSecond: number) => breakable(formatSpeed(bytesPerSecond, language)),
    number: (count: number) => count.toLocaleString(language),
    duration: (seconds: number) => breakable(formatDuration(seconds, language)),
    /** Without the next step: where another sentence says that. */
    sentence: (error: UploadErrorData) => {
      const request = error.requestId ? ` [${error.code}, RequestId ${error.requestId}]` : ''
      return words.explain(error).sentence + request
    },
    /** Sentence, next step and what support asks for, on one line. */
    problem: (error: UploadErrorData) => {
      const { sentence, nextStep } = words.explain(error)
      const request = error.requestId ? `[${error.code}, RequestId ${error.requestId}]` : `[${error.code}]`
      return [sentence, nextStep, request].filter(Boolean).join(' ')
    },
  }
}

/** The space that holds a number and its unit together in the window is of no use in a terminal, nor to `grep`. */
function breakable(text: string): string {
  return text.replaceAll(/[\u00A0\u202F]/g, ' ')
}

/** Shortens a name in the middle so that it takes at most `columns` of the terminal. */
export function fitName(name: string, columns: number): string {
  const characters = [...new Intl.Segmenter().segment(safeName(name))].map(({ segment }) => segment)
  if (widthOf(characters) <= columns) return characters.join('') + ' '.repeat(columns - widthOf(characters))
  const head: string[] = []
  const tail: string[] = []
  // The end of a name tells more (the extension, a number): it gets what is left after a third for the beginning.
  while (characters.length > 0) {
    const isHead = widthOf(head) < columns / 3
    const next = isHead ? characters.shift() : characters.pop()
    if (next === undefined || widthOf([...head, ...tail, next]) + 1 > columns) break
    if (isHead) head.push(next)
    else tail.unshift(next)
  }
  const fitted = `${head.join('')}…${tail.join('')}`
  return fitted + ' '.repeat(Math.max(0, columns - widthOf([...head, '…', ...tail])))
}

/** Han, Kana, Hangul, full-width forms and emoji take two columns. */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}|[\u{20000}-\u{3FFFD}]/u

function widthOf(characters: readonly string[]): number {
  return characters.reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0)
}

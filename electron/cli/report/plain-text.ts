import prettyBytes from 'pretty-bytes'
import type { UploadErrorData } from '../../../shared/upload-error.ts'
import type { Words } from '../words.ts'

/** Numbers and names as they appear in the terminal, in the language of the words. */
export function plainText(words: Words) {
  const bytes = (count: number) => prettyBytes(count, { binary: true, locale: words.language })
  return {
    bytes,
    rate: (bytesPerSecond: number) => words.say('rate', { bytes: bytes(bytesPerSecond) }),
    number: (count: number) => count.toLocaleString(words.language),
    duration: (seconds: number) => durationText(words, seconds),
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

/** Two units say enough: nobody plans by the seconds of an hour. */
function durationText({ say }: Words, seconds: number): string {
  const whole = Math.max(1, Math.round(seconds))
  const minutes = Math.floor(whole / 60)
  if (minutes === 0) return say('durationSeconds', { seconds: whole })
  if (minutes < 60) return say('durationMinutes', { minutes, seconds: whole % 60 })
  return say('durationHours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}

/** A name that cannot steer the terminal: control characters, which names may hold, become a replacement character. */
export function safeName(name: string): string {
  return name.replace(/\p{C}/gu, (character) => (/\p{Cf}/u.test(character) ? character : '\uFFFD'))
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

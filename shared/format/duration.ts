/// <reference lib="es2025.intl" />
import { perLanguage } from './per-language.ts'

const narrow = perLanguage((language) => new Intl.DurationFormat(language, { style: 'narrow' }))
const short = perLanguage((language) => new Intl.DurationFormat(language, { style: 'short' }))

/** At most two units, the smaller one only where it still matters. Seconds are rounded up: nothing is left "0 s" long. */
function parts(seconds: number): Record<string, number> {
  const wholeSeconds = Math.max(1, Math.ceil(seconds))
  if (wholeSeconds < 60) return { seconds: wholeSeconds }
  const minutes = Math.round(wholeSeconds / 60)
  if (minutes < 60) return { minutes }
  if (minutes < 24 * 60) {
    return minutes % 60 === 0
      ? { hours: minutes / 60 }
      : { hours: Math.floor(minutes / 60), minutes: minutes % 60 }
  }
  const hours = Math.round(minutes / 60)
  return hours % 24 === 0 ? { days: hours / 24 } : { days: Math.floor(hours / 24), hours: hours % 24 }
}

/** A length of time for a column: `28s`, `6m`, `2h 10m`, `2小时10分钟`. */
export function formatDurationNarrow(seconds: number, language: string): string {
  return narrow(language).format(parts(seconds))
}

/** A length of time inside a sentence: `28 sec`, `2 hr, 10 min`, `2小时10分钟`. */
export function formatDuration(seconds: number, language: string): string {
  return short(language).format(parts(seconds))
}

import { perLanguage } from './per-language.ts'

/**
 * Whole percent, rounded down, and 100 only for what is complete: an object whose last byte is sent is not in the
 * bucket yet.
 */
export function wholePercent(bytes: number, sizeBytes: number, isComplete: boolean): number {
  if (isComplete) return 100
  if (sizeBytes <= 0) return 0
  return Math.min(99, Math.max(0, Math.floor((bytes / sizeBytes) * 100)))
}

const percents = perLanguage((language) => new Intl.NumberFormat(language, { style: 'percent' }))

/** `76%`, `76 %` or `76%` as the language writes it. */
export function formatPercent(percent: number, language: string): string {
  return percents(language).format(percent / 100)
}

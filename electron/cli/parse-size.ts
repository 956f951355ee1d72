import prettyBytes from 'pretty-bytes'
import { UsageError } from './usage-error.ts'

const powers: Record<string, number> = { '': 0, K: 1, M: 2, G: 3, T: 4 }

/** Bytes meant by `8MiB`, `8MB`, `8M`, `1.5 GiB` or `8388608`. KB and MB are powers of 1024, as in OSS's limits. */
export function parseSize(option: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(?:I?B)?$/i.exec(text.trim())
  const power = powers[match?.[2]?.toUpperCase() ?? '']
  if (match === null || power === undefined) throw new UsageError('usageSize', { option, value: text })
  return Math.round(Number(match[1]) * 1024 ** power)
}

/** A size in a closed range (R7): outside, the message carries the range. */
export function parseSizeWithin(option: string, text: string, [min, max]: readonly [number, number]): number {
  const bytes = parseSize(option, text)
  if (bytes < min || bytes > max)
    throw new UsageError('usageSizeRange', { option, value: text, min: sizeText(min), max: sizeText(max) })
  return bytes
}

/** A whole number in a closed range. */
export function parseCount(option: string, text: string, [min, max]: readonly [number, number]): number {
  const value = Number(text)
  if (!/^\d+$/.test(text.trim()) || value < min || value > max)
    throw new UsageError('usageCountRange', { option, value: text, min, max })
  return value
}

/** OSS's documents call 1,024 bytes a KB: its limits are shown in its own words. */
function sizeText(bytes: number): string {
  return prettyBytes(bytes, { binary: true }).replace('iB', 'B')
}

import prettyBytes from 'pretty-bytes'
import { perLanguage } from './per-language.ts'

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']
const whole = perLanguage((language) => figures(language, 0))
const tenths = perLanguage((language) => figures(language, 1))

function figures(language: string, digits: number): Intl.NumberFormat {
  const both = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return new Intl.NumberFormat(language, { ...both, roundingMode: 'trunc' })
}

/**
 * Bytes as people read them: binary units, one decimal from 1 KiB to below 100 of a unit, none elsewhere, so that
 * figures below each other have the same shape. Cut, not rounded: 1,023.9 MiB never reads as more than there is.
 */
export function formatBytes(bytes: number, language: string): string {
  const exponent = bytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1)
  const scaled = bytes / 1024 ** exponent
  const figure = (exponent > 0 && scaled < 100 ? tenths : whole)(language).format(scaled)
  return `${figure}\u00A0${units[exponent]}`
}

/** Bytes of a limit or a plan, where a whole number has no decimals: `8 MiB`, `100 KiB`, `1.5 GiB`. */
export function formatByteLimit(bytes: number, language: string): string {
  return prettyBytes(bytes, {
    binary: true,
    locale: language,
    nonBreakingSpace: true,
    maximumFractionDigits: 1,
  })
}

/** Bytes per second: `31.2 MiB/s`. */
export function formatSpeed(bytesPerSecond: number, language: string): string {
  return `${formatBytes(bytesPerSecond, language)}/s`
}

import prettyBytes from 'pretty-bytes'

/**
 * Bytes as people read them: binary units, one decimal from 1 KiB to below 100 of a unit, none elsewhere, so that
 * figures below each other have the same shape. Cut, not rounded: 1,023.9 MiB never reads as more than there is.
 */
export function formatBytes(bytes: number, language: string): string {
  const exponent = bytes < 1024 ? 0 : Math.floor(Math.log2(bytes) / 10)
  const digits = exponent > 0 && bytes / 1024 ** exponent < 100 ? 1 : 0
  return prettyBytes(bytes, {
    binary: true,
    locale: language,
    nonBreakingSpace: true,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
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

const powers: Record<string, number> = { b: 0, k: 1, m: 2, g: 3, t: 4 }

/**
 * Reads a size as people write it: `8 MiB`, `100KB`, `1.5 g`, `20 MiB/s`. Units are powers of 1024, as OSS means its
 * KB, MB and GB. Null for anything else, also for a number without a unit, which could mean anything.
 */
export function parseBytes(text: string): number | null {
  const found = /^(\d+(?:[.,]\d+)?)\s*([bkmgt])(?:i?b)?(?:\/s)?$/i.exec(
    text.trim().replaceAll(/\u00a0/g, ' '),
  )
  if (!found) return null
  const [, number = '', unit = ''] = found
  const power = powers[unit.toLowerCase()]
  return power === undefined ? null : Math.round(Number(number.replace(',', '.')) * 1024 ** power)
}

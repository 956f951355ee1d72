import { crashProgram } from '../faults/bit-flips/crashed-program.ts'
import { type FlipReport, playFlip } from '../faults/bit-flips/play-flip.ts'
import { SeededRandom } from './seeded-random.ts'

export interface FlipsReport {
  flips: number
  /** Flips after which an object was wrong, a file silently stayed behind, or the program did not start. */
  violations: number
  /** How many ended how. */
  endings: Record<FlipReport['kind'], number>
  seconds: number
  seed: number
}

/** So many flipped bits, every second one in a row's values, the others anywhere in the database file or its log. */
export async function flipBits(
  count: number,
  seed: number,
  onViolation: (where: string, violations: string[]) => void,
): Promise<FlipsReport> {
  const startedAt = performance.now()
  const random = new SeededRandom(seed)
  const crashed = await crashProgram()
  const report: FlipsReport = {
    flips: 0,
    violations: 0,
    endings: { 'all right': 0, 'reason shown': 0, 'set aside and told': 0 },
    seconds: 0,
    seed,
  }
  try {
    while (report.flips < count) {
      const target = report.flips % 2 === 0 ? 'file' : 'row'
      const { where, violations, kind } = await playFlip(crashed, target, random.between(0, 2 ** 32 - 1))
      report.flips += 1
      report.endings[kind] += 1
      if (violations.length === 0) continue
      report.violations += 1
      onViolation(where, violations)
    }
    return { ...report, seconds: Math.round((performance.now() - startedAt) / 100) / 10 }
  } finally {
    crashed.remove()
  }
}

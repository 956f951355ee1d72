import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { playRound, type RoundCounts, type RoundReport } from './round.ts'
import { SeededRandom } from './seeded-random.ts'

export interface SoakOptions {
  kills: number
  seed: number
  /** Hears of each round as it ends. */
  onRound?: (round: RoundReport, total: SoakReport) => void
}

export interface SoakReport extends RoundCounts {
  rounds: number
  seconds: number
  seed: number
}

/** More kills than this in one round would keep it from ever finishing. */
const mostKillsPerRound = 12

/** Rounds until so many kills have happened; everything random comes from the seed. */
export async function soak({ kills, seed, onRound }: SoakOptions): Promise<SoakReport> {
  const startedAt = performance.now()
  const random = new SeededRandom(seed)
  const folder = mkdtempSync(join(tmpdir(), 'stevedore-soak-'))
  const total: SoakReport = {
    objects: 0,
    wrong: 0,
    lost: 0,
    leaked: 0,
    resentBeyondInFlight: 0,
    kills: 0,
    seconds: 0,
    seed,
    rounds: 0,
    resent: 0,
    requests: 0,
    faults: 0,
  }
  try {
    while (total.kills < kills) {
      const roundFolder = join(folder, String(total.rounds))
      const most = Math.min(kills - total.kills, random.between(1, mostKillsPerRound))
      const round = await playRound(roundFolder, random.fork(), most)
      for (const [name, count] of Object.entries(round.counts) as [keyof RoundCounts, number][]) {
        total[name] += count
      }
      total.rounds += 1
      total.seconds = Math.round((performance.now() - startedAt) / 100) / 10
      onRound?.(round, total)
      rmSync(roundFolder, { recursive: true })
    }
    return total
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** True when nothing happened that must never happen. */
export function isClean(report: SoakReport): boolean {
  return report.wrong + report.lost + report.leaked + report.resentBeyondInFlight === 0
}

import { parseArgs } from 'node:util'
import { flipBits } from './flips.ts'
import { isClean, soak } from './soak.ts'

/**
 * `npm run soak -- --kills 200 --seed 7 --json` kills uploader and bucket again and again; `--flips 1000` flips bits in
 * the checkpoint instead. Exit code 0 when nothing was lost, wrong, left over or sent in vain.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    flips: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const seed = wholeNumber('--seed', values.seed ?? String(Date.now() % 2 ** 32), 0, 2 ** 32 - 1)
process.exit(values.flips === undefined ? await kill() : await flip(values.flips))

async function kill(): Promise<number> {
  const kills = wholeNumber('--kills', values.kills, 1, 100_000)
  const report = await soak({
    kills,
    seed,
    onRound: ({ counts, evidence }, total) => {
      for (const line of evidence) console.error(`round ${total.rounds}: ${line}`)
      if (values.json) return
      const { objects, requests, faults } = counts
      console.error(
        `round ${total.rounds}: ${objects} files, ${requests} requests, ${faults} faults; ` +
          `kill ${total.kills} of ${kills}, ${total.seconds} s`,
      )
    },
  })
  say(report)
  return isClean(report) ? 0 : 1
}

async function flip(count: string): Promise<number> {
  const flips = wholeNumber('--flips', count, 1, 1_000_000)
  const report = await flipBits(flips, seed, (where, violations) =>
    console.error(`${where}: ${violations.join('; ')}`),
  )
  say(report)
  return report.violations === 0 ? 0 : 1
}

function say(report: object): void {
  console.log(values.json ? JSON.stringify(report) : report)
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= min && value <= max) return value
  console.error(`${name} must be a whole number from ${min} to ${max}, not '${text}'.`)
  process.exit(2)
}

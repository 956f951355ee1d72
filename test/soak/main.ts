import { parseArgs } from 'node:util'
import { isClean, soak } from './soak.ts'

/** `npm run soak -- --kills 200 --seed 7 --json`: exit code 0 when nothing was lost, wrong, left over or sent in vain. */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const kills = wholeNumber('--kills', values.kills, 1, 100_000)
const seed = wholeNumber('--seed', values.seed ?? String(Date.now() % 2 ** 32), 0, 2 ** 32 - 1)

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
console.log(values.json ? JSON.stringify(report) : report)
process.exit(isClean(report) ? 0 : 1)

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= min && value <= max) return value
  console.error(`${name} must be a whole number from ${min} to ${max}, not '${text}'.`)
  process.exit(2)
}

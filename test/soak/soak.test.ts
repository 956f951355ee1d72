import { expect, it } from 'vitest'
import { soak } from './soak.ts'

it('six kills of the uploader and the bucket, with faults on the line, lose nothing and send nothing in vain', async () => {
  const evidence: string[] = []
  const report = await soak({
    kills: 6,
    seed: 20_261_121,
    onRound: (round) => evidence.push(...round.evidence),
  })
  expect(evidence).toEqual([])
  expect(report).toMatchObject({ kills: 6, wrong: 0, lost: 0, leaked: 0, resentBeyondInFlight: 0 })
  // The soak is worth something only if it really got in the way.
  expect(report.objects).toBeGreaterThan(0)
  expect(report.requests).toBeGreaterThan(20)
}, 90_000)

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findResends } from '../soak/ledger.ts'
import { partSizeBytes, UploadWorld } from './world/upload-world.ts'

const minuteMs = 60_000
/** The longest the engine waits between two probes. */
const probeIntervalMs = 30_000

let world: UploadWorld
beforeEach(async () => {
  world = await UploadWorld.open()
})
afterEach(() => world.close())

/** Nothing answers for so long, beginning with the first try of part 4. */
function outage(forMs: number): { endsAt(): number } {
  let endsAt = Number.NaN
  world.proxy.inject({
    phase: 'part',
    partNumber: 4,
    fault: { kind: 'refuse', forMs, onBegin: () => (endsAt = world.clock.now() + forMs) },
  })
  return { endsAt: () => endsAt }
}

describe('an endpoint that cannot be reached', () => {
  it('for ten minutes: the upload waits, uses up no attempt, and goes on within one probe interval', async () => {
    const away = outage(10 * minuteMs)
    const file = world.add('a.bin', 7 * partSizeBytes)
    await world.reaches(file, 'done')

    const waits = (world.uploader.shown.get(file.id) ?? []).filter(({ status }) => status === 'waiting')
    expect(waits).toHaveLength(1)
    expect(waits[0]).toMatchObject({ waitingFor: 'network', reason: { code: 'ConnectionRefused' } })
    expect(waits[0]?.since).toBeGreaterThan(0)

    const kinds = world.history(file).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'waiting')).toHaveLength(1)
    const attempts = world
      .history(file)
      .flatMap(({ kind, data }) => (kind === 'part-retry' ? [Number(data.attempt)] : []))
    expect(Math.max(0, ...attempts)).toBeLessThanOrEqual(1)

    const back = world.history(file).find(({ kind }) => kind === 'resumed')
    expect(back?.at).toBeGreaterThanOrEqual(away.endsAt())
    expect(back?.at).toBeLessThanOrEqual(away.endsAt() + probeIntervalMs)

    expect((await world.bucket.object('a.bin'))?.equals(file.bytes)).toBe(true)
    expect(await world.bucket.openUploads()).toEqual([])
    // Only what was on its way when the line broke goes again.
    const resends = findResends(world.proxy.requests, [])
    expect(resends.every(({ because }) => because !== null)).toBe(true)
    expect(resends.length).toBeLessThanOrEqual(2)
  })

  it('for two hours: the same', async () => {
    const away = outage(120 * minuteMs)
    const file = world.add('a.bin', 5 * partSizeBytes)
    await world.reaches(file, 'done')
    const back = world.history(file).find(({ kind }) => kind === 'resumed')
    expect(back?.at).toBeGreaterThanOrEqual(away.endsAt())
    expect(back?.at).toBeLessThanOrEqual(away.endsAt() + probeIntervalMs)
    expect((await world.bucket.object('a.bin'))?.equals(file.bytes)).toBe(true)
  })

  it('keeps the other uploads of that destination in the queue instead of letting each fail for itself', async () => {
    outage(10 * minuteMs)
    const first = world.add('a.bin', 5 * partSizeBytes)
    const others = ['b', 'c', 'd', 'e', 'f'].map((name) => world.add(`${name}.bin`, 5 * partSizeBytes))
    for (const file of [first, ...others]) await world.reaches(file, 'done')
    const waited = others.filter((file) => world.statuses(file).includes('waiting'))
    // Two files run at once, so at most one of the others was under way.
    expect(waited.length).toBeLessThanOrEqual(1)
    for (const file of others)
      expect((await world.bucket.object(file.objectKey))?.equals(file.bytes)).toBe(true)
  })

  it('ends at once when the system says that the network is back', async () => {
    const file = world.add('a.bin', 5 * partSizeBytes)
    await world.proxy.until(() => world.proxy.of('part').length > 1)
    await world.proxy.shut()
    await world.reaches(file, 'waiting')
    await world.proxy.open()
    const before = world.clock.now()
    world.uploader.engine.retryNow()
    await world.reaches(file, 'done')
    expect(world.clock.now() - before).toBeLessThan(probeIntervalMs)
    expect((await world.bucket.object('a.bin'))?.equals(file.bytes)).toBe(true)
  })
})

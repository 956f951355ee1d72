import { describe, expect, it } from 'vitest'
import type { EngineSettings } from '../../electron/engine/ports/engine.ts'
import { partSizeBytes, scriptedRig } from './support/scripted-rig.ts'

const KiB = 1024
const MiB = 1024 * KiB

const settings = (bandwidthLimit: number | null): EngineSettings => ({
  filesAtOnce: 2,
  partsAtOnce: 4,
  partSizeBytes,
  multipartThresholdBytes: partSizeBytes,
  bandwidthLimit,
})

function rig(bandwidthLimit: number, partsOf: Record<string, number>) {
  const world = scriptedRig({ settings: settings(bandwidthLimit) })
  const files = Object.entries(partsOf).map(([name, parts]) => ({
    ...world.queueFile({ parts }, { name }),
    name,
    parts,
  }))
  world.store.flow()
  world.engine.start()
  const sentBytes = (name?: string) =>
    world.store.requests
      .filter(({ operation, key }) => operation === 'uploadPart' && (name === undefined || key === name))
      .reduce((sum, { receivedBytes }) => sum + receivedBytes, 0)
  const expectCleanEnd = async () => {
    for (const { id, name, bytes, parts } of files) {
      await world.reached(id, 'done')
      expect(world.store.model.objects.get(name)?.bytes.equals(bytes)).toBe(true)
      expect(world.historyOf(id).filter((kind) => /retry|waiting/.test(kind))).toEqual([])
      const sent = world.store.of('uploadPart').filter(({ key }) => key === name)
      expect(sent.map(({ partNumber }) => Number(partNumber)).sort((a, b) => a - b)).toEqual(
        Array.from({ length: parts }, (_, index) => index + 1),
      )
    }
  }
  return { ...world, sentBytes, expectCleanEnd }
}

describe('a limit of 10 KB/s over eight parts at once', () => {
  it('is kept, shared fairly between two files, and no part is taken for stalled', async () => {
    const { clock, sentBytes, expectCleanEnd } = rig(10 * KiB, { 'a.bin': 8, 'b.bin': 4 })
    await clock.advance(40_000)
    expect(sentBytes()).toBeGreaterThan(0.9 * 400 * KiB)
    expect(sentBytes()).toBeLessThan(1.1 * 400 * KiB)
    expect(sentBytes('a.bin') / sentBytes('b.bin')).toBeGreaterThan(0.8)
    expect(sentBytes('a.bin') / sentBytes('b.bin')).toBeLessThan(1.25)
    await clock.advance(100_000)
    await expectCleanEnd()
  }, 60_000)
})

describe('a limit that changes while parts are on their way', () => {
  it('is obeyed from then on, down to 10 KB/s and up to none, and no part is taken for stalled', async () => {
    const { clock, engine, sentBytes, expectCleanEnd } = rig(1 * MiB, { 'a.bin': 20, 'b.bin': 20 })
    await clock.advance(1_000)
    expect(sentBytes()).toBeGreaterThan(0.8 * MiB)
    engine.configure(settings(10 * KiB))
    const before = sentBytes()
    // Far longer than a part may be silent.
    await clock.advance(90_000)
    expect(sentBytes() - before).toBeGreaterThan(0.9 * 900 * KiB)
    expect(sentBytes() - before).toBeLessThan(1.1 * 900 * KiB)
    engine.configure(settings(null))
    await clock.advance(1_000)
    await expectCleanEnd()
  }, 60_000)
})

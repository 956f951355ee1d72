import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HistoryUpkeep } from '../../electron/app/history-upkeep.ts'
import { defaultSettings } from '../../shared/settings.ts'
import { quietLog } from '../engine/support/quiet-log.ts'
import { PatientClock } from './patient-clock.ts'
import { partSizeBytes, UploadWorld } from './world/upload-world.ts'

const dayMs = 86_400_000

let world: UploadWorld
beforeEach(async () => {
  world = await UploadWorld.open()
})
afterEach(() => world.close())

function pass(days: number): void {
  if (!(world.clock instanceof PatientClock)) throw new Error('time does not obey this test')
  world.clock.pass(days * dayMs)
}

describe('a program that runs for weeks', () => {
  it('keeps a cancelled upload for 30 days, then takes its parts off the bucket, then its row off the list', async () => {
    world.proxy.inject({
      phase: 'part',
      partNumber: 4,
      fault: { kind: 'black-hole', readsBodyBytes: 1 },
    })
    const file = world.add('a.bin', 4.5 * partSizeBytes)
    await world.proxy.until(() => world.proxy.held.length === 1)
    const scope = { kind: 'ids' as const, ids: [file.id] }
    world.uploader.engine.cancel(scope, 'keep')
    await expect.poll(() => world.row(file).status, { timeout: 15_000 }).toBe('cancelled-kept')
    world.proxy.heal()

    const { checkpoint, engine } = world.uploader
    const upkeep = new HistoryUpkeep({
      history: checkpoint.history,
      engine,
      settings: () => ({ ...defaultSettings, keepCheckpointDays: 30, keepHistoryDays: 90 }),
      now: () => world.clock.now(),
      onRemoved: () => undefined,
      log: quietLog,
    })
    pass(29)
    await upkeep.run()
    expect(world.row(file).status).toBe('cancelled-kept')
    expect(await world.bucket.openUploads()).toHaveLength(1)

    pass(2)
    await upkeep.run()
    await expect.poll(() => world.row(file).status, { timeout: 15_000 }).toBe('cancelled-clean')
    expect(await world.bucket.openUploads()).toEqual([])

    pass(89)
    await upkeep.run()
    expect(checkpoint.queue.rows([file.id])).toHaveLength(1)
    pass(2)
    await upkeep.run()
    expect(checkpoint.queue.rows([file.id])).toEqual([])
    await upkeep.stop()
  })
})

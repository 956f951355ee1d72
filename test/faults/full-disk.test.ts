import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import { findResends } from '../soak/ledger.ts'
import { type LimitedDisk, mountLimitedDisk } from './limited-disk.ts'
import { partSizeBytes, UploadWorld } from './world/upload-world.ts'

const MiB = 1024 * 1024

let place: string
let disk: LimitedDisk | null
let whyNot: string
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'stevedore-disk-'))
  const mounted = mountLimitedDisk(join(place, 'disk'), 6 * MiB)
  disk = 'whyNot' in mounted ? null : mounted
  whyNot = 'whyNot' in mounted ? mounted.whyNot : ''
})
afterEach(() => {
  disk?.unmount()
  rmSync(place, { recursive: true, force: true })
})

describe('the disk that holds the checkpoint', () => {
  it('full in the middle: waits and says so, goes on when there is room, loses nothing', async (context) => {
    if (disk === null) return context.skip(whyNot)
    const full = disk
    const world = await UploadWorld.open({ checkpointFolder: full.path })
    try {
      let empty: () => void = () => undefined
      world.proxy.inject({
        phase: 'part',
        partNumber: 6,
        fault: {
          kind: 'hook',
          beforeAnswer: () => {
            empty = full.fill()
          },
        },
      })
      const file = world.add('a.bin', 40 * partSizeBytes)
      await expect.poll(() => world.uploader.told, { timeout: 10_000 }).toEqual(['CheckpointDiskFull'])
      // It stops instead of sending what it cannot record.
      const sent = world.proxy.of('part').length
      expect(sent).toBeLessThan(40)
      empty()
      await world.reaches(file, 'done')
      expect((await world.bucket.object('a.bin'))?.equals(file.bytes)).toBe(true)
      expect(await world.bucket.openUploads()).toEqual([])
      expect(world.uploader.told).toEqual(['CheckpointDiskFull', 'writable again'])
      expect(world.proxy.of('initiate')).toHaveLength(1)
      // Answers that could not be recorded are proved from the server's list, or sent once more.
      expect(findResends(world.proxy.requests, []).length).toBeLessThanOrEqual(2)
    } finally {
      await world.close()
    }
  })

  it('full at the start: says so, and starts when there is room (R4)', (context) => {
    if (disk === null) return context.skip(whyNot)
    const empty = disk.fill()
    const path = disk.path
    expect(() => openCheckpoint(path)).toThrow(expect.objectContaining({ code: 'CheckpointDiskFull' }))
    empty()
    const checkpoint = openCheckpoint(path)
    expect(checkpoint.notices).toEqual([])
    checkpoint.close()
  })
})

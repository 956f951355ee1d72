import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../electron/engine/system-ports.ts'
import { findResends } from '../soak/ledger.ts'
import { UploadWorld, type UploadWorldOptions } from './world/upload-world.ts'

const MiB = 1024 * 1024
const noAbort = new AbortController().signal

let world: UploadWorld
afterEach(() => world.close())

async function openWorld(settings: UploadWorldOptions['settings']): Promise<void> {
  // Real time: what is measured here is seconds on the wire.
  world = await UploadWorld.open({ clock: systemClock, settings: { partSizeBytes: MiB, ...settings } })
}

/** Bytes that reached the server from one second after `stop` was called until a second and a half later. */
async function bytesAfterASecond(stop: () => void): Promise<number> {
  stop()
  await systemClock.sleep(1_000, noAbort)
  const before = world.proxy.bytesToServer
  await systemClock.sleep(1_500, noAbort)
  return world.proxy.bytesToServer - before
}

const everything = { kind: 'all', filter: 'all' } as const

describe('pausing a running upload', () => {
  it('lets no byte reach the server after one second, and resume goes on where it was', async () => {
    await openWorld({ partsAtOnce: 5, bandwidthLimit: 12 * MiB })
    const file = world.add('a.bin', 40 * MiB)
    await world.proxy.until(
      () => world.proxy.of('part').filter((part) => part.clientStatus === 200).length > 3,
    )
    const { engine } = world.uploader
    expect(await bytesAfterASecond(() => engine.pause(everything))).toBe(0)
    expect(world.row(file).status).toBe('paused')

    const sent = new Set(
      world.proxy
        .of('part')
        .filter((part) => part.clientStatus === 200)
        .map((part) => part.partNumber),
    )
    engine.configure({
      filesAtOnce: 2,
      partsAtOnce: 5,
      partSizeBytes: MiB,
      multipartThresholdBytes: MiB,
      bandwidthLimit: null,
    })
    engine.resume(everything)
    await world.reaches(file, 'done')
    expect((await world.bucket.object('a.bin'))?.equals(file.bytes)).toBe(true)
    const resends = findResends(world.proxy.requests, [])
    expect(resends.filter(({ body }) => sent.has(Number(body.split('#')[1])))).toEqual([])
    expect(resends.length).toBeLessThanOrEqual(5)
  })

  it('lets no byte reach the server after one second while four files go up at once', async () => {
    await openWorld({ filesAtOnce: 4, partsAtOnce: 2, bandwidthLimit: 12 * MiB })
    for (const name of ['a', 'b', 'c', 'd']) world.add(name, 10 * MiB)
    await world.proxy.until(() => world.proxy.of('part').length > 8)
    expect(await bytesAfterASecond(() => world.uploader.engine.pause(everything))).toBe(0)
  })

  it.runIf(process.platform === 'linux')(
    'leaves nothing with the system that would go out by itself when the line is slow',
    async () => {
      await openWorld({ partSizeBytes: 32 * MiB, partsAtOnce: 1 })
      world.proxy.inject({ phase: 'part', fault: { kind: 'black-hole', readsBodyBytes: 1 } })
      world.add('a.bin', 64 * MiB)
      const port = Number(new URL(world.proxy.endpoint).port)
      await world.proxy.until(() => world.proxy.held.length === 1)
      await expect.poll(() => unsentBytesTowards(port)).toBeGreaterThan(100_000)
      world.uploader.engine.pause(everything)
      await systemClock.sleep(1_000, noAbort)
      expect(unsentBytesTowards(port)).toBe(0)
    },
  )
})

/** What the kernel still holds for connections to this port, from `/proc/net/tcp`: bytes nobody can call back by then. */
function unsentBytesTowards(port: number): number {
  const remote = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  let bytes = 0
  for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1)) {
    const [, , remoteAddress, , queues] = line.trim().split(/\s+/)
    if (remoteAddress?.endsWith(remote)) bytes += Number.parseInt(queues?.split(':')[0] ?? '0', 16)
  }
  return bytes
}

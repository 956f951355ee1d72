import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { partSizeBytes, type QueuedFile, UploadWorld } from '../world/upload-world.ts'

/**
 * What a program leaves that was killed in the middle of everything: an upload with parts up, one whose Complete is on its
 * way, one that was paused, one that waits its turn, and one that is done. The files stay where they are; checkpoint and
 * bucket are copies, as often as wanted.
 */
export interface CrashedProgram {
  files: QueuedFile[]
  /** Puts checkpoint and bucket, as they were at the kill, into the folder of a new world. */
  copyInto(folder: string): void
  remove(): void
}

export async function crashProgram(): Promise<CrashedProgram> {
  const world = await UploadWorld.open({ settings: { filesAtOnce: 2 } })
  const { proxy } = world
  const hang = { kind: 'black-hole', readsBodyBytes: 1 } as const
  const hung = (count: number) => proxy.until(() => proxy.held.length === count)

  const done = world.add('done.bin', 20_000)
  await world.reaches(done, 'done')

  proxy.inject({ phase: 'part', partNumber: 3, fault: hang })
  const paused = world.add('paused.bin', 3 * partSizeBytes)
  await hung(1)
  world.uploader.engine.pause({ kind: 'ids', ids: [paused.id] })
  await world.reaches(paused, 'paused')

  proxy.inject({ phase: 'part', partNumber: 2, fault: hang })
  proxy.inject({ phase: 'part', partNumber: 4, fault: hang })
  const sending = world.add('sending.bin', 4.5 * partSizeBytes)
  await hung(2)
  proxy.inject({ phase: 'complete', fault: hang })
  const completing = world.add('completing.bin', 1.5 * partSizeBytes)
  await hung(3)
  const queued = world.add('queued.bin', 1.2 * partSizeBytes)

  const copy = mkdtempSync(join(tmpdir(), 'stevedore-crashed-'))
  for (const part of ['checkpoint', 'bucket'])
    cpSync(join(world.folder, part), join(copy, part), { recursive: true })
  await world.stop()
  return {
    files: [done, paused, sending, completing, queued],
    copyInto: (folder) => cpSync(copy, folder, { recursive: true }),
    remove: () => {
      rmSync(copy, { recursive: true })
      void world.close()
    },
  }
}

import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { localFiles } from '../../electron/files/local-files.ts'
import { findResends } from '../soak/ledger.ts'
import { forbidReading, grow, overwrite, replace, seededBytes, shrink } from './file-faults.ts'
import {
  expectedFileOutcomes,
  type FileFault,
  type FileOutcome,
  type FilePhase,
  fileFaults,
  fileOutcomes,
  filePhases,
} from './file-outcomes.ts'
import { LockableFiles } from './lockable-files.ts'
import { giveAway, withoutPrivileges } from './privileges.ts'
import { partSizeBytes, type QueuedFile, UploadWorld } from './world/upload-world.ts'

const files = new LockableFiles(localFiles)
let world: UploadWorld
beforeEach(async () => {
  // One part after the other: what is up when it happens is the same every time.
  world = await UploadWorld.open({ files, settings: { filesAtOnce: 1, partsAtOnce: 1 } })
})
afterEach(() => world.close())

const fiveParts = 4.5 * partSizeBytes

/** Lets it happen to the file; answers what ends it, where it can end. */
function strike(fault: FileFault, { path, bytes }: QueuedFile): () => void {
  switch (fault) {
    case 'shrinks':
      shrink(path, Math.floor(bytes.length / 2))
      break
    case 'grows':
      grow(path, seededBytes(10_000, 'more'))
      break
    case 'overwritten':
      overwrite(path, 10, Buffer.from('another beginning'))
      break
    case 'replaced':
      replace(path, seededBytes(bytes.length, 'other'))
      break
    case 'deleted': {
      const aside = join(world.folder, 'aside')
      renameSync(path, aside)
      return () => renameSync(aside, path)
    }
    case 'locked':
      files.lock(path)
      return () => files.unlock(path)
    case 'forbidden':
      return forbidReading(path)
  }
  return () => undefined
}

/** Why the row says that it waits or has failed. */
const codes: Partial<Record<FileFault, string>> = {
  deleted: 'FileNotFound',
  locked: 'FileLocked',
  forbidden: 'FileNotReadable',
}

/** Leads an upload to `phase`, where it happens; `mend` ends it. */
async function play(fault: FileFault, phase: FilePhase): Promise<{ file: QueuedFile; mend: () => void }> {
  let mend: () => void = () => undefined
  let file: QueuedFile
  const act = () => {
    mend = strike(fault, file)
  }
  const hit = (rule: Omit<Parameters<typeof world.proxy.inject>[0], 'fault'>) =>
    world.proxy.inject({
      ...rule,
      fault: { kind: 'hook', [phase === 'joining' ? 'before' : 'beforeAnswer']: act },
    })
  switch (phase) {
    case 'queued': {
      const turn = Promise.withResolvers<void>()
      world.proxy.inject({ phase: 'put', fault: { kind: 'hook', before: () => turn.promise } })
      world.add('first.bin', 1000)
      file = world.add('a.bin', fiveParts)
      act()
      turn.resolve()
      break
    }
    case 'opening':
      hit({ phase: 'initiate' })
      file = world.add('a.bin', fiveParts)
      break
    case 'sending':
      hit({ phase: 'part', partNumber: 3 })
      file = world.add('a.bin', fiveParts)
      break
    case 'last part':
      hit({ phase: 'part', partNumber: 5 })
      file = world.add('a.bin', fiveParts)
      break
    case 'joining':
      hit({ phase: 'complete' })
      file = world.add('a.bin', fiveParts)
      break
    case 'small':
      hit({ phase: 'put' })
      file = world.add('a.bin', partSizeBytes - 1000)
      break
    case 'stopped':
      file = await world.interrupted('a.bin', fiveParts, 3)
      act()
      world.start()
      break
  }
  return { file, mend: () => mend() }
}

const kinds = (file: QueuedFile) => world.history(file).map(({ kind }) => kind)
const isRetried = (file: QueuedFile) => kinds(file).some((kind) => /retry|waiting|file-changed/.test(kind))

async function expectObject(file: QueuedFile, bytes: Buffer): Promise<void> {
  expect((await world.bucket.object(file.objectKey))?.equals(bytes)).toBe(true)
}

/** What shows that the program did what the table says. */
const proofs: Record<
  FileOutcome,
  (file: QueuedFile, fault: FileFault, mend: () => void) => Promise<void> | void
> = {
  async 'as it is'(file) {
    await world.reaches(file, 'done')
    await expectObject(file, readFileSync(file.path))
    expect(isRetried(file)).toBe(false)
  },
  async 'all again'(file) {
    await world.reaches(file, 'done')
    await expectObject(file, readFileSync(file.path))
    expect(kinds(file)).toContain('file-changed')
  },
  async 'as it was'(file, _fault, mend) {
    await world.reaches(file, 'done')
    mend()
    await expectObject(file, file.bytes)
    expect(isRetried(file)).toBe(false)
  },
  async fails(file, fault, mend) {
    const { reason } = await world.reaches(file, 'failed')
    expect(reason).toMatchObject({ code: codes[fault], fromServer: false })
    expect(world.proxy.requests.filter(({ objectKey }) => objectKey === file.objectKey)).toEqual([])
    mend()
    world.uploader.engine.resume({ kind: 'ids', ids: [file.id] })
    await world.reaches(file, 'done')
    await expectObject(file, file.bytes)
  },
  async waits(file, fault, mend) {
    const row = await world.reaches(file, 'waiting')
    expect(row).toMatchObject({ waitingFor: 'file', reason: { code: codes[fault] } })
    const other = world.add('b.bin', fiveParts)
    await world.reaches(other, 'done')
    mend()
    await world.reaches(file, 'done')
    await expectObject(file, file.bytes)
    const resends = findResends(world.proxy.requests, [])
    expect(resends.filter(({ because }) => because === null)).toEqual([])
  },
  async 'goes on'(file, _fault, mend) {
    await world.reaches(file, 'done')
    mend()
    await expectObject(file, file.bytes)
    expect(isRetried(file)).toBe(false)
  },
}

describe.each(filePhases)('the file, %s', (phase) => {
  const cases = fileFaults.map((fault) => {
    const outcome = expectedFileOutcomes[fault][phase]
    return { fault, outcome, says: fileOutcomes[outcome] }
  })
  it.for(cases)('$fault: $says', async ({ fault, outcome }, { skip }) => {
    if (fault === 'forbidden' && process.platform === 'win32')
      return skip('chmod does not take reading away on Windows')
    const run = async () => {
      const { file, mend } = await play(fault, phase)
      await proofs[outcome](file, fault, mend)
      expect(await world.bucket.openUploads()).toEqual([])
      const { uploads } = world.uploader.checkpoint
      expect([uploads.get(file.id)?.checkpoint, uploads.parts(file.id).parts]).toEqual([null, []])
    }
    if (fault !== 'forbidden') return run()
    // Root may read everything. As nobody the tests need their own folder.
    giveAway(world.folder)
    await withoutPrivileges(run)
  })
})

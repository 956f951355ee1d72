import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { continueCounting, type EnqueuePorts, enqueue } from '../../electron/engine/enqueue.ts'
import type { NewBatch } from '../../electron/engine/ports/intake-store.ts'
import type { WalkedEntry } from '../../electron/engine/ports/local-files.ts'
import { localFiles } from '../../electron/files/local-files.ts'
import { FakeClock } from './support/fake-clock.ts'
import { quietLog } from './support/quiet-log.ts'
import { TestCheckpoint } from './support/test-checkpoint.ts'

const never = new AbortController().signal

function rig(walk: EnqueuePorts['files']['walk'] = localFiles.walk) {
  const clock = new FakeClock()
  const checkpoint = new TestCheckpoint(() => clock.now())
  checkpoint.saveDestination('dock', 'https://dock.example')
  const folder = mkdtempSync(join(tmpdir(), 'stevedore-enqueue-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const ports: EnqueuePorts = { files: { walk }, intake: checkpoint.intake, clock, log: quietLog }
  const batch = (roots: string[], change: Partial<NewBatch> = {}): NewBatch => ({
    destinationId: 'dock',
    bucket: 'harbour',
    name: 'drop',
    roots,
    prefix: 'in/',
    conflictPolicy: 'overwrite',
    metadata: {},
    followLinks: false,
    resume: true,
    ...change,
  })
  const rows = () => checkpoint.ids().map((id) => checkpoint.row(id))
  return { clock, checkpoint, folder, ports, batch, rows }
}

/** A walk that gives `count` files and waits at the gates. */
function gatedWalk(count: number, gates: Map<number, Promise<void>>): EnqueuePorts['files']['walk'] {
  return async function* walk(_roots, { signal }): AsyncGenerator<WalkedEntry[]> {
    for (let index = 0; index < count; index += 1) {
      await gates.get(index)
      signal.throwIfAborted()
      yield [{ kind: 'file', path: `/drop/${index}`, name: `drop/${index}`, sizeBytes: 10 }]
    }
  }
}

const options = { signal: never, normalizeNames: false, onAdded: () => undefined }

describe('enqueue', () => {
  it('answers with the batch at once and gives rows for all files, with prefix and name as key (R23)', async () => {
    const { ports, batch, folder, rows, checkpoint } = rig()
    mkdirSync(join(folder, 'drop/sub'), { recursive: true })
    writeFileSync(join(folder, 'drop/a.txt'), '1')
    writeFileSync(join(folder, 'drop/sub/b.txt'), '22')
    const { batchId, counted } = enqueue(ports, batch([join(folder, 'drop')]), options)
    expect(checkpoint.open.queue.batches()).toMatchObject([{ id: batchId, status: 'counting' }])
    expect(await counted).toEqual({ files: 2, bytes: 3, leftOut: 0 })
    expect(
      rows()
        .map(({ name, objectKey, sizeBytes }) => [name, objectKey, sizeBytes])
        .sort(),
    ).toEqual([
      ['drop/a.txt', 'in/drop/a.txt', 1],
      ['drop/sub/b.txt', 'in/drop/sub/b.txt', 2],
    ])
    expect(checkpoint.open.queue.batches()[0]?.status).toBe('open')
  })

  it('shows rows while the walk still goes on: the first after 64, then after 500, or after a fifth of a second', async () => {
    const gate = Promise.withResolvers<void>()
    const { ports, batch, checkpoint } = rig(gatedWalk(566, new Map([[565, gate.promise]])))
    const added: number[] = []
    const { counted } = enqueue(ports, batch(['/drop']), {
      ...options,
      onAdded: () => added.push(checkpoint.open.queue.counts().byFilter.all),
    })
    await expect.poll(() => added).toEqual([64, 564])
    gate.resolve()
    await counted
    expect(added.at(-1)).toBe(566)
  })

  it('does not keep a slow walk waiting for 500', async () => {
    const gates = [1, 2].map(() => Promise.withResolvers<void>())
    const [first, second] = gates
    const { ports, batch, clock, checkpoint } = rig(
      gatedWalk(3, new Map(gates.map(({ promise }, index) => [index + 1, promise]))),
    )
    const { counted } = enqueue(ports, batch(['/drop']), options)
    await clock.advance(250)
    first?.resolve()
    await expect.poll(() => checkpoint.ids().length).toBe(2)
    second?.resolve()
    await counted
  })

  it('walks a batch again that was cut short, without doubling what is there', async () => {
    const gate = Promise.withResolvers<void>()
    const { ports, batch, checkpoint } = rig(gatedWalk(700, new Map([[600, gate.promise]])))
    const quit = new AbortController()
    const { counted } = enqueue(ports, batch(['/drop']), { ...options, signal: quit.signal })
    await expect.poll(() => checkpoint.ids().length).toBe(564)
    quit.abort(new Error('quit'))
    gate.resolve()
    await expect(counted).rejects.toThrow('quit')
    const [again] = continueCounting({ ...ports, files: { walk: gatedWalk(700, new Map()) } }, options)
    expect(await again?.counted).toMatchObject({ files: 700 })
    expect(checkpoint.ids().length).toBe(700)
    expect(continueCounting(ports, options)).toEqual([])
  })

  it('leaves out what cannot be an object, with the reason, and takes the rest', async () => {
    const entries: WalkedEntry[] = [
      { kind: 'file', path: '/d/ok', name: 'd/ok', sizeBytes: 1 },
      { kind: 'file', path: '/d/long', name: `d/${'x'.repeat(1023)}`, sizeBytes: 1 },
      { kind: 'file', path: '/d/half', name: 'd/\ud800', sizeBytes: 1 },
    ]
    const { ports, batch, checkpoint } = rig(async function* walk() {
      yield entries
    })
    const { batchId, counted } = enqueue(ports, batch(['/d']), options)
    expect(await counted).toEqual({ files: 1, bytes: 1, leftOut: 2 })
    const leftOut = checkpoint.open.queue.leftOut(batchId, 10)
    expect(leftOut.map(({ path, error }) => [path, error.code]).sort()).toEqual([
      ['/d/half', 'NameNotUnicode'],
      ['/d/long', 'KeyTooLong'],
    ])
  })
})

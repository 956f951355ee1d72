import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openProgram, type Program } from '../../../electron/app/program.ts'
import type { Destination } from '../../../shared/destination.ts'
import type { Events, Request, Response } from '../../../shared/ipc.ts'
import type { PreflightView } from '../../../shared/preflight.ts'
import { testKeyStore } from '../support/key-store.ts'
import { testDesktop } from '../support/test-desktop.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

let folder: string
let program: Program
let told: PreflightView[]
let notices: Events['notice'][]
let asked: number
let destination: Destination

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stevedore-preflight-'))
  told = []
  asked = 0
  notices = []
  program = openTestProgram()
  program.start()
  destination = await call('destinations.createPractice', undefined)
})

/** On the folder of this test: a second one goes on where the first ended. */
function openTestProgram(): Program {
  return openProgram({
    dataFolder: join(folder, 'data'),
    keyStore: testKeyStore(),
    log: silent,
    send: (name, payload) => {
      if (name === 'preflight.changed') told.push(structuredClone(payload as PreflightView))
      if (name === 'notice') notices.push(payload as Events['notice'])
    },
    desktop: testDesktop(),
    onAsked: () => {
      asked += 1
    },
  })
}

/** Ends the program and starts it again on the same folder. */
async function restart(): Promise<void> {
  await program.stop()
  told = []
  asked = 0
  program = openTestProgram()
  program.start()
  await call('app.info', undefined)
}

afterEach(async () => {
  await program.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function call<K extends keyof Program['handlers']>(name: K, request: Request<K>): Promise<Response<K>> {
  return (await program.handlers[name](request as never)) as Response<K>
}

function file(name: string): string {
  const path = join(folder, 'files', name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, randomBytes(1000))
  return path
}

const begin = (...paths: string[]) => call('preflight.begin', { paths, destinationId: destination.id })

async function untilTold(isIt: (view: PreflightView) => boolean): Promise<PreflightView> {
  return vi.waitFor(() => {
    const found = told.find(isIt)
    if (!found) throw new Error(`not told yet: ${JSON.stringify(told.at(-1))}`)
    return found
  }, 15_000)
}

const untilReady = (id: number) => untilTold((view) => view.id === id && view.state === 'ready')
const untilSent = (id: number) => untilTold((view) => view.id === id && view.state === 'sent')

async function untilDone(count: number): Promise<void> {
  await vi.waitFor(async () => {
    expect((await call('queue.counts', undefined)).byFilter).toMatchObject({ all: count, done: count })
  }, 15_000)
}

/** An object of the bucket, as the file it is on this computer. */
const stored = (key: string) =>
  createHash('sha256')
    .update(readFileSync(join(folder, 'data/practice-bucket', destination.bucket, key)))
    .digest('hex')
const local = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

/** What a person sends when nothing is changed in the sheet. */
const asShown = ({ id, prefix, followLinks, conflictPolicy }: PreflightView) => ({
  id,
  prefix,
  followLinks,
  conflictPolicy,
  exceptions: {},
  metadata: {},
})

describe('a drop with nothing to decide', () => {
  it('goes up without a question', async () => {
    const path = file('a.bin')
    const { id, batchId } = await begin(path)
    expect(batchId).toBe(null)
    const sent = await untilSent(id)
    expect(sent).toMatchObject({ files: 1, bytes: 1000, items: 1, isShown: false })
    await untilDone(1)
    expect(stored('a.bin')).toBe(local(path))
    expect(await call('preflight.list', undefined)).toEqual([])
  })

  it('waits for a click where that is the setting', async () => {
    await call('settings.set', { askBeforeSending: 'always' })
    const { id } = await begin(file('a.bin'))
    const view = await untilReady(id)
    expect(view.isShown).toBe(true)
    expect((await call('queue.counts', undefined)).byFilter.all).toBe(0)
    await call('preflight.send', asShown(view))
    await untilDone(1)
  })

  it('is queued at once, unseen, where that is the setting', async () => {
    await call('settings.set', { askBeforeSending: 'never' })
    const { batchId } = await begin(file('a.bin'))
    expect(batchId).toBeGreaterThan(0)
    await untilDone(1)
    expect(told).toMatchObject([{ state: 'sent', isShown: false }])
  })

  it('goes up also while the bucket cannot be asked: the upload’s policy asks again', async () => {
    const away = await call('destinations.save', {
      id: 'away',
      kind: 'oss',
      name: 'away',
      endpoint: 'http://127.0.0.1:1',
      region: 'cn-hangzhou',
      bucket: 'away',
      prefix: '',
      signatureVersion: 'v4',
      isCustomDomain: false,
      metadata: {},
      accessKeyId: 'k',
      accessKeySecret: 's',
    })
    const { id } = await call('preflight.begin', { paths: [file('a.bin')], destinationId: away.id })
    const sent = await untilSent(id)
    expect(sent.conflicts).toMatchObject({ total: 0, unchecked: { reason: 'refused' } })
    await expect.poll(async () => (await call('queue.counts', undefined)).byFilter.all).toBe(1)
  })
})

describe('a drop of what the bucket has already', () => {
  async function again(): Promise<{ first: string; second: string }> {
    const first = file('one/a.bin')
    await untilSent((await begin(first)).id)
    await untilDone(1)
    return { first, second: file('two/a.bin') }
  }

  it('asks, names the object, and keeps both where that is chosen', async () => {
    const { first, second } = await again()
    const { id } = await begin(second, file('b.bin'))
    const view = await untilReady(id)
    expect(view).toMatchObject({ isShown: true, files: 2, conflictPolicy: 'overwrite' })
    expect(view.conflicts).toEqual({
      total: 1,
      entries: [
        {
          name: 'a.bin',
          objectKey: 'a.bin',
          sizeBytes: 1000,
          objectSizeBytes: 1000,
          lastModified: expect.any(Number),
        },
      ],
      unchecked: null,
    })
    await call('preflight.send', { ...asShown(view), conflictPolicy: 'rename' })
    await untilDone(3)
    expect(stored('a.bin')).toBe(local(first))
    expect(stored('a (1).bin')).toBe(local(second))
  })

  it('treats single files in another way where that is chosen', async () => {
    const first = ['a.bin', 'b.bin', 'c.bin'].map((name) => file(`one/${name}`))
    await untilSent((await begin(...first)).id)
    await untilDone(3)
    const second = ['a.bin', 'b.bin', 'c.bin'].map((name) => file(`two/${name}`))
    const view = await untilReady((await begin(...second)).id)
    expect(view.conflicts.total).toBe(3)
    await call('preflight.send', {
      ...asShown(view),
      conflictPolicy: 'skip',
      exceptions: { 'b.bin': 'overwrite', 'c.bin': 'rename' },
    })
    await vi.waitFor(async () => {
      expect((await call('queue.counts', undefined)).byFilter).toMatchObject({ all: 6, done: 6 })
    }, 15_000)
    expect(['a.bin', 'b.bin', 'c.bin', 'c (1).bin'].map(stored)).toEqual(
      [first[0], second[1], first[2], second[2]].map((path) => local(path ?? '')),
    )
  })

  it('asks nothing where the setting has decided already', async () => {
    const { first, second } = await again()
    await call('settings.set', { conflictPolicy: 'skip' })
    expect((await untilSent((await begin(second)).id)).conflicts.total).toBe(1)
    await untilDone(2)
    expect(stored('a.bin')).toBe(local(first))
  })

  it('looks again at another place, and waits there for the person', async () => {
    const { second } = await again()
    const { id } = await begin(second)
    await untilReady(id)
    await call('preflight.change', { id, prefix: '/free' })
    const moved = await untilTold((view) => view.state === 'ready' && view.prefix === 'free/')
    expect(moved).toMatchObject({ isShown: true, conflicts: { total: 0 } })
    expect(moved.keys).toEqual([{ name: 'a.bin', objectKey: 'free/a.bin' }])
    await call('preflight.send', { ...asShown(moved), metadata: { cacheControl: 'no-cache' } })
    await untilDone(2)
    expect(stored('free/a.bin')).toBe(local(second))
    const rows = await call('queue.page', {
      filter: 'all',
      search: 'free/',
      sort: 'added',
      descending: false,
      offset: 0,
      limit: 1,
    })
    const details = await call('queue.details', { id: rows.rows[0]?.id ?? 0 })
    expect(details?.metadata).toEqual({ cacheControl: 'no-cache' })
  })

  it('is sent by nobody but once, and given up without a trace', async () => {
    const { second } = await again()
    const { id } = await begin(second)
    const view = await untilReady(id)
    await call('preflight.cancel', { id })
    await expect(call('preflight.send', asShown(view))).rejects.toMatchObject({ code: 'PreflightGone' })
    expect((await call('queue.counts', undefined)).byFilter.all).toBe(1)
  })
})

describe('a drop of a folder', () => {
  it('asks when something is left out, and follows links when that is chosen', async () => {
    const path = dirname(file('shoot/a.bin'))
    symlinkSync(join(path, 'a.bin'), join(path, 'link.bin'))
    const { id } = await begin(path)
    const view = await untilReady(id)
    expect(view).toMatchObject({ isShown: true, files: 1, leftOut: { total: 1, links: 1 } })
    await call('preflight.change', { id, followLinks: true })
    const followed = await untilTold(({ state, followLinks }) => state === 'ready' && followLinks)
    expect(followed).toMatchObject({ files: 2, leftOut: { total: 0 } })
    await call('preflight.send', asShown(followed))
    await untilDone(2)
    expect(stored('shoot/link.bin')).toBe(local(join(path, 'a.bin')))
  })

  it('waits in the program for a window that comes later', async () => {
    const path = dirname(file('shoot/a.bin'))
    symlinkSync(join(path, 'nowhere'), join(path, 'link.bin'))
    const { id } = await begin(path)
    await untilReady(id)
    expect(await call('preflight.list', undefined)).toMatchObject([{ id, state: 'ready', isShown: true }])
  })

  it('refuses what is no absolute path and what has nowhere to go', async () => {
    await expect(begin('a.bin')).rejects.toMatchObject({ code: 'PathInvalid' })
    await expect(
      call('preflight.begin', { paths: [file('a.bin')], destinationId: 'gone' }),
    ).rejects.toMatchObject({ code: 'DestinationGone' })
  })
})

describe('a drop that waits when the program ends', () => {
  /** A drop that has to be looked at: one link is left out. */
  async function dropShoot(): Promise<{ id: number; path: string }> {
    const path = dirname(file('shoot/a.bin'))
    symlinkSync(join(path, 'a.bin'), join(path, 'link.bin'))
    const { id } = await begin(path)
    await untilReady(id)
    return { id, path }
  }

  it('is offered at the next start with what was chosen, and sent only when the person says so', async () => {
    const { id, path } = await dropShoot()
    await call('preflight.change', { id, prefix: 'kept place' })
    await call('preflight.change', {
      id,
      conflictPolicy: 'rename',
      exceptions: { 'kept place/shoot/a.bin': 'skip' },
      metadata: { cacheControl: 'no-cache' },
    })
    await restart()
    const [offered] = await call('preflight.list', undefined)
    expect(offered).toMatchObject({
      id,
      destinationId: destination.id,
      title: 'shoot',
      state: 'kept',
      isShown: false,
      prefix: 'kept place/',
      conflictPolicy: 'rename',
      exceptions: { 'kept place/shoot/a.bin': 'skip' },
      metadata: { cacheControl: 'no-cache' },
    })
    expect(asked).toBe(0)
    expect((await call('queue.counts', undefined)).byFilter.all).toBe(0)

    await call('preflight.look', { id })
    const view = await untilReady(id)
    expect(view).toMatchObject({ isShown: true, files: 1, prefix: 'kept place/' })
    await call('preflight.send', { ...asShown(view), metadata: view.metadata ?? {} })
    await untilDone(1)
    expect(stored('kept place/shoot/a.bin')).toBe(local(join(path, 'a.bin')))
    await restart()
    expect(await call('preflight.list', undefined)).toEqual([])
  })

  it('is asked about also where nothing would have to be decided', async () => {
    await call('settings.set', { askBeforeSending: 'always' })
    const { id } = await begin(file('a.bin'))
    await untilReady(id)
    await call('settings.set', { askBeforeSending: 'when-needed' })
    await restart()
    await call('preflight.look', { id })
    expect(await untilReady(id)).toMatchObject({ isShown: true })
    expect((await call('queue.counts', undefined)).byFilter.all).toBe(0)
  })

  it('is forgotten for ever when the person says so', async () => {
    const { id } = await dropShoot()
    await restart()
    await call('preflight.cancel', { id })
    await restart()
    expect(await call('preflight.list', undefined)).toEqual([])
    expect((await call('queue.counts', undefined)).byFilter.all).toBe(0)
  })

  it('goes up at the next start where the setting says that nothing is asked', async () => {
    const { path } = await dropShoot()
    await call('settings.set', { askBeforeSending: 'never' })
    await restart()
    await untilDone(1)
    expect(stored('shoot/a.bin')).toBe(local(join(path, 'a.bin')))
    expect(await call('preflight.list', undefined)).toEqual([])
  })

  it('is offered for another destination when its own is gone', async () => {
    const { id } = await dropShoot()
    const other = await call('destinations.duplicate', { id: destination.id })
    await restart()
    await call('destinations.remove', { id: destination.id })
    expect(await call('preflight.list', undefined)).toMatchObject([{ id, destinationId: other.id }])
    await call('destinations.remove', { id: other.id })
    expect(await call('preflight.list', undefined)).toMatchObject([{ id, destinationId: null }])
    await restart()
    expect(await call('preflight.list', undefined)).toMatchObject([{ id, destinationId: null }])
  })
})

describe('files from outside', () => {
  const beginOutside = (...paths: string[]) =>
    program.preflights.begin({ paths, destinationId: destination.id }, true)

  it('go up without a question where there is none, and the program says so', async () => {
    await call('app.info', undefined)
    const path = file('a.bin')
    await untilSent(beginOutside(path).id)
    await untilDone(1)
    expect(stored('a.bin')).toBe(local(path))
    await vi.waitFor(() =>
      expect(notices).toContainEqual({
        kind: 'addedFromOutside',
        level: 'info',
        params: { count: 1, name: destination.name },
      }),
    )
    expect(asked).toBe(0)
  })

  it('want a window when something is to be decided', async () => {
    const path = dirname(file('shoot/a.bin'))
    symlinkSync(join(path, 'nowhere'), join(path, 'link.bin'))
    const { id } = beginOutside(path)
    expect(await untilReady(id)).toMatchObject({ isShown: true, isFromOutside: true })
    expect(asked).toBeGreaterThan(0)
    expect((await call('queue.counts', undefined)).byFilter.all).toBe(0)
  })

  it('wait for the first destination, over a restart too, and take its prefix', async () => {
    await call('destinations.remove', { id: destination.id })
    const path = file('a.bin')
    const { id } = program.preflights.begin({ paths: [path], destinationId: null }, true)
    expect(asked).toBe(1)
    expect(await call('preflight.list', undefined)).toMatchObject([
      { id, state: 'kept', destinationId: null },
    ])
    destination = await call('destinations.createPractice', undefined)
    await untilSent(id)
    await untilDone(1)
    expect(stored('a.bin')).toBe(local(path))
  })

  it('that waited for a destination when the program ended are offered once there is one', async () => {
    await call('destinations.remove', { id: destination.id })
    const { id } = program.preflights.begin({ paths: [file('a.bin')], destinationId: null }, true)
    await restart()
    destination = await call('destinations.createPractice', undefined)
    expect(await call('preflight.list', undefined)).toMatchObject([
      { id, state: 'kept', destinationId: destination.id },
    ])
    expect((await call('queue.counts', undefined)).byFilter.all).toBe(0)
  })
})

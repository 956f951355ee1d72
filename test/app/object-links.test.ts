import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ObjectLinks } from '../../electron/app/object-links.ts'
import { openProgram, type Program } from '../../electron/app/program.ts'
import { type Credentials, staticCredentials } from '../../electron/oss/credentials.ts'
import { createOssStore, type OssStore } from '../../electron/oss/oss-store.ts'
import type { Request, Response } from '../../shared/ipc.ts'
import type { ObjectMetadata } from '../../shared/object-metadata.ts'
import { testKeyStore } from './support/key-store.ts'
import { testDesktop } from './support/test-desktop.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const now = Date.parse('2026-11-20T04:00:00Z')

let folder: string
let program: Program
let clipboard: string
let stores: OssStore[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stevedore-links-'))
  clipboard = ''
  stores = []
  program = openProgram({
    dataFolder: join(folder, 'data'),
    keyStore: testKeyStore(),
    log: silent,
    send() {},
    desktop: testDesktop({
      async copy(text) {
        clipboard = text
      },
    }),
  })
  program.start()
})

afterEach(async () => {
  await program.stop()
  for (const store of stores) await store.close()
  rmSync(folder, { recursive: true, force: true })
})

async function call<K extends keyof Program['handlers']>(name: K, request: Request<K>): Promise<Response<K>> {
  return (await program.handlers[name](request as never)) as Response<K>
}

/** Uploads a file to the practice bucket; answers its row's id and its bytes. */
async function uploaded(name: string, metadata: ObjectMetadata = {}): Promise<{ id: number; bytes: Buffer }> {
  const bytes = randomBytes(100_000)
  writeFileSync(join(folder, name), bytes)
  const destination = await call('destinations.createPractice', undefined)
  const { batchId } = await call('queue.add', {
    paths: [join(folder, name)],
    destinationId: destination.id,
    metadata,
  })
  const query = { filter: 'done', search: '', sort: 'added', descending: true, offset: 0, limit: 10 } as const
  const id = await vi.waitFor(async () => {
    const row = (await call('queue.page', query)).rows.find((found) => found.batchId === batchId)
    expect(row).toBeDefined()
    return row?.id ?? 0
  }, 20_000)
  return { id, bytes }
}

async function bytesAt(url: string): Promise<{ status: number; bytes: Buffer }> {
  const answer = await fetch(url)
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) }
}

describe('a link to an object', () => {
  it('in the clipboard hands out exactly the bytes that were uploaded', async () => {
    const { id, bytes } = await uploaded('夏 天+&?.bin')
    expect(await call('link.choices', { id })).toEqual({
      isPublic: false,
      isTemporary: false,
      credentialsEndAt: null,
      isThisComputer: true,
    })
    const copied = await call('link.copy', { id, kind: 'signed', expiresSeconds: 900 })
    expect(copied.isCutShort).toBe(false)
    expect(Math.abs((copied.endsAt ?? 0) - Date.now() - 900_000)).toBeLessThan(60_000)
    expect(new URL(clipboard).searchParams.get('x-oss-expires')).toBe('900')
    expect(await bytesAt(clipboard)).toEqual({ status: 200, bytes })
  })

  it('without a signature works for an object that everyone may read, and is refused for any other', async () => {
    const open = await uploaded('open.bin', { acl: 'public-read' })
    expect(await call('link.choices', { id: open.id })).toMatchObject({ isPublic: true })
    expect(await call('link.copy', { id: open.id, kind: 'public' })).toEqual({
      endsAt: null,
      isCutShort: false,
    })
    expect(clipboard).not.toContain('?')
    expect(await bytesAt(clipboard)).toEqual({ status: 200, bytes: open.bytes })

    const closed = await uploaded('closed.bin')
    await expect(call('link.copy', { id: closed.id, kind: 'public' })).rejects.toMatchObject({
      code: 'LinkNotPublic',
    })
    expect((await bytesAt(clipboard.replace('open.bin', 'closed.bin'))).status).toBe(403)
  })

  it('lives 7 days at most, as OSS has it', async () => {
    const { id } = await uploaded('a.bin')
    await call('link.copy', { id, kind: 'signed', expiresSeconds: 604_800 })
    expect((await bytesAt(clipboard)).status).toBe(200)
    await expect(call('link.copy', { id, kind: 'signed', expiresSeconds: 604_801 })).rejects.toMatchObject({
      code: 'LinkLifeOutOfRange',
    })
  })

  it('is refused for rows that are not there, for another bucket and before the object is there', async () => {
    await expect(call('link.copy', { id: 99, kind: 'public' })).rejects.toMatchObject({ code: 'UploadGone' })
    const { id } = await uploaded('a.bin')
    const details = await call('queue.details', { id })
    const row = (change: object) => ({ ...details, row: { ...details?.row, ...change } }) as typeof details
    const links = (found: typeof details) =>
      new ObjectLinks({
        destinations: program.destinations,
        details: () => found,
        copy: async () => {},
        now: Date.now,
      })
    await expect(links(row({ bucket: 'elsewhere' })).choices(id)).rejects.toMatchObject({
      code: 'DestinationMoved',
    })
    await expect(links(row({ status: 'uploading' })).choices(id)).rejects.toMatchObject({
      code: 'LinkNotYet',
    })
    await expect(links(row({ destinationId: 'gone' })).choices(id)).rejects.toMatchObject({
      code: 'DestinationGone',
    })
  })
})

describe('a link signed with temporary credentials (R21)', () => {
  async function linksWith(life: Partial<Credentials>): Promise<{ links: ObjectLinks; id: number }> {
    const { id } = await uploaded('a.bin')
    const destination = program.destinations.list()[0]
    const store = createOssStore({
      endpoint: destination?.endpoint ?? '',
      region: 'cn-hangzhou',
      bucket: destination?.bucket ?? '',
      credentials: staticCredentials({ accessKeyId: 'STS.x', accessKeySecret: 'y', ...life }),
      now: () => now,
    })
    stores.push(store)
    const links = new ObjectLinks({
      destinations: { find: (found) => program.destinations.find(found), open: async () => store },
      details: (found) => program.checkpoint.queue.details(found),
      copy: async (text) => {
        clipboard = text
      },
      now: () => now,
    })
    return { links, id }
  }

  it('ends with them where that is earlier than asked, and says so', async () => {
    const { links, id } = await linksWith({ securityToken: 't', expiresAt: now + 600_000 })
    expect(await links.choices(id)).toMatchObject({ isTemporary: true, credentialsEndAt: now + 600_000 })
    expect(await links.copy({ id, kind: 'signed', expiresSeconds: 3600 })).toEqual({
      endsAt: now + 600_000,
      isCutShort: true,
    })
    expect(new URL(clipboard).searchParams.get('x-oss-expires')).toBe('600')
    expect(await links.copy({ id, kind: 'signed', expiresSeconds: 60 })).toMatchObject({ isCutShort: false })
  })

  it('is not made once they have ended', async () => {
    const { links, id } = await linksWith({ securityToken: 't', expiresAt: now })
    await expect(links.copy({ id, kind: 'signed', expiresSeconds: 60 })).rejects.toMatchObject({
      data: { code: 'SecurityTokenExpired', retry: 'auth' },
    })
  })
})

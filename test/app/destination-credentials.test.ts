import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Destinations } from '../../electron/app/destinations.ts'
import { lastingStores } from '../../electron/app/lasting-stores.ts'
import { PracticeServer } from '../../electron/app/practice-server.ts'
import { Secrets } from '../../electron/app/secrets.ts'
import { type OpenCheckpoint, openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import { type PracticeBucket, startPracticeBucket } from '../../electron/practice-bucket/practice-bucket.ts'
import type { Destination, DestinationInput } from '../../shared/destination.ts'
import { testKeyStore } from './support/key-store.ts'
import { straightNetwork } from './support/straight-network.ts'

const noSignal = new AbortController().signal
const keys = { accessKeyId: 'first', accessKeySecret: 'hunter2' }
let folder: string
let checkpoint: OpenCheckpoint
let bucket: PracticeBucket
let destinations: Destinations
let told: Destination[][]
let usable: string[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stevedore-destinations-'))
  checkpoint = openCheckpoint(join(folder, 'checkpoint'))
  bucket = await startPracticeBucket({ dir: join(folder, 'bucket'), buckets: ['harbour'], ...keys })
  told = []
  usable = []
  destinations = new Destinations({
    table: checkpoint.destinations,
    secrets: new Secrets(testKeyStore(), checkpoint.credentials, 'linux'),
    practice: new PracticeServer(join(folder, 'practice'), () => undefined),
    network: straightNetwork(),
    now: Date.now,
    onChanged: (list) => told.push(list),
    onUsable: (id) => usable.push(id),
  })
})
afterEach(async () => {
  await destinations.close()
  checkpoint.close()
  await bucket.close()
  rmSync(folder, { recursive: true, force: true })
})

function input(change: Partial<DestinationInput>): DestinationInput {
  return {
    name: 'harbour',
    kind: 'oss',
    endpoint: bucket.endpoint,
    region: bucket.region,
    bucket: 'harbour',
    prefix: '',
    signatureVersion: 'v4',
    isCustomDomain: false,
    metadata: {},
    accessKeyId: '',
    ...change,
  }
}

function credentialFile(content: object): string {
  const path = join(folder, 'sts.json')
  writeFileSync(path, JSON.stringify(content))
  return path
}

const good = { AccessKeyId: 'first', AccessKeySecret: 'hunter2' }

describe('a destination whose credentials come from a file', () => {
  it('needs no secret, shows when they end, and can be used after a restart', async () => {
    const expiresAt = Math.floor(Date.now() / 1000) * 1000 + 3_600_000
    const path = credentialFile({ ...good, Expiration: new Date(expiresAt).toISOString() })
    const { id, ...saved } = await destinations.save(input({ credentialSource: { kind: 'file', path } }))
    expect(saved).toMatchObject({ hasSecret: true, credentialSource: { kind: 'file', path } })
    expect(checkpoint.credentials.destinationIds()).toEqual([])
    const store = await destinations.open(id)
    await store.probe(noSignal)
    expect(told.at(-1)).toMatchObject([{ credentialsExpireAt: expiresAt }])

    const again = new Destinations({
      table: checkpoint.destinations,
      secrets: new Secrets(testKeyStore(), checkpoint.credentials, 'linux'),
      practice: new PracticeServer(join(folder, 'practice'), () => undefined),
      network: straightNetwork(),
      now: Date.now,
      onChanged: () => undefined,
      onUsable: () => undefined,
    })
    await (await again.open(id)).probe(noSignal)
    await again.close()
  })

  it('forgets the secret that was typed before', async () => {
    const { id } = await destinations.save(input({ ...keys }))
    expect(checkpoint.credentials.destinationIds()).toEqual([id])
    const path = credentialFile(good)
    await destinations.save(input({ id, credentialSource: { kind: 'file', path } }))
    expect(checkpoint.credentials.destinationIds()).toEqual([])
    expect(usable).toEqual([id, id])
  })

  it('can be tested before it is saved, and the command is ended with the test', async () => {
    const script = join(folder, 'issue.mjs')
    writeFileSync(script, `console.log(${JSON.stringify(JSON.stringify(good))})`)
    const command = `"${process.execPath}" "${script}"`
    const store = await destinations.openUnsaved(input({ credentialSource: { kind: 'command', command } }))
    await store.probe(noSignal)
    await store.close()
    expect(destinations.list()).toEqual([])
  })

  it.each([
    [{ kind: 'file', path: 'sts.json' }, 'CredentialFileMissing'],
    [{ kind: 'command', command: ' ' }, 'CredentialCommandInvalid'],
    [{ kind: 'url', url: 'http://broker.example/' }, 'CredentialUrlInvalid'],
  ] as const)('is refused where the source cannot be right: %j', async (credentialSource, code) => {
    await expect(destinations.save(input({ credentialSource }))).rejects.toMatchObject({ data: { code } })
  })
})

describe('a destination that is changed while an upload runs', () => {
  it('is used as it is now from the next request on', async () => {
    const wrong = { accessKeyId: 'first', accessKeySecret: 'wrong' }
    const { id } = await destinations.save(input(wrong))
    const store = await lastingStores(destinations).open(id)
    await expect(store.probe(noSignal)).rejects.toMatchObject({ data: { code: 'SignatureDoesNotMatch' } })
    await destinations.save(input({ id, ...keys }))
    await store.probe(noSignal)
    const path = credentialFile(good)
    await destinations.save(input({ id, credentialSource: { kind: 'file', path } }))
    await store.probe(noSignal)
  })
})

describe('a destination whose uploads wait for credentials', () => {
  it('says so with the reason until they have another chance', async () => {
    const { id } = await destinations.save(input({ ...keys }))
    const error = { code: 'SecretMissing', retry: 'auth', message: 'missing', fromServer: false } as const
    destinations.credentialsNeeded(id, error)
    expect(destinations.find(id)?.credentialProblem).toEqual(error)
    destinations.credentialsNeeded(id, null)
    expect(destinations.find(id)).not.toHaveProperty('credentialProblem')
  })
})

describe('a destination that is removed', () => {
  it('leaves nothing of its sealed secret in the database file, its log included, nor in memory', async () => {
    const securityToken = 'a token as long as they are. '.repeat(100)
    const { id } = await destinations.save(
      input({ ...keys, securityToken, credentialSource: { kind: 'sts', expiresAt: null } }),
    )
    const sealed = checkpoint.credentials.find(id)
    expect(sealed?.length).toBeGreaterThan(3_000)
    const traces = () => {
      const files = [checkpoint.file, `${checkpoint.file}-wal`].map((file) => readFileSync(file))
      // Each kilobyte of it: an overflow page holds up to four.
      return Array.from({ length: 3 }, (_, index) =>
        sealed?.subarray(index * 1000 + 100, index * 1000 + 150),
      ).filter((piece) => piece && files.some((file) => file.includes(piece))).length
    }
    expect(traces()).toBeGreaterThan(0)
    await destinations.remove(id)
    expect(traces()).toBe(0)
    await expect(destinations.open(id)).rejects.toMatchObject({ data: { code: 'DestinationGone' } })
  })

  it('and a secret that is replaced leaves nothing of the old one either', async () => {
    const { id } = await destinations.save(input({ ...keys }))
    const old = checkpoint.credentials.find(id) ?? Buffer.alloc(0)
    await destinations.save(input({ id, accessKeyId: 'first', accessKeySecret: 'another one' }))
    const files = [checkpoint.file, `${checkpoint.file}-wal`].map((file) => readFileSync(file))
    expect(old.length).toBeGreaterThan(20)
    expect(files.some((file) => file.includes(old))).toBe(false)
    expect(files.some((file) => file.includes(checkpoint.credentials.find(id) ?? 'nothing'))).toBe(true)
  })
})

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openLog } from '../../electron/app/log.ts'
import { openProgram, type Program } from '../../electron/app/program.ts'
import { startPracticeBucket } from '../../electron/practice-bucket/practice-bucket.ts'
import type { Request, Response } from '../../shared/ipc.ts'
import type { UploadRow } from '../../shared/queue.ts'
import { startHttpProxy } from '../support/http-proxy.ts'
import { testAuthority } from '../support/test-authority.ts'
import { startTlsFront } from '../support/tls-front.ts'
import { testKeyStore } from './support/key-store.ts'
import { testDesktop } from './support/test-desktop.ts'

const logIn = { username: 'wang', password: 'correct-horse-battery' }
const wrongPassword = 'tr0ub4dor-and-three'
const keys = { accessKeyId: 'test', accessKeySecret: 'test-secret' }

const films = {
  name: '',
  kind: 'oss',
  endpoint: 'https://oss.stevedore.test',
  region: 'cn-hangzhou',
  bucket: 'films',
  prefix: '',
  signatureVersion: 'v4',
  isCustomDomain: false,
  metadata: {},
  accessKeyId: '',
} as const

let folder: string
let program: Program
let systemAnswer: string
const cleanUps: (() => unknown)[] = []

function open(isProtected = true): Program {
  const opened = openProgram({
    dataFolder: join(folder, 'data'),
    keyStore: testKeyStore(isProtected ? {} : { backend: 'basic_text' }),
    resolveProxy: async () => systemAnswer,
    log: openLog(join(folder, 'logs')),
    send: () => undefined,
    desktop: testDesktop(),
  })
  cleanUps.push(() => opened.stop())
  return opened
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stevedore-proxy-'))
  systemAnswer = 'DIRECT'
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }))
  program = open()
  program.start()
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function call<K extends keyof Program['handlers']>(name: K, request: Request<K>): Promise<Response<K>> {
  return (await program.handlers[name](request as never)) as Response<K>
}

const all = { filter: 'all', search: '', sort: 'added', descending: false, offset: 0, limit: 9 } as const
async function until(isReached: (row: UploadRow) => boolean): Promise<UploadRow> {
  return await vi.waitFor(
    async () => {
      const [row] = (await call('queue.page', all)).rows
      if (row === undefined || !isReached(row)) throw new Error(`not yet: ${JSON.stringify(row)}`)
      return row
    },
    { timeout: 15_000, interval: 20 },
  )
}

/** A bucket behind TLS of its own authority, beyond a proxy that alone knows its name; one file on its way there. */
async function office() {
  const bucket = await startPracticeBucket({
    dir: join(folder, 'bucket'),
    buckets: ['films'],
    region: films.region,
    ...keys,
  })
  cleanUps.push(() => bucket.close())
  const front = await startTlsFront(testAuthority.good, bucket.endpoint)
  cleanUps.push(front.close)
  const leadsTo = { host: '127.0.0.1', port: Number(new URL(front.endpoint).port) }
  const proxy = await startHttpProxy({ logIn, leadsTo })
  cleanUps.push(proxy.close)
  const caFile = join(folder, 'ca.pem')
  writeFileSync(caFile, testAuthority.ca)
  const path = join(folder, 'a.bin')
  writeFileSync(path, 'a')
  const address = `http://127.0.0.1:${proxy.port}`
  return {
    proxy,
    caFile,
    address,
    path,
    as: (password?: string) => ({
      address,
      username: logIn.username,
      exceptions: '',
      ...(password !== undefined && { password }),
    }),
    async upload() {
      const { id } = await call('destinations.save', {
        ...films,
        ...keys,
      })
      await call('queue.add', { paths: [path], destinationId: id })
    },
  }
}

function everythingWritten(): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')
}

describe('an upload through a proxy that wants a password', () => {
  it('waits at a wrong one, uses up no attempt, and goes on by itself once the right one is entered', async () => {
    const { proxy, caFile, as, upload } = await office()
    await call('settings.set', { caFile })
    await call('proxy.save', as(wrongPassword))
    await upload()
    const waiting = await until(({ status }) => status === 'waiting')
    expect(waiting).toMatchObject({
      waitingFor: 'credentials',
      reason: {
        code: 'ProxyAuthenticationRequired',
        status: 407,
        params: { proxy: `127.0.0.1:${proxy.port}` },
      },
    })
    const { history } = (await call('queue.details', { id: waiting.id })) ?? { history: [] }
    expect(history.filter(({ kind }) => kind === 'retry')).toEqual([])
    const askedBefore = proxy.asked.length
    await call('proxy.save', as(logIn.password))
    await until(({ status }) => status === 'done')
    expect(proxy.asked.length).toBeGreaterThan(askedBefore)
    expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT films.oss.stevedore.test:443']))
  })

  it('leaves neither password readable in any file, nor in what the window is told', async () => {
    const { caFile, as, upload } = await office()
    await call('settings.set', { caFile })
    await call('proxy.save', as(wrongPassword))
    await upload()
    const waiting = await until(({ status }) => status === 'waiting')
    const settings = await call('proxy.save', as(logIn.password))
    await until(({ status }) => status === 'done')
    await program.stop()
    const told = JSON.stringify([waiting, settings, await call('settings.get', undefined).catch(() => null)])
    for (const password of [wrongPassword, logIn.password]) {
      const forms = [password, Buffer.from(`${logIn.username}:${password}`).toString('base64')]
      for (const form of forms) {
        expect(everythingWritten().includes(form), form).toBe(false)
        expect(told).not.toContain(form)
      }
    }
  })

  it('goes on after a restart with the password that was sealed', async () => {
    const { caFile, as, upload } = await office()
    await call('settings.set', { caFile })
    await call('proxy.save', as(logIn.password))
    await program.stop()
    program = open()
    program.start()
    expect(await call('proxy.get', undefined)).toEqual({ hasPassword: true })
    await upload()
    await until(({ status }) => status === 'done')
  })
})

describe('credentials from a URL', () => {
  it('are asked for over the proxy and with the authorities of the settings, as uploads are', async () => {
    const { proxy, caFile, as, path } = await office()
    const answers = createServer((_request, response) => {
      response.end(JSON.stringify({ AccessKeyId: keys.accessKeyId, AccessKeySecret: keys.accessKeySecret }))
    })
    await new Promise<void>((resolve) => answers.listen(0, '127.0.0.1', resolve))
    cleanUps.push(() => new Promise((resolve) => answers.close(resolve)))
    const { port } = answers.address() as AddressInfo
    const front = await startTlsFront(testAuthority.good, `http://127.0.0.1:${port}`)
    cleanUps.push(front.close)
    const ownProxy = await startHttpProxy({
      logIn,
      leadsTo: { host: '127.0.0.1', port: Number(new URL(front.endpoint).port) },
    })
    cleanUps.push(ownProxy.close)
    await call('settings.set', { caFile })
    await call('proxy.save', { ...as(logIn.password), address: `http://127.0.0.1:${ownProxy.port}` })
    const { id } = await call('destinations.save', {
      ...films,
      credentialSource: { kind: 'url', url: 'https://oss.stevedore.test/credentials?token=t' },
    })
    await call('queue.add', { paths: [path], destinationId: id })
    await vi.waitFor(() => expect(ownProxy.asked[0]).toBe('CONNECT oss.stevedore.test:443'), 10_000)
    // The bucket lies beyond the same proxy.
    await vi.waitFor(() => expect(ownProxy.asked).toContain('CONNECT films.oss.stevedore.test:443'), 10_000)
    expect(proxy.asked).toEqual([])
  })
})

describe('an upload whose way is closed by a setting goes on by itself', () => {
  it('when the proxy could not be reached and another one is entered', async () => {
    const { caFile, as, upload } = await office()
    const gone = await startHttpProxy()
    await gone.close()
    await call('settings.set', { caFile })
    await call('proxy.save', { ...as(), address: `http://127.0.0.1:${gone.port}` })
    await upload()
    await until(({ reason }) => reason?.code === 'ProxyUnreachable')
    await call('proxy.save', as(logIn.password))
    await until(({ status }) => status === 'done')
  })

  it('when the authority of the company is chosen', async () => {
    const { caFile, as, upload } = await office()
    await call('proxy.save', as(logIn.password))
    await upload()
    const waiting = await until(({ status }) => status === 'waiting')
    expect(waiting).toMatchObject({
      waitingFor: 'network',
      reason: { code: 'CertificateIssuerUnknown', retry: 'offline' },
    })
    await call('settings.set', { caFile })
    await until(({ status }) => status === 'done')
  })

  it('when the computer is in another network, where the system names another proxy', async () => {
    const { proxy, caFile, upload } = await office()
    // The proxy of the system is another one, without a log-in.
    const open = await startHttpProxy({ leadsTo: { host: '127.0.0.1', port: proxy.port } })
    cleanUps.push(open.close)
    const gone = await startHttpProxy()
    await gone.close()
    systemAnswer = `PROXY 127.0.0.1:${gone.port}`
    await call('settings.set', { caFile })
    await upload()
    await until(({ reason }) => reason?.code === 'ProxyUnreachable')
    systemAnswer = `PROXY 127.0.0.1:${gone.port}; PROXY 127.0.0.1:${open.port}`
    program.networkChanged()
    // It answers in HTTP where TLS is expected: proof enough that it was asked.
    await vi.waitFor(() => expect(open.asked).toContain('CONNECT films.oss.stevedore.test:443'), 10_000)
  })
})

describe('the proxy in the settings', () => {
  it('takes the log-in out of the address that was typed', async () => {
    const settings = await call('proxy.save', {
      address: ' wang:p%40ss@proxy.example:3128/ ',
      username: '',
      exceptions: ' *.corp.example ',
    })
    expect(settings).toMatchObject({
      proxyMode: 'manual',
      proxyAddress: 'http://proxy.example:3128',
      proxyUsername: 'wang',
      proxyExceptions: '*.corp.example',
    })
    expect(await call('proxy.get', undefined)).toEqual({ hasPassword: true })
  })

  it.each([
    { address: 'http://other.example:1', username: 'wang' },
    { address: 'http://proxy.example:1', username: 'li' },
    { address: 'socks5://proxy.example:1', username: 'wang' },
  ])('never gives a password to another proxy or user: %j', async (change) => {
    const proxy = { address: 'http://proxy.example:1', username: 'wang', exceptions: '' }
    await call('proxy.save', { ...proxy, password: 'p' })
    await call('proxy.save', { ...proxy, exceptions: 'other' })
    expect(await call('proxy.get', undefined)).toEqual({ hasPassword: true })
    await call('proxy.save', { ...proxy, ...change })
    expect(await call('proxy.get', undefined)).toEqual({ hasPassword: false })
  })

  it('keeps the password in memory only where the person or the system wants it so', async () => {
    await call('proxy.save', {
      address: 'h:1',
      username: 'u',
      password: 'p',
      exceptions: '',
      sessionOnly: true,
    })
    expect(await call('proxy.get', undefined)).toEqual({ hasPassword: true })
    await program.stop()
    program = open(false)
    expect(await call('proxy.get', undefined)).toEqual({ hasPassword: false })
    await call('proxy.save', { address: 'h:1', username: 'u', password: 'p', exceptions: '' })
    await program.stop()
    program = open(false)
    expect(await call('proxy.get', undefined)).toEqual({ hasPassword: false })
  })

  it.each(['', 'ftp://me:hunter2@h', 'me:hunter2@h:99999'])(
    'refuses the address %j without repeating a password, and stays as it was',
    async (address) => {
      const before = await call('settings.get', undefined)
      const refused = call('proxy.save', { address, username: '', exceptions: '' })
      await expect(refused).rejects.toMatchObject({ code: 'ProxyInvalid' })
      await expect(refused).rejects.toThrow(/^(?!.*hunter2)/)
      expect(await call('settings.get', undefined)).toEqual(before)
    },
  )

  it('refuses what could only fail later', async () => {
    await expect(call('settings.set', { proxyMode: 'manual' })).rejects.toMatchObject({
      code: 'ProxyInvalid',
    })
    await expect(call('settings.set', { caFile: join(folder, 'no.pem') })).rejects.toMatchObject({
      code: 'CaFileInvalid',
    })
    const long = { address: 'socks5://h:1', username: 'u', password: 'p'.repeat(256), exceptions: '' }
    await expect(call('proxy.save', long)).rejects.toMatchObject({ code: 'ProxyLoginTooLong' })
    const inClear = call('settings.set', { proxyAddress: 'http://me:hunter2@h:1' })
    await expect(inClear).rejects.toMatchObject({ code: 'SettingInvalid' })
    await expect(inClear).rejects.toThrow(/^(?!.*hunter2)/)
  })
})

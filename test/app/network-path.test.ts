import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { NetworkPath } from '../../electron/app/network-path.ts'
import { defaultSettings, type Settings } from '../../shared/settings.ts'
import { UploadError } from '../../shared/upload-error.ts'
import { testAuthority } from '../support/test-authority.ts'

const cleanUps: (() => void)[] = []
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp()
})

const oss = 'https://bucket.oss-cn-hangzhou.aliyuncs.com'
const direct = [{ kind: 'direct' }]

function setUp(change: Partial<Settings> = {}) {
  const world = {
    settings: { ...defaultSettings, ...change },
    answer: 'DIRECT' as string | Error | Promise<string>,
    password: null as string | null | UploadError,
    now: 0,
    asked: [] as string[],
    warnings: [] as string[],
    unusable: [] as string[],
  }
  const path = new NetworkPath({
    settings: () => world.settings,
    password: async () => {
      if (world.password instanceof UploadError) throw world.password
      return world.password
    },
    resolveProxy: async (url) => {
      world.asked.push(url)
      if (world.answer instanceof Error) throw world.answer
      return world.answer
    },
    log: { info: () => undefined, warn: (message) => void world.warnings.push(message) },
    now: () => world.now,
    onCaFileUnusable: ({ data }) => void world.unusable.push(String(data.params?.file)),
  })
  return { world, path, ways: async (origin = oss) => (await path.routeTo(origin)).ways }
}

describe('as the system says', () => {
  it('takes every way that the system names, in its order', async () => {
    const { world, ways } = setUp()
    world.answer = 'PROXY a:3128; SOCKS5 b:1080; DIRECT'
    expect(await ways()).toEqual([
      { kind: 'http', host: 'a', port: 3128 },
      { kind: 'socks5', host: 'b', port: 1080 },
      { kind: 'direct' },
    ])
    expect(world.asked).toEqual([`${oss}/`])
  })

  it('asks once a minute and keeps connections while the answer is the same', async () => {
    const { world, path } = setUp()
    world.answer = 'PROXY a:1'
    const first = await path.routeTo(oss)
    world.now = 59_999
    expect(await path.routeTo(oss)).toBe(first)
    expect(world.asked).toHaveLength(1)
    world.now = 60_000
    expect(await path.routeTo(oss)).toBe(first)
    expect(world.asked).toHaveLength(2)
    world.answer = 'PROXY b:1'
    world.now = 120_000
    const next = await path.routeTo(oss)
    expect(next).not.toBe(first)
    expect(next.ways).toEqual([{ kind: 'http', host: 'b', port: 1 }])
  })

  it('asks anew, for new connections, when the network has changed', async () => {
    const { world, path } = setUp()
    const first = await path.routeTo(oss)
    path.renew()
    expect(await path.routeTo(oss)).not.toBe(first)
    expect(world.asked).toHaveLength(2)
  })

  it('takes no answer that was asked for in the network before', async () => {
    const { world, path, ways } = setUp()
    const old = Promise.withResolvers<string>()
    world.answer = old.promise
    const early = path.routeTo(oss)
    path.renew()
    world.answer = 'PROXY new:1'
    expect(await ways()).toMatchObject([{ host: 'new' }])
    old.resolve('PROXY old:1')
    await early
    expect(await ways()).toMatchObject([{ host: 'new' }])
  })

  it('asks once for many requests at the same moment', async () => {
    const { world, path } = setUp()
    await Promise.all(Array.from({ length: 50 }, () => path.routeTo(oss)))
    expect(world.asked).toHaveLength(1)
  })

  it('goes straight, with a line in the log, when the system cannot say', async () => {
    const { world, ways } = setUp()
    world.answer = new Error('no PAC')
    expect(await ways()).toEqual(direct)
    expect(world.warnings).toHaveLength(1)
  })
})

it.each(['system', 'manual'] as const)(
  '%s never sends this computer itself through a proxy',
  async (proxyMode) => {
    const { world, ways } = setUp({ proxyMode, proxyAddress: 'http://a:1' })
    world.answer = 'PROXY a:1'
    for (const origin of ['http://127.0.0.1:9000', 'http://localhost:9000', 'http://[::1]:9000']) {
      expect(await ways(origin)).toEqual(direct)
    }
    expect(world.asked).toEqual([])
  },
)

it('none goes straight whatever the system says', async () => {
  const { world, ways } = setUp({ proxyMode: 'none', proxyAddress: 'http://a:1' })
  world.answer = 'PROXY a:1'
  expect(await ways()).toEqual(direct)
  expect(world.asked).toEqual([])
})

describe('a proxy of one’s own', () => {
  const manual = { proxyMode: 'manual', proxyAddress: 'socks5://a:1080', proxyUsername: 'wang' } as const

  it('is used with its log-in, but for the exceptions', async () => {
    const { world, ways } = setUp({ ...manual, proxyExceptions: '*.corp.example, 10.0.0.0/8' })
    world.password = 'p:w'
    expect(await ways()).toEqual([
      { kind: 'socks5', host: 'a', port: 1080, username: 'wang', password: 'p:w' },
    ])
    expect(await ways('https://store.corp.example')).toEqual(direct)
    expect(await ways('https://10.1.2.3:9000')).toEqual(direct)
  })

  it('without a user sends no log-in', async () => {
    const { world, ways } = setUp({ ...manual, proxyUsername: '' })
    world.password = 'left over'
    expect(await ways()).toEqual([{ kind: 'socks5', host: 'a', port: 1080 }])
  })

  it('makes uploads wait while its password is locked away, and goes on afterwards', async () => {
    const { world, ways } = setUp(manual)
    world.password = new UploadError({
      code: 'ProxyPasswordLocked',
      retry: 'auth',
      message: '',
      fromServer: false,
    })
    await expect(ways()).rejects.toBe(world.password)
    world.password = 'p'
    expect(await ways()).toMatchObject([{ password: 'p' }])
  })

  it('that has lost its address makes uploads wait, instead of going straight out', async () => {
    const { ways } = setUp({ ...manual, proxyAddress: '' })
    await expect(ways()).rejects.toMatchObject({ data: { code: 'ProxyInvalid', retry: 'auth' } })
  })
})

it('trusts less and says so once, when the file of authorities has gone, until it is back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stevedore-path-'))
  cleanUps.push(() => rmSync(folder, { recursive: true }))
  const caFile = join(folder, 'ca.pem')
  writeFileSync(caFile, 'no certificate')
  const { world, path } = setUp({ caFile })
  const { trust } = await path.routeTo(oss)
  expect(trust()).toBe(trust())
  expect(world.unusable).toEqual([caFile])
  const nextRound = async () => {
    path.renew()
    const route = await path.routeTo(oss)
    route.trust()
  }
  rmSync(caFile)
  await nextRound()
  expect(world.unusable).toEqual([caFile])
  expect(world.warnings).toHaveLength(2)
  writeFileSync(caFile, testAuthority.ca)
  await nextRound()
  rmSync(caFile)
  await nextRound()
  expect(world.unusable).toEqual([caFile, caFile])
})

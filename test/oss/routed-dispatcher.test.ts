import { afterEach, describe, expect, it } from 'vitest'
import type { ProxyChoice } from '../../electron/oss/proxy-choice.ts'
import { type Route, RoutedDispatcher } from '../../electron/oss/routed-dispatcher.ts'
import { trustContext } from '../../electron/oss/trusted-roots.ts'
import { UploadError } from '../../shared/upload-error.ts'
import { startHttpProxy } from '../support/http-proxy.ts'
import { oss, startScriptedServer, storedHeaders, writeOss } from './scripted-server.ts'
import { bodyOf, noSignal, openTestStore } from './test-store.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

const trust = () => trustContext(null)

/** A server, and a store that reaches it by whatever route is set. */
async function setUp() {
  const server = await startScriptedServer()
  server.play(oss(200, storedHeaders))
  cleanUps.push(server.close)
  const router = {
    route: { ways: [{ kind: 'direct' }], trust } as Route,
    failure: null as Error | null,
    async routeTo() {
      if (router.failure) throw router.failure
      return router.route
    },
  }
  const dispatcher = new RoutedDispatcher(router)
  cleanUps.push(() => dispatcher.destroy())
  const store = openTestStore(server.endpoint, { dispatcher })
  const put = (key: string) => store.putObject({ key, body: bodyOf('x'), metadata: {}, signal: noSignal })
  return { server, router, dispatcher, store, put }
}

async function startProxy() {
  const proxy = await startHttpProxy()
  cleanUps.push(proxy.close)
  const way: ProxyChoice = { kind: 'http', host: '127.0.0.1', port: proxy.port }
  return { proxy, route: { ways: [way], trust } satisfies Route }
}

describe('requests', () => {
  it('share connections as long as the route is the same', async () => {
    const { server, put } = await setUp()
    for (let count = 0; count < 10; count += 1) await put(`${count}`)
    expect(server.connections()).toBeLessThan(3)
  })

  it('take the new way after a change, while what is on its way arrives over the old one', async () => {
    const { server, router, put } = await setUp()
    const { proxy, route } = await startProxy()
    const arrived = Promise.withResolvers<void>()
    const letGo = Promise.withResolvers<void>()
    server.play(
      async ({ response, readBody }) => {
        await readBody()
        arrived.resolve()
        await letGo.promise
        writeOss(response, 200, storedHeaders)
      },
      oss(200, storedHeaders),
    )
    const slow = put('slow')
    await arrived.promise
    router.route = route
    await put('through')
    expect(proxy.asked).toEqual([`PUT ${server.endpoint}/demo-bucket/through`])
    letGo.resolve()
    await expect(slow).resolves.toMatchObject({ crc64: expect.any(String) })
    expect(server.requests.map(({ target }) => target)).toEqual(['/demo-bucket/slow', '/demo-bucket/through'])
  })

  it('try the ways of a route in their order', async () => {
    const { server, router, put } = await setUp()
    const gone = await startProxy()
    const { proxy, route } = await startProxy()
    await gone.proxy.close()
    router.route = { ways: [...gone.route.ways, ...route.ways], trust }
    await put('a')
    expect(proxy.asked).toHaveLength(1)
    expect(server.requests).toHaveLength(1)
  })

  it('fail with what the router says while there is no way, and go on once there is', async () => {
    const { router, put } = await setUp()
    router.failure = new UploadError({
      code: 'ProxyPasswordLocked',
      retry: 'auth',
      message: 'm',
      fromServer: false,
    })
    await expect(put('a')).rejects.toBe(router.failure)
    router.failure = null
    await expect(put('a')).resolves.toBeDefined()
  })

  it('fail at once when it is destroyed, also those over a way that was left', async () => {
    const { server, router, dispatcher, put } = await setUp()
    const { route } = await startProxy()
    const arrived = Promise.withResolvers<void>()
    server.play(() => arrived.resolve(), oss(200, storedHeaders))
    const stuck = put('stuck').catch((error: unknown) => error)
    await arrived.promise
    router.route = route
    await put('through')
    await dispatcher.destroy()
    await expect(stuck).resolves.toMatchObject({ data: { code: 'ConnectionReset' } })
    await expect(put('later')).rejects.toMatchObject({
      data: { code: 'ConnectionReset', retry: 'transient' },
    })
  })

  it('that are aborted while the router still thinks end at once', async () => {
    const { router, store } = await setUp()
    router.routeTo = () => new Promise(() => undefined)
    const abort = new AbortController()
    const put = store.putObject({ key: 'a', body: bodyOf('x'), metadata: {}, signal: abort.signal })
    abort.abort(new Error('paused'))
    await expect(put).rejects.toThrow('paused')
  })
})

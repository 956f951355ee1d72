import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { FirstReachable } from '../../electron/oss/first-reachable.ts'
import type { OssStore } from '../../electron/oss/oss-store.ts'
import type { ProxyChoice } from '../../electron/oss/proxy-choice.ts'
import { createDispatcher } from '../../electron/oss/proxy-dispatcher.ts'
import { runningBucket } from '../practice-bucket/running-bucket.ts'
import { startHttpProxy, type TestProxy } from '../support/http-proxy.ts'
import { startSocks5Proxy } from '../support/socks5-proxy.ts'
import { startTlsFront } from '../support/tls-front.ts'
import { withoutTimers } from '../support/without-timers.ts'
import { bodyAcrossCut, startEarlyAnswerServer } from './early-answer-server.ts'
import { loopbackCertificate } from './loopback-certificate.ts'
import { errorXml, oss, startScriptedServer, writeOss } from './scripted-server.ts'
import { standstill } from './standstill.ts'
import { bodyOf, countedBody, noSignal, openTestStore } from './test-store.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

const logIn = { username: 'häns@corp', password: 'pass:word/geheim' }
type Kind = 'http' | 'https' | 'socks5'

async function startProxy(kind: Kind, isLoggedIn = true): Promise<TestProxy> {
  const wanted = isLoggedIn ? { logIn } : {}
  const proxy =
    kind === 'socks5'
      ? await startSocks5Proxy(wanted)
      : await startHttpProxy({ ...wanted, ...(kind === 'https' && { tls: loopbackCertificate }) })
  cleanUps.push(proxy.close)
  return proxy
}

function choiceOf(kind: Kind, { port }: { port: number }, login: Partial<typeof logIn> = logIn): ProxyChoice {
  return { kind, host: '127.0.0.1', port, ...login }
}

function storeThrough(choice: ProxyChoice, endpoint: string): OssStore {
  const dispatcher = createDispatcher({ ca: loopbackCertificate.cert, connectTimeoutMs: 5000 }, choice)
  cleanUps.push(() => dispatcher.destroy())
  return openTestStore(endpoint, { dispatcher })
}

async function unusedPort(): Promise<number> {
  const proxy = await startHttpProxy()
  await proxy.close()
  return proxy.port
}

/** What a failure shows anywhere: its text, its data, its causes. */
async function failure(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => expect.unreachable('it should have failed'),
    (thrown) => thrown,
  )
  const everything = inspect(error, { depth: 10, showHidden: true })
  expect(everything).not.toContain(logIn.password)
  expect(everything).not.toContain(Buffer.from(`${logIn.username}:${logIn.password}`).toString('base64'))
  return error
}

const ways: [Kind, 'plain' | 'TLS'][] = [
  ['http', 'plain'],
  ['http', 'TLS'],
  ['https', 'plain'],
  ['https', 'TLS'],
  ['socks5', 'plain'],
  ['socks5', 'TLS'],
]

describe.each(ways)('through a %s proxy with a log-in to a %s endpoint', (kind, line) => {
  it('an object and a multipart upload arrive whole, over connections that are used again', async () => {
    const bucket = await runningBucket()
    const front = line === 'TLS' ? await startTlsFront(loopbackCertificate, bucket.endpoint) : bucket
    if (front !== bucket) cleanUps.push(front.close)
    const proxy = await startProxy(kind)
    const store = storeThrough(choiceOf(kind, proxy), front.endpoint)

    const bytes = randomBytes(3_000_000)
    await store.putObject({ key: 'a b.bin', body: bodyOf(bytes), metadata: {}, signal: noSignal })
    const uploadId = await store.initiateMultipartUpload({ key: 'parts', metadata: {}, signal: noSignal })
    const place = { key: 'parts', uploadId, metadata: {}, signal: noSignal }
    const { etag } = await store.uploadPart({ ...place, partNumber: 1, body: bodyOf(bytes) })
    await store.completeMultipartUpload({ ...place, parts: [{ partNumber: 1, etag }] })

    for (const key of ['a b.bin', 'parts']) {
      const { body } = await store.getObject({ key, signal: noSignal })
      expect(Buffer.concat(await body.toArray()).equals(bytes)).toBe(true)
    }
    const target = new URL(front.endpoint).host
    const isTunnel = kind === 'socks5' || line === 'TLS'
    if (isTunnel) {
      expect(new Set(proxy.asked)).toEqual(new Set([kind === 'socks5' ? target : `CONNECT ${target}`]))
      // Six requests; a body that is still being read may hold a connection for a moment longer.
      expect(proxy.asked.length).toBeLessThan(4)
    } else expect(proxy.asked[0]).toBe(`PUT ${front.endpoint}/demo-bucket/a%20b.bin`)
  })

  it('aborting rejects at once and resets the connection, so that the wire falls silent', async () => {
    const server = await startScriptedServer(line === 'TLS' ? loopbackCertificate : undefined)
    cleanUps.push(server.close)
    const arrived = Promise.withResolvers<IncomingMessage>()
    let received = 0
    server.play(({ request }) => {
      request.on('data', (chunk: Buffer) => {
        received += chunk.length
      })
      request.pause()
      arrived.resolve(request)
    })
    const proxy = await startProxy(kind)
    const store = storeThrough(choiceOf(kind, proxy), server.endpoint)
    const body = countedBody(200_000_000)
    const abort = new AbortController()
    const upload = store.putObject({ key: 'a', body, metadata: {}, signal: abort.signal })
    upload.catch(() => undefined)
    await arrived.promise
    // Nobody reads: the bytes pile up in the buffers along the way.
    const pulledBytes = await standstill(body.pulledBytes)
    proxy.hold(true)

    const reason = new Error('paused by the user')
    await withoutTimers(async () => {
      abort.abort(reason)
      await expect(upload).rejects.toBe(reason)
    })
    proxy.hold(false)
    ;(await arrived.promise).resume()
    await vi.waitFor(() => expect(proxy.ends).toHaveLength(1), { timeout: 5000 })
    expect(proxy.ends).toEqual(['reset'])
    expect(received).toBeLessThan(pulledBytes)
    expect(body.pulledBytes()).toBeLessThanOrEqual(pulledBytes)
  })

  it('an answer that comes while the body is still being sent is read', async () => {
    const server = await startScriptedServer(line === 'TLS' ? loopbackCertificate : undefined)
    cleanUps.push(server.close)
    server.play(({ response }) => writeOss(response, 403, {}, errorXml('AccessDenied')))
    const proxy = await startProxy(kind)
    const store = storeThrough(choiceOf(kind, proxy), server.endpoint)
    const body = countedBody(200_000_000)
    const upload = store.putObject({ key: 'a', body, metadata: {}, signal: noSignal })
    await expect(upload).rejects.toMatchObject({ data: { code: 'AccessDenied', status: 403 } })
    expect(body.pulledBytes()).toBeLessThan(100_000_000)
  })

  it('a wrong password is said with the name of the proxy, and never with the password', async () => {
    const server = await startScriptedServer(line === 'TLS' ? loopbackCertificate : undefined)
    cleanUps.push(server.close)
    const proxy = await startProxy(kind)
    const wrong = { ...logIn, username: 'somebody' }
    const store = storeThrough(choiceOf(kind, proxy, wrong), server.endpoint)
    const error = await failure(store.headObject({ key: 'a', signal: noSignal }))
    const schemes = kind === 'socks5' ? 'SOCKS5' : 'Basic'
    const params = { proxy: `127.0.0.1:${proxy.port}`, schemes }
    expect(error).toMatchObject({ data: { code: 'ProxyAuthenticationRequired', retry: 'auth', params } })
    expect(server.requests).toHaveLength(0)
  })

  it('a proxy that is not there is a state to wait out, not a failure', async () => {
    const port = await unusedPort()
    const scheme = line === 'TLS' ? 'https' : 'http'
    const store = storeThrough(choiceOf(kind, { port }), `${scheme}://127.0.0.1:9`)
    const error = await failure(store.headObject({ key: 'a', signal: noSignal }))
    const params = { proxy: `127.0.0.1:${port}`, reason: 'ConnectionRefused' }
    expect(error).toMatchObject({ data: { code: 'ProxyUnreachable', retry: 'offline', params } })
  })
})

describe('an early answer and a cut', () => {
  it('through an HTTP proxy that closes on us shows the answer, not the broken pipe', async () => {
    const xml = errorXml('AccessDenied')
    const server = await startEarlyAnswerServer(
      'HTTP/1.1 403 Forbidden\r\nx-oss-request-id: 6553F0B0A1B2C3D4E5F60718\r\n' +
        `content-type: application/xml\r\ncontent-length: ${xml.length}\r\n\r\n${xml}`,
    )
    cleanUps.push(server.close)
    // In absolute form the early answer is the proxy's own.
    const store = storeThrough(choiceOf('http', server), 'http://127.0.0.1:9')
    const body = bodyAcrossCut(server)
    const upload = store.putObject({ key: 'a', body, metadata: {}, signal: noSignal })
    await expect(upload).rejects.toMatchObject({ data: { code: 'AccessDenied', status: 403 } })
  })
})

describe('what a proxy says instead of connecting', () => {
  it.each(['http', 'https'])(
    'NTLM and Kerberos alone are named as not supported (%s endpoint)',
    async (scheme) => {
      const proxy = await startHttpProxy({
        logIn,
        challenges: ['Negotiate', 'NTLM', 'Digest realm="a, b", nonce="x"'],
      })
      cleanUps.push(proxy.close)
      const store = storeThrough(choiceOf('http', proxy, {}), `${scheme}://127.0.0.1:9`)
      const error = await failure(store.headObject({ key: 'a', signal: noSignal }))
      const params = { proxy: `127.0.0.1:${proxy.port}`, schemes: 'Negotiate, NTLM, Digest' }
      expect(error).toMatchObject({ data: { code: 'ProxyAuthenticationUnsupported', retry: 'auth', params } })
    },
  )

  it('a 407 in the middle of a body ends it without sending the rest', async () => {
    const proxy = await startHttpProxy({ logIn })
    cleanUps.push(proxy.close)
    const store = storeThrough(choiceOf('http', proxy, {}), 'http://127.0.0.1:9')
    const body = countedBody(200_000_000)
    const upload = store.putObject({ key: 'a', body, metadata: {}, signal: noSignal })
    expect(await failure(upload)).toMatchObject({ data: { code: 'ProxyAuthenticationRequired' } })
    expect(body.pulledBytes()).toBeLessThan(100_000_000)
  })

  it.each([
    [403, 'Forbidden by policy'],
    [502, 'Bad Gateway'],
  ])('a %s to CONNECT is said in its own words', async (status, reason) => {
    const proxy = await startHttpProxy({ refuse: { status, reason } })
    cleanUps.push(proxy.close)
    const store = storeThrough(choiceOf('http', proxy, {}), 'https://127.0.0.1:9')
    const error = await failure(store.headObject({ key: 'a', signal: noSignal }))
    const params = { proxy: `127.0.0.1:${proxy.port}`, target: '127.0.0.1:9', answer: `${status} ${reason}` }
    expect(error).toMatchObject({ data: { code: 'ProxyRefused', retry: 'offline', params } })
  })

  it('a SOCKS5 refusal is said in words', async () => {
    const proxy = await startSocks5Proxy({ reply: 2 })
    cleanUps.push(proxy.close)
    const store = storeThrough(choiceOf('socks5', proxy, {}), 'https://127.0.0.1:9')
    const error = await failure(store.headObject({ key: 'a', signal: noSignal }))
    expect(error).toMatchObject({
      data: { code: 'ProxyRefused', params: { answer: 'not allowed by its rules' } },
    })
  })

  it('a SOCKS5 proxy that wants a log-in and gets none is asked about', async () => {
    const proxy = await startProxy('socks5')
    const store = storeThrough(choiceOf('socks5', proxy, {}), 'https://127.0.0.1:9')
    const error = await failure(store.headObject({ key: 'a', signal: noSignal }))
    expect(error).toMatchObject({ data: { code: 'ProxyAuthenticationRequired', retry: 'auth' } })
  })

  it.each<Kind>(['http', 'socks5'])(
    'a server that is no %s proxy is not waited for in vain',
    async (kind) => {
      const server = await startScriptedServer()
      cleanUps.push(server.close)
      const store = storeThrough(
        choiceOf(kind, { port: Number(server.host.split(':')[1]) }, {}),
        'https://127.0.0.1:9',
      )
      const error = await failure(store.headObject({ key: 'a', signal: noSignal }))
      expect(error).toMatchObject({ data: { retry: 'offline' } })
    },
  )

  it('a certificate of an https proxy that is not trusted stops, and names the proxy', async () => {
    const proxy = await startProxy('https', false)
    const dispatcher = createDispatcher({}, choiceOf('https', proxy))
    cleanUps.push(() => dispatcher.destroy())
    const store = openTestStore('http://127.0.0.1:9', { dispatcher })
    const error = await failure(store.headObject({ key: 'a', signal: noSignal }))
    const params = { host: `127.0.0.1:${proxy.port}` }
    expect(error).toMatchObject({ data: { code: 'CertificateIssuerUnknown', retry: 'offline', params } })
  })

  it.each<[Kind, string]>([
    ['http', 'bucket.example:443'],
    ['socks5', 'bucket.example:443'],
  ])('an endpoint name is looked up by the %s proxy, not here', async (kind, target) => {
    const proxy = await startProxy(kind)
    const store = storeThrough(choiceOf(kind, proxy), 'https://bucket.example')
    await store.listBuckets(noSignal).catch(() => undefined)
    expect(proxy.asked).toEqual([kind === 'http' ? `CONNECT ${target}` : target])
  })
})

describe('a list of ways out', () => {
  async function scriptedOss() {
    const server = await startScriptedServer()
    cleanUps.push(server.close)
    server.play(oss(404))
    return server
  }

  function storeThroughList(choices: ProxyChoice[], endpoint: string, now?: () => number): OssStore {
    const dispatcher = new FirstReachable(
      choices.map((choice) => createDispatcher({}, choice)),
      now,
    )
    cleanUps.push(() => dispatcher.destroy())
    return openTestStore(endpoint, { dispatcher })
  }

  it('is tried in order, and what cannot be reached comes last for five minutes', async () => {
    const server = await scriptedOss()
    const dead = await startHttpProxy()
    await dead.close()
    const live = await startHttpProxy()
    cleanUps.push(live.close)
    let now = 0
    const choices = [choiceOf('http', dead, {}), choiceOf('http', live, {}), { kind: 'direct' as const }]
    const store = storeThroughList(choices, server.endpoint, () => now)
    const head = () => store.putObject({ key: 'a', body: bodyOf('x'), metadata: {}, signal: noSignal })
    await expect(head()).rejects.toMatchObject({ data: { status: 404 } })
    expect(live.asked).toHaveLength(1)
    expect(server.requests.at(-1)?.body.toString()).toBe('x')

    // The first comes up; it is not asked before its time.
    const again = await startHttpProxy({ port: dead.port })
    cleanUps.push(again.close)
    now = 299_999
    await expect(head()).rejects.toMatchObject({ data: { status: 404 } })
    expect([live.asked.length, again.asked.length]).toEqual([2, 0])
    now = 300_000
    await expect(head()).rejects.toMatchObject({ data: { status: 404 } })
    expect([live.asked.length, again.asked.length]).toEqual([2, 1])
  })

  it('with no way open tells of the first', async () => {
    const [first, second] = [await unusedPort(), await unusedPort()]
    const choices = [choiceOf('http', { port: first }, {}), choiceOf('socks5', { port: second }, {})]
    const store = storeThroughList(choices, 'http://127.0.0.1:9')
    const error = await failure(store.headObject({ key: 'a', signal: noSignal }))
    expect(error).toMatchObject({
      data: { code: 'ProxyUnreachable', params: { proxy: `127.0.0.1:${first}` } },
    })
  })

  it('is not gone through for a log-in that is missing', async () => {
    const server = await scriptedOss()
    const proxy = await startProxy('http')
    const store = storeThroughList([choiceOf('http', proxy, {}), { kind: 'direct' }], server.endpoint)
    const error = await failure(store.headObject({ key: 'a', signal: noSignal }))
    expect(error).toMatchObject({ data: { code: 'ProxyAuthenticationRequired' } })
    expect(server.requests).toHaveLength(0)
  })

  it('aborted while a way is being opened ends at once', async () => {
    const server = await scriptedOss()
    const choices = [choiceOf('http', { port: await unusedPort() }, {}), { kind: 'direct' as const }]
    const store = storeThroughList(choices, server.endpoint)
    const abort = new AbortController()
    const request = store.headObject({ key: 'a', signal: abort.signal })
    request.catch(() => undefined)
    const reason = new Error('paused by the user')
    abort.abort(reason)
    await expect(request).rejects.toBe(reason)
  })
})

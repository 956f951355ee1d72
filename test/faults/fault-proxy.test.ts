import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { Agent, request } from 'undici'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accessDenied, clockOff, expiredToken, serverTrouble } from './canned-answer.ts'
import { FaultProxy } from './fault-proxy.ts'
import { describeRequest } from './request-phase.ts'

/** What the server behind the proxy saw of one request. */
interface Seen {
  method: string
  url: string
  rawHeaders: string[]
  body: Buffer
  wasCutShort: boolean
}

const crc = '11051210869376104954'
let server: Server
let seen: Seen[]
let proxy: FaultProxy
let agent: Agent

async function readBody(message: IncomingMessage): Promise<{ body: Buffer; wasCutShort: boolean }> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of message) chunks.push(chunk)
    return { body: Buffer.concat(chunks), wasCutShort: false }
  } catch {
    return { body: Buffer.concat(chunks), wasCutShort: true }
  }
}

beforeEach(async () => {
  seen = []
  server = createServer(async (message, answer) => {
    const { body, wasCutShort } = await readBody(message)
    seen.push({
      method: message.method ?? '',
      url: message.url ?? '',
      rawHeaders: message.rawHeaders,
      body,
      wasCutShort,
    })
    answer.writeHead(200, { 'x-oss-hash-crc64ecma': crc, 'content-length': '10' }).end('0123456789')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  proxy = new FaultProxy({ target: () => ({ host: '127.0.0.1', port }) })
  await proxy.open()
  agent = new Agent({ connections: 1 })
})

afterEach(async () => {
  await agent.destroy()
  await proxy.close()
  server.closeAllConnections()
  server.close()
})

const partPath = '/bucket/a%20dir/b%2Bc?partNumber=3&uploadId=ABC'

async function send(path = partPath, body: Buffer | null = Buffer.alloc(300_000, 7), method = 'PUT') {
  const answer = await request(proxy.endpoint + path, { method, body, dispatcher: agent })
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() }
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  )
}

describe('fault proxy without a fault', () => {
  it('passes path, headers and body on byte by byte, so that a signature holds', async () => {
    const body = Buffer.from(Array.from({ length: 100_000 }, (_, i) => i % 251))
    const answer = await request(proxy.endpoint + partPath, {
      method: 'PUT',
      body,
      headers: { Host: 'demo.oss.example', Authorization: 'OSS4 x', 'X-Oss-Meta-CaSe': 'a  b' },
      dispatcher: agent,
    })
    expect(await answer.body.text()).toBe('0123456789')
    expect(seen[0]?.url).toBe(partPath)
    expect(seen[0]?.rawHeaders).toEqual(
      expect.arrayContaining(['host', 'demo.oss.example', 'X-Oss-Meta-CaSe', 'a  b']),
    )
    expect(seen[0]?.body.equals(body)).toBe(true)
  })

  it('carries several requests over one connection and counts the bytes of each', async () => {
    await send()
    await send('/bucket/k', Buffer.from('small'))
    expect(proxy.requests.map((r) => [r.phase, r.readBytes, r.clientStatus])).toEqual([
      ['part', 300_000, 200],
      ['put', 5, 200],
    ])
    expect(proxy.requests[0]?.toServerBytes).toBeGreaterThan(300_000)
    expect(proxy.bytesToServer).toBeGreaterThan(300_005)
  })

  it('passes a body of unknown length in chunks', async () => {
    const answer = await request(`${proxy.endpoint}/bucket/k`, {
      method: 'PUT',
      body: Readable.from([Buffer.alloc(70_000, 1), Buffer.alloc(3, 2)]),
      dispatcher: agent,
    })
    expect(await answer.body.text()).toBe('0123456789')
    expect(seen[0]?.body.length).toBe(70_003)
    await send()
    expect(seen).toHaveLength(2)
  })

  it('closes the server connection when the client goes away in mid-request', async () => {
    const abort = new AbortController()
    const body = new Readable({ read: () => undefined })
    body.push(Buffer.alloc(50_000))
    const pending = request(proxy.endpoint + partPath, {
      method: 'PUT',
      body,
      headers: { 'content-length': '100000' },
      signal: abort.signal,
      dispatcher: agent,
    })
    await proxy.until(() => (proxy.requests[0]?.readBytes ?? 0) === 50_000)
    abort.abort()
    await codeOf(pending)
    await proxy.until(() => proxy.requests[0]?.state === 'ended')
    await expect.poll(() => seen[0]?.wasCutShort).toBe(true)
  })
})

describe('fault proxy with a fault', () => {
  it('resets after exactly so many bytes of the body', async () => {
    proxy.inject({ phase: 'part', fault: { kind: 'reset', afterBodyBytes: 100_001 } })
    expect(await codeOf(send())).toMatch(/ECONNRESET|EPIPE|UND_ERR_SOCKET/)
    await expect.poll(() => seen[0]?.wasCutShort).toBe(true)
    // The server may lose what the reset overtakes, but never gets more than that.
    expect(seen[0]?.body.length).toBeLessThanOrEqual(100_001)
    expect((await send()).status).toBe(200)
  })

  it('refuses connections for a while and is back at the same address', async () => {
    const { endpoint } = proxy
    proxy.inject({ phase: 'part', fault: { kind: 'refuse', forMs: 50 } })
    expect(await codeOf(send())).toMatch(/ECONNRESET|EPIPE|UND_ERR_SOCKET/)
    expect(await codeOf(send())).toBe('ECONNREFUSED')
    await expect.poll(() => proxy.isListening).toBe(true)
    expect(proxy.endpoint).toBe(endpoint)
    expect((await send()).status).toBe(200)
  })

  it('swallows a request in a black hole until the client gives up, and the server sees nothing', async () => {
    const fault = proxy.inject({ phase: 'part', fault: { kind: 'black-hole', readsBodyBytes: 300_000 } })
    const abort = new AbortController()
    const pending = request(proxy.endpoint + partPath, {
      method: 'PUT',
      body: Buffer.alloc(300_000),
      signal: abort.signal,
      dispatcher: agent,
    })
    await proxy.until(() => proxy.held.length === 1)
    abort.abort()
    await codeOf(pending)
    await proxy.until(() => proxy.requests[0]?.state === 'ended')
    expect(fault.hits).toBe(1)
    expect(seen).toEqual([])
  })

  it('stops reading in a black hole, so that the client cannot hand over a large body', async () => {
    proxy.inject({ phase: 'part', fault: { kind: 'black-hole', readsBodyBytes: 1 } })
    let handedOver = 0
    const body = new Readable({
      read() {
        handedOver += 100_000
        this.push(Buffer.alloc(100_000))
      },
    })
    const abort = new AbortController()
    const pending = request(proxy.endpoint + partPath, {
      method: 'PUT',
      body,
      headers: { 'content-length': '100000000' },
      signal: abort.signal,
      dispatcher: agent,
    })
    await proxy.until(() => proxy.held.length === 1)
    let before = 0
    const isStanding = () => {
      const stands = before === handedOver
      before = handedOver
      return stands
    }
    await expect.poll(isStanding, { interval: 100 }).toBe(true)
    expect(handedOver).toBeLessThan(50_000_000)
    abort.abort()
    await codeOf(pending)
  })

  it('slows both directions down to its pace, by the clock it was given', async () => {
    const slept: number[] = []
    await proxy.close()
    const { port } = server.address() as AddressInfo
    proxy = new FaultProxy({
      target: () => ({ host: '127.0.0.1', port }),
      sleep: async (ms) => void slept.push(ms),
    })
    await proxy.open()
    proxy.inject({ phase: 'part', fault: { kind: 'slow', bytesPerSecond: 100_000 } })
    expect((await send()).status).toBe(200)
    const total = slept.reduce((sum, ms) => sum + ms, 0)
    expect(total).toBeGreaterThanOrEqual(3_000)
    expect(total).toBeLessThan(3_100)
    expect(seen[0]?.body.length).toBe(300_000)
  })

  it('cuts an answer in half after the server acted', async () => {
    proxy.inject({ phase: 'part', fault: { kind: 'half-answer' } })
    expect(await codeOf(send())).not.toBe('no error')
    expect(seen[0]?.body.length).toBe(300_000)
    expect(proxy.requests[0]).toMatchObject({ serverStatus: 200, clientStatus: null })
  })

  it('loses an answer after the server acted', async () => {
    proxy.inject({ phase: 'part', fault: { kind: 'lost-answer' } })
    expect(await codeOf(send())).toMatch(/ECONNRESET|UND_ERR_SOCKET/)
    expect(seen).toHaveLength(1)
    expect(proxy.requests[0]).toMatchObject({ serverStatus: 200, clientStatus: null, toClientBytes: 0 })
  })

  it.each([500, 502, 503] as const)('answers %i in OSS’s words without the server', async (status) => {
    proxy.inject({ phase: 'part', times: 2, fault: { kind: 'answer', answer: serverTrouble(status) } })
    for (let i = 0; i < 2; i += 1) {
      // A gateway that answers before the body is read may also be seen as a broken connection.
      const answer = await send(partPath, Buffer.alloc(10)).catch(() => null)
      if (answer !== null) expect(answer.text).toContain('<Code>')
      if (status !== 502) expect(answer?.status).toBe(status)
    }
    expect(seen).toEqual([])
    expect((await send()).status).toBe(200)
  })

  it('answers refusals with a code: no permission, expired token, clock off', async () => {
    const serverTime = new Date('2026-03-01T10:00:57Z')
    for (const answer of [accessDenied, expiredToken, clockOff(serverTime)]) {
      proxy.inject({ phase: 'part', fault: { kind: 'answer', answer } })
      const got = await send()
      expect(got.status).toBe(403)
      expect(got.text).toContain(`<Code>${answer.code}</Code>`)
    }
    const skewed = proxy.requests.at(-1)
    expect(skewed).toMatchObject({ readBytes: 300_000, toServerBytes: 0, clientStatus: 403 })
  })

  it('puts the error of a HEAD into x-oss-err', async () => {
    proxy.inject({ phase: 'head', fault: { kind: 'answer', answer: accessDenied } })
    const got = await send('/bucket/k', null, 'HEAD')
    expect(Buffer.from(String(got.headers['x-oss-err']), 'base64').toString()).toContain('AccessDenied')
  })

  it('changes the checksum of an answer and nothing else', async () => {
    proxy.inject({ phase: 'part', fault: { kind: 'wrong-crc' } })
    const got = await send()
    expect(got.headers['x-oss-hash-crc64ecma']).toBe('11051210869376104955')
    expect(got.text).toBe('0123456789')
  })

  it('flips one bit of the body on its way to the server', async () => {
    const body = Buffer.alloc(300_000, 7)
    proxy.inject({ phase: 'part', fault: { kind: 'flip-bit', atBodyByte: 200_000 } })
    await send(partPath, body)
    const arrived = seen[0]?.body ?? Buffer.alloc(0)
    const different = [...arrived.entries()].filter(([i, byte]) => byte !== body[i])
    expect(different).toEqual([[200_000, 6]])
  })

  it('runs a test’s hooks before the request goes on and before its answer does', async () => {
    const order: string[] = []
    proxy.inject({
      phase: 'part',
      fault: {
        kind: 'hook',
        before: () => void order.push(`before, ${seen.length} seen`),
        beforeAnswer: () => void order.push(`answer, ${seen.length} seen`),
      },
    })
    await send()
    expect(order).toEqual(['before, 0 seen', 'answer, 1 seen'])
  })

  it('hits only the phase, part and turn that the rule names', async () => {
    const rule = proxy.inject({
      phase: 'part',
      partNumber: 3,
      skip: 1,
      fault: { kind: 'answer', answer: accessDenied },
    })
    const other = '/bucket/k?partNumber=4&uploadId=ABC'
    const statuses: number[] = []
    for (const path of [partPath, other, partPath, partPath]) statuses.push((await send(path)).status)
    expect(statuses).toEqual([200, 200, 403, 200])
    expect(rule).toMatchObject({ seen: 3, hits: 1 })
  })
})

describe('reading the phase from a request', () => {
  it.each([
    ['POST', '/b/k?uploads', 'initiate'],
    ['POST', '/b/k?uploads=&encoding-type=url', 'initiate'],
    ['PUT', '/b/k?partNumber=2&uploadId=X', 'part'],
    ['GET', '/b/k?uploadId=X&max-parts=1000', 'list'],
    ['POST', '/b/k?uploadId=X', 'complete'],
    ['DELETE', '/b/k?uploadId=X', 'abort'],
    ['PUT', '/b/k', 'put'],
    ['HEAD', '/b/k', 'head'],
    ['GET', '/b/?uploads&prefix=k', 'list-uploads'],
    ['GET', '/b?uploads', 'list-uploads'],
    ['GET', '/b/?bucketInfo', 'other'],
    ['GET', '/', 'other'],
  ])('%s %s is %s', (method, target, phase) => {
    const head = { startLine: `${method} ${target} HTTP/1.1`, headers: new Map(), raw: Buffer.alloc(0) }
    expect(describeRequest(head).phase).toBe(phase)
  })
})

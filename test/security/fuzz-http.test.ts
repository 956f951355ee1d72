import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { Agent, type ClientRequest, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { headBytes, RawConnection } from '../practice-bucket/raw-connection.ts'
import { runningBucket } from '../practice-bucket/running-bucket.ts'
import { type Ask, reply, type SignedHead, send, signedHead } from '../practice-bucket/signed-request.ts'
import { SeededRandom } from '../soak/seeded-random.ts'

const requests = 10_000
const methods = ['GET', 'PUT', 'POST', 'HEAD', 'DELETE', 'OPTIONS', 'PATCH', 'PROPFIND', 'LINK']
const keys = [
  ...[
    'a',
    '../../outside',
    '/etc/passwd',
    '..',
    '.',
    'a/../../b',
    'C:\\x',
    'nul',
    'con.txt',
    'x'.repeat(1024),
  ],
  ...['%2e%2e/%2e%2e/x', '\0', 'a\r\nb', '夏/😀', '.stevedore/keys.json', '%~/x', ' ', '/', '//', 'A', 'a/'],
]
const names = [
  ...[
    'uploads',
    'uploadId',
    'partNumber',
    'part-number-marker',
    'max-parts',
    'list-type',
    'prefix',
    'delimiter',
  ],
  ...[
    'encoding-type',
    'key-marker',
    'upload-id-marker',
    'max-uploads',
    'start-after',
    'bucketInfo',
    'location',
    'acl',
  ],
  ...[
    'x-oss-process',
    'response-content-type',
    'append',
    'position',
    'x-oss-signature',
    'Signature',
    'OSSAccessKeyId',
  ],
]
const values = [
  ...[
    '',
    '0',
    '1',
    '-1',
    '10000',
    '10001',
    '99999999999999999999',
    '1e9',
    'NaN',
    'url',
    '2',
    'null',
    '\0',
    '../x',
  ],
  ...['x'.repeat(5000), '夏', '%', '<x>', "' OR 1=1", '0xFF', 'true'],
]
const headers = [
  ...[
    'content-type',
    'content-md5',
    'x-oss-callback',
    'x-oss-callback-var',
    'x-oss-tagging',
    'x-oss-storage-class',
  ],
  ...[
    'x-oss-object-acl',
    'x-oss-meta-a',
    'x-oss-hash-crc64ecma',
    'x-oss-forbid-overwrite',
    'range',
    'expires',
  ],
  ...[
    'x-oss-server-side-encryption',
    'x-oss-traffic-limit',
    'if-match',
    'if-modified-since',
    'x-oss-security-token',
  ],
  ...[
    'x-oss-copy-source',
    'x-oss-date',
    'date',
    'cache-control',
    'host',
    'authorization',
    'expect',
    'content-encoding',
  ],
]
const bodies = [
  '',
  'x',
  '<CompleteMultipartUpload/>',
  '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"0"</ETag></Part></CompleteMultipartUpload>',
  `<CompleteMultipartUpload>${'<Part><PartNumber>-1</PartNumber></Part>'.repeat(200)}</CompleteMultipartUpload>`,
  '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><CompleteMultipartUpload>&b;</CompleteMultipartUpload>',
  '<a>'.repeat(5000),
  '\0\u0001\ufffe',
  'x'.repeat(70_000),
]

/** A request that may be anything, signed for what it is so that it gets past the door, or spoiled after signing. */
function hostileRequest(random: SeededRandom, host: string): { head: SignedHead; body: string } {
  const some = (from: readonly string[], most: number) =>
    Array.from({ length: random.between(0, most) }, () => [random.pick(from), random.pick(values)])
  const ask: Ask = {
    method: random.pick(methods),
    ...(random.chance(0.85) ? { key: random.pick(keys) } : {}),
    ...(random.chance(0.1)
      ? { bucket: random.pick([null, '..', 'other-bucket', 'A', 'x'.repeat(300)]) }
      : {}),
    query: Object.fromEntries(some(names, 3)),
    headers: Object.fromEntries(some(headers, 3).filter(([, value]) => isHeaderValue(value ?? ''))),
    version: random.pick(['v4', 'v4', 'v4', 'v1', 'none']),
  }
  const head = signedHead(host, ask)
  if (random.chance(0.3)) spoil(random, head)
  return { head, body: random.pick(bodies) }
}

function isHeaderValue(value: string): boolean {
  return /^[\t\x20-\x7e]*$/.test(value)
}

function spoil(random: SeededRandom, head: SignedHead): void {
  // Without its first slash it is no request at all; the other test sends those.
  const at = random.between(1, head.path.length - 1)
  const character = random.pick(['%', '%zz', '/..', '?', '&', '=', '#', '+', ';', '//', 'é'.normalize('NFC')])
  if (random.chance(0.5))
    head.path = encodeURI(head.path.slice(0, at)) + encodeURI(character) + head.path.slice(at)
  else head.headers[random.pick(Object.keys(head.headers))] = random.pick(values.filter(isHeaderValue))
}

function sendOn(agent: Agent, port: number, { head, body }: ReturnType<typeof hostileRequest>) {
  return new Promise<{ status: number; code: string | undefined }>((resolve, reject) => {
    let outgoing: ClientRequest
    try {
      outgoing = request({
        ...{ agent, host: '127.0.0.1', port, method: head.method, path: head.path, setHost: false },
        maxHeaderSize: 256 * 1024,
        headers: { ...head.headers, 'content-length': Buffer.byteLength(body) },
      })
    } catch {
      // Node's client refuses to write it; the raw connection below has no such scruples.
      resolve({ status: 0, code: 'unsendable' })
      return
    }
    outgoing.on('error', reject)
    outgoing.on('continue', () => outgoing.end(body))
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => {
        const answer = reply(incoming.statusCode ?? 0, incoming.headers, Buffer.concat(chunks))
        resolve({ status: answer.status, code: answer.element('Code') })
      })
    })
    outgoing.end(body)
  })
}

describe('ten thousand requests that no honest client makes', () => {
  it('each get an answer or a typed refusal, and nothing leaves the folder', {
    timeout: 180_000,
  }, async () => {
    const random = new SeededRandom(20_261_121)
    const above = mkdtempSync(join(tmpdir(), 'stevedore-fuzz-http-'))
    onTestFinished(() => rmSync(above, { recursive: true, force: true }))
    const dir = join(above, 'deep', 'bucket')
    mkdirSync(dir, { recursive: true })
    const logged: string[] = []
    const server = await runningBucket({ dir, log: (message) => logged.push(message) })
    const host = new URL(server.endpoint).host
    const agent = new Agent({ keepAlive: true, maxSockets: 8 })
    onTestFinished(() => agent.destroy())
    const before = process.memoryUsage().rss

    const statuses = new Map<number, number>()
    const untyped: unknown[] = []
    const lane = async () => {
      for (let index = 0; index < requests / 8; index++) {
        const hostile = hostileRequest(random, host)
        const { status, code } = await sendOn(agent, server.port, hostile)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        // 417 is Node's own answer to an expectation it does not know; it has no body.
        const isTyped = status < 400 || status === 417 || code !== undefined
        if (!isTyped || (status >= 500 && status !== 501)) untyped.push({ status, code, ...hostile.head })
      }
    }
    await Promise.all(Array.from({ length: 8 }, lane))

    expect(untyped).toEqual([])
    expect(logged).toEqual([])
    // Both doors and walls were met, or this shows nothing.
    expect(statuses.get(200)).toBeGreaterThan(requests / 100)
    expect(statuses.get(403)).toBeGreaterThan(requests / 100)
    expect(statuses.get(400)).toBeGreaterThan(requests / 100)
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024)
    expect(readdirSync(above)).toEqual(['deep'])
    expect(readdirSync(join(above, 'deep'))).toEqual(['bucket'])
    expect(existsSync('/outside')).toBe(false)
    expect(readdirSync(join(dir, '.stevedore', 'temporary'))).toEqual([])
    expect(await send(server, { method: 'PUT', key: 'after', body: 'all is well' })).toMatchObject({
      status: 200,
    })
    expect((await send(server, { method: 'GET', key: 'after' })).text).toBe('all is well')
  })

  it('also when bytes are flipped, cut or doubled on the way', { timeout: 60_000 }, async () => {
    const random = new SeededRandom(7)
    const server = await runningBucket()
    const host = new URL(server.endpoint).host
    for (let index = 0; index < 500; index++) {
      const { head, body } = hostileRequest(random, host)
      const bytes = Buffer.from(
        headBytes(head, { 'content-length': String(Buffer.byteLength(body)) }) + body,
        'latin1',
      )
      const at = random.between(0, bytes.length - 1)
      const kind = random.between(0, 2)
      if (kind === 0) bytes[at] = random.between(0, 255)
      const connection = new RawConnection(server)
      connection.write(kind === 1 ? bytes.subarray(0, at) : bytes)
      if (kind === 2) connection.write(bytes.subarray(at))
      connection.socket.end()
      await connection.closed()
    }
    expect(await send(server, { method: 'PUT', key: 'after', body: 'all is well' })).toMatchObject({
      status: 200,
    })
  })
})

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { FinishedRequest } from '../../electron/practice-bucket/http/observer.ts'
import { withoutTimers } from '../support/without-timers.ts'
import { headBytes, RawConnection } from './raw-connection.ts'
import { runningBucket } from './running-bucket.ts'
import { type Ask, send, signedHead } from './signed-request.ts'

interface Server {
  endpoint: string
  port: number
}

function put(server: Server, length: number, ask: Partial<Ask> = {}): string {
  const head = signedHead(new URL(server.endpoint).host, { method: 'PUT', key: 'a', ...ask })
  return headBytes(head, { 'content-length': String(length) })
}

/** Waits for something the server does on its own time. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setImmediate()
}

function temporaryFiles(server: { dir: string }): string[] {
  return readdirSync(join(server.dir, '.stevedore/temporary'))
}

describe('bytes that are not a request', () => {
  test.each([
    { what: 'noise', bytes: '\u0001\u0002\u0003\r\n\r\n' },
    { what: 'a line that is no request line', bytes: 'HELLO\r\n\r\n' },
    {
      what: 'two different lengths',
      bytes:
        'PUT /demo-bucket/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    },
    {
      what: 'a length that is no number',
      bytes: 'PUT /demo-bucket/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n',
    },
    {
      what: 'a length and chunks',
      bytes:
        'PUT /demo-bucket/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    },
    {
      what: 'a head of 100 KB',
      bytes: `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
    },
  ])('$what: 400 in the shape of every error, then the end', async ({ bytes }) => {
    const server = await runningBucket()
    const connection = new RawConnection(server)
    connection.write(bytes)
    const answer = await connection.answer()
    expect([answer.status, answer.element('Code')]).toEqual([400, 'BadRequest'])
    expect(answer.headers).toMatchObject({ server: 'AliyunOSS', 'content-type': 'application/xml' })
    expect(answer.element('RequestId')).toBe(answer.headers['x-oss-request-id'])
    await connection.closed()
  })

  test.each([
    { target: '/demo-bucket/%zz', code: 'InvalidObjectName' },
    { target: '/demo-bucket/%ff', code: 'InvalidObjectName' },
    { target: '/demo-bucket/a%', code: 'InvalidObjectName' },
    { target: '/demo-bucket/?prefix=%zz', code: 'InvalidArgument' },
    { target: '*', code: 'BadRequest' },
  ])('the target $target: 400 $code', async ({ target, code }) => {
    const server = await runningBucket()
    const connection = new RawConnection(server)
    connection.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    const answer = await connection.answer()
    expect([answer.status, answer.element('Code')]).toEqual([400, code])
  })

  test('a head without Host: 400 BadRequest', async () => {
    const server = await runningBucket()
    const connection = new RawConnection(server)
    connection.write('GET / HTTP/1.1\r\n\r\n')
    const answer = await connection.answer()
    expect([answer.status, answer.element('Code')]).toEqual([400, 'BadRequest'])
  })

  test('dots in a path are part of the key, not a way up', async () => {
    const server = await runningBucket()
    const connection = new RawConnection(server)
    const head = signedHead('localhost', { method: 'PUT', key: '../../etc/./x' })
    connection.write(`${headBytes(head, { 'content-length': '1' })}x`)
    expect((await connection.answer()).status).toBe(200)
    expect((await send(server, { method: 'GET', query: { 'list-type': '2' } })).elements('Key')).toEqual([
      '../../etc/./x',
    ])
  })

  test('an absolute target names the same object', async () => {
    const server = await runningBucket()
    const connection = new RawConnection(server)
    const head = signedHead('localhost', { method: 'PUT', key: 'a' })
    connection.write(
      `${headBytes({ ...head, path: `http://localhost${head.path}` }, { 'content-length': '1' })}x`,
    )
    expect((await connection.answer()).status).toBe(200)
  })
})

describe('a body', () => {
  test('without a length is 411 MissingContentLength, for parts also in chunks', async () => {
    const server = await runningBucket()
    const host = new URL(server.endpoint).host
    const plain = new RawConnection(server)
    plain.write(headBytes(signedHead(host, { method: 'PUT', key: 'a' })))
    expect((await plain.answer()).element('Code')).toBe('MissingContentLength')

    const begun = await send(server, { method: 'POST', key: 'a', query: { uploads: '' } })
    const query = { partNumber: '1', uploadId: begun.element('UploadId') ?? '' }
    const chunked = new RawConnection(server)
    const head = signedHead(host, {
      method: 'PUT',
      key: 'a',
      query,
      headers: { 'transfer-encoding': 'chunked' },
    })
    chunked.write(`${headBytes(head)}1\r\nx\r\n0\r\n\r\n`)
    const answer = await chunked.answer()
    expect([answer.status, answer.element('Code')]).toEqual([411, 'MissingContentLength'])
  })

  test('in chunks is stored whole', async () => {
    const server = await runningBucket()
    const connection = new RawConnection(server)
    const headers = { 'transfer-encoding': 'chunked' }
    connection.write(headBytes(signedHead('localhost', { method: 'PUT', key: 'a', headers })))
    connection.write('5\r\nHello\r\n7\r\n, world\r\n0\r\n\r\n')
    expect((await connection.answer()).status).toBe(200)
    expect((await send(server, { method: 'GET', key: 'a' })).text).toBe('Hello, world')
  })

  test('over 5 GB is 400 EntityTooLarge before any of it is read', async () => {
    const server = await runningBucket()
    const connection = new RawConnection(server)
    connection.write(put(server, 5 * 1024 ** 3 + 1))
    const answer = await connection.answer()
    expect([answer.status, answer.element('Code')]).toEqual([400, 'EntityTooLarge'])
  })

  test('that falls silent is 400 RequestTimeout and leaves nothing', async () => {
    const server = await runningBucket({ bodyIdleTimeoutMs: 150 })
    const connection = new RawConnection(server)
    connection.write(`${put(server, 1000)}half`)
    const answer = await connection.answer()
    expect([answer.status, answer.element('Code')]).toEqual([400, 'RequestTimeout'])
    await connection.closed()
    expect(temporaryFiles(server)).toEqual([])
    expect((await send(server, { method: 'HEAD', key: 'a' })).status).toBe(404)
  })

  test('that keeps coming slowly is accepted, however long it takes', async () => {
    let chunks = 0
    let more: () => void = () => undefined
    const observer = {
      onBodyChunk: () => {
        chunks += 1
        more()
      },
    }
    const server = await runningBucket({ bodyIdleTimeoutMs: 400, observer })
    const connection = new RawConnection(server)
    const startedAt = performance.now()
    connection.write(put(server, 8))
    // One byte at a time, each well before the silence would be too long; together longer than that.
    for (let byte = 1; byte <= 8; byte += 1) {
      const arrived = new Promise<void>((resolve) => {
        more = resolve
      })
      setTimeout(() => connection.write('x'), 100)
      await arrived
      expect(chunks).toBe(byte)
    }
    expect((await connection.answer()).status).toBe(200)
    expect(performance.now() - startedAt).toBeGreaterThan(400)
  })

  test('that ends too early is 400 IncompleteBody when the client still listens', async () => {
    const server = await runningBucket()
    const connection = new RawConnection(server, { allowHalfOpen: true })
    connection.write(`${put(server, 1000)}half`)
    connection.socket.end()
    const answer = await connection.answer()
    expect([answer.status, answer.element('Code')]).toEqual([400, 'IncompleteBody'])
    await until(() => temporaryFiles(server).length === 0)
    expect((await send(server, { method: 'HEAD', key: 'a' })).status).toBe(404)
  })

  test('whose connection is reset leaves no object, no part and no temporary file', async () => {
    const finished: FinishedRequest[] = []
    let receivedBytes = 0
    const observer = {
      onRequest: (request: FinishedRequest) => finished.push(request),
      onBodyChunk: ({ bytes }: { bytes: number }) => {
        receivedBytes += bytes
      },
    }
    const server = await runningBucket({ observer })
    await send(server, { method: 'PUT', key: 'a', body: 'old' })
    const begun = await send(server, { method: 'POST', key: 'a', query: { uploads: '' } })
    const query = { partNumber: '1', uploadId: begun.element('UploadId') ?? '' }
    for (const bytes of [put(server, 1_000_000), put(server, 1_000_000, { query })]) {
      receivedBytes = 0
      const connection = new RawConnection(server)
      connection.write(bytes)
      connection.write(Buffer.alloc(300_000))
      await until(() => receivedBytes === 300_000)
      expect(temporaryFiles(server)).toHaveLength(1)
      connection.socket.resetAndDestroy()
      await until(() => temporaryFiles(server).length === 0)
    }
    await until(() => finished.length === 4)
    expect(finished.slice(-2)).toMatchObject([
      { status: 0, bytes: 300_000 },
      { status: 0, bytes: 300_000 },
    ])
    expect((await send(server, { method: 'GET', key: 'a' })).text).toBe('old')
    const { uploadId } = query
    expect(
      (await send(server, { method: 'GET', key: 'a', query: { uploadId } })).elements('PartNumber'),
    ).toEqual([])
  })

  test('longer than announced is cut there, and the rest is taken for the next request', async () => {
    const server = await runningBucket()
    const connection = new RawConnection(server)
    connection.write(`${put(server, 4)}1234rest of it\r\n\r\n`)
    expect((await connection.answer()).status).toBe(200)
    expect((await connection.answer()).status).toBe(400)
    expect((await send(server, { method: 'GET', key: 'a' })).text).toBe('1234')
  })
})

describe('an early error answer', () => {
  test('comes before the body is asked for when the client waits with Expect: 100-continue', async () => {
    const server = await runningBucket()
    const refused = new RawConnection(server)
    refused.write(
      put(server, 1_000_000, { accessKeySecret: 'wrong' }).replace(
        '\r\n\r\n',
        '\r\nExpect: 100-continue\r\n\r\n',
      ),
    )
    expect((await refused.answer()).element('Code')).toBe('SignatureDoesNotMatch')
    await refused.closed()

    const accepted = new RawConnection(server)
    accepted.write(put(server, 4).replace('\r\n\r\n', '\r\nExpect: 100-continue\r\n\r\n'))
    expect((await accepted.answer()).status).toBe(100)
    accepted.write('1234')
    expect((await accepted.answer()).status).toBe(200)
  })

  test('reaches a client that is still sending a large body', async () => {
    const server = await runningBucket()
    const body = Buffer.alloc(40_000_000)
    const answer = await send(server, { method: 'PUT', key: 'a', body, accessKeySecret: 'wrong' })
    expect(answer.element('Code')).toBe('SignatureDoesNotMatch')
    expect(answer.headers.connection).toBe('close')
  })

  test('is kept for a client that only looks when it has sent everything', async () => {
    const server = await runningBucket()
    const connection = new RawConnection(server)
    connection.socket.pause()
    const body = Buffer.alloc(30_000_000)
    connection.write(put(server, body.length, { accessKeySecret: 'wrong' }))
    await new Promise((resolve) => connection.socket.write(body, resolve))
    connection.socket.resume()
    expect((await connection.answer()).element('Code')).toBe('SignatureDoesNotMatch')
    await connection.closed()
  })

  test('reaches a client that has not finished a body it will never finish', async () => {
    const server = await runningBucket()
    const connection = new RawConnection(server)
    connection.write(put(server, 4 * 1024 ** 3, { accessKeySecret: 'wrong' }))
    connection.write(Buffer.alloc(1_000_000))
    expect((await connection.answer()).element('Code')).toBe('SignatureDoesNotMatch')
  })

  test('to a small body leaves the connection usable', async () => {
    const server = await runningBucket()
    const connection = new RawConnection(server)
    connection.write(put(server, 4, { accessKeySecret: 'wrong' }))
    connection.write('1234')
    expect((await connection.answer()).element('Code')).toBe('SignatureDoesNotMatch')
    connection.write(`${put(server, 4)}5678`)
    expect((await connection.answer()).status).toBe(200)
  })
})

test('requests one after another on one connection are answered in order', async () => {
  const server = await runningBucket()
  const connection = new RawConnection(server)
  const get = headBytes(signedHead('localhost', { method: 'GET', key: 'a' }))
  const missing = headBytes(signedHead('localhost', { method: 'GET', key: 'b' }))
  connection.write(`${put(server, 4)}1234${get}${missing}${get}`)
  expect((await connection.answer()).status).toBe(200)
  expect((await connection.answer()).text).toBe('1234')
  expect((await connection.answer()).element('Code')).toBe('NoSuchKey')
  expect((await connection.answer()).text).toBe('1234')
})

test('many objects read over one connection leave no listener behind', async () => {
  const warnings: Error[] = []
  const onWarning = (warning: Error) => warnings.push(warning)
  process.on('warning', onWarning)
  const server = await runningBucket()
  const connection = new RawConnection(server)
  connection.write(`${put(server, 4)}1234`)
  await connection.answer()
  for (let count = 0; count < 30; count += 1) {
    connection.write(headBytes(signedHead('localhost', { method: 'GET', key: 'a' })))
    expect((await connection.answer()).text).toBe('1234')
  }
  // Warnings are told in a turn of their own.
  await setImmediate()
  process.off('warning', onWarning)
  expect(warnings).toEqual([])
})

test('closing the server does not wait for a transfer that is held back', async () => {
  let receivedBytes = 0
  const log: string[] = []
  const observer = {
    onBodyChunk: ({ bytes }: { bytes: number }) => {
      receivedBytes += bytes
    },
  }
  const server = await runningBucket({ observer, log: (message) => log.push(message) })
  const connection = new RawConnection(server)
  connection.write(put(server, 10_000_000, { headers: { 'x-oss-traffic-limit': '245760' } }))
  connection.write(Buffer.alloc(1_000_000))
  await until(() => receivedBytes > 0)
  // Held back by timers: a server that waited for the rest would never close.
  await withoutTimers(() => server.close())
  expect(temporaryFiles(server)).toEqual([])
  expect(log).toEqual([])
})

test('closing the server ends connections in the middle of a body and cleans up', async () => {
  let receivedBytes = 0
  const observer = {
    onBodyChunk: ({ bytes }: { bytes: number }) => {
      receivedBytes += bytes
    },
  }
  const server = await runningBucket({ observer })
  const connection = new RawConnection(server)
  connection.write(put(server, 1_000_000))
  connection.write(Buffer.alloc(100_000))
  await until(() => receivedBytes === 100_000)
  await server.close()
  await connection.closed()
  expect(temporaryFiles(server)).toEqual([])
})

import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { networkError } from '../../electron/oss/network-error.ts'
import { createDispatcher } from '../../electron/oss/proxy-dispatcher.ts'
import { send } from '../../electron/oss/transport.ts'
import { UploadError } from '../../shared/upload-error.ts'
import { loopbackCertificate } from './loopback-certificate.ts'
import { startScriptedServer, storedHeaders, writeOss } from './scripted-server.ts'
import { bodyOf, countedBody, noSignal, openTestStore } from './test-store.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** A server below HTTP. Answers its port. */
async function listen(onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    onSocket(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUps.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

function open(endpoint: string) {
  const store = openTestStore(endpoint)
  cleanUps.push(store.close)
  return store
}

const head = (endpoint: string) => open(endpoint).headObject({ key: 'a', signal: noSignal })

describe('a request that meets', () => {
  it('nobody there is offline', async () => {
    const port = await listen(() => undefined)
    await cleanUps.splice(0)[0]?.()
    await expect(head(`http://127.0.0.1:${port}`)).rejects.toMatchObject({
      data: {
        code: 'ConnectionRefused',
        retry: 'offline',
        fromServer: false,
        params: { host: `127.0.0.1:${port}` },
      },
    })
  })

  it('a name that does not exist is offline', async () => {
    await expect(head('https://does-not-exist.invalid')).rejects.toMatchObject({
      data: { code: 'NameNotResolved', retry: 'offline', fromServer: false },
    })
  })

  it('a connection that is cut before the answer is transient', async () => {
    const port = await listen((socket) => socket.once('data', () => socket.destroy()))
    await expect(head(`http://127.0.0.1:${port}`)).rejects.toMatchObject({
      data: { code: 'ConnectionReset', retry: 'transient', fromServer: false },
    })
  })

  it('a connection that is reset while the body is sent is transient', async () => {
    const port = await listen((socket) => socket.once('data', () => socket.resetAndDestroy()))
    const upload = open(`http://127.0.0.1:${port}`).putObject({
      key: 'a',
      body: countedBody(50_000_000),
      metadata: {},
      signal: noSignal,
    })
    await expect(upload).rejects.toMatchObject({ data: { code: 'ConnectionReset', retry: 'transient' } })
  })

  it('a connection that is cut in the middle of the answer is transient', async () => {
    const port = await listen((socket) =>
      socket.once('data', () =>
        socket.end('HTTP/1.1 200 OK\r\nx-oss-request-id: A\r\ncontent-length: 99\r\n\r\n<List'),
      ),
    )
    const list = open(`http://127.0.0.1:${port}`).listParts({ key: 'a', uploadId: 'U', signal: noSignal })
    await expect(list).rejects.toMatchObject({ data: { code: 'ConnectionReset', retry: 'transient' } })
  })

  it.each([403, 404, 409])(
    'a %i that is cut in the middle of its text is transient, not a refusal',
    async (status) => {
      const port = await listen((socket) =>
        socket.once('data', () =>
          socket.end(
            `HTTP/1.1 ${status} No\r\nx-oss-request-id: A\r\ncontent-length: 200\r\n\r\n<?xml version="1.0"?><Error><Co`,
          ),
        ),
      )
      const list = open(`http://127.0.0.1:${port}`).listParts({ key: 'a', uploadId: 'U', signal: noSignal })
      await expect(list).rejects.toMatchObject({ data: { code: 'ConnectionReset', retry: 'transient' } })
    },
  )

  it('something that does not speak HTTP says so', async () => {
    const port = await listen((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'))
    await expect(head(`http://127.0.0.1:${port}`)).rejects.toMatchObject({
      data: { code: 'NotOss', retry: 'transient', fromServer: false },
    })
  })

  it('plain HTTP where TLS is expected says so', async () => {
    const server = await startScriptedServer()
    cleanUps.push(server.close)
    await expect(head(`https://${server.host}`)).rejects.toMatchObject({
      data: { code: 'TlsNotSpoken', retry: 'fatal' },
    })
  })

  it('a certificate nobody vouches for waits, sends nothing and names the reason', async () => {
    const server = await startScriptedServer(loopbackCertificate)
    cleanUps.push(server.close)
    await expect(head(server.endpoint)).rejects.toMatchObject({
      data: {
        code: 'CertificateIssuerUnknown',
        retry: 'offline',
        params: { systemCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      },
    })
    expect(server.requests).toHaveLength(0)
  })

  it('the log-in page of a network takes nothing for stored', async () => {
    const server = await startScriptedServer()
    cleanUps.push(server.close)
    server.play(async ({ response, readBody }) => {
      await readBody()
      response.writeHead(200, { etag: '"portal"', 'content-type': 'text/html' })
      response.end('<html>Log in')
    })
    const store = open(server.endpoint)
    const upload = store.putObject({ key: 'a', body: bodyOf('x'), metadata: {}, signal: noSignal })
    await expect(upload).rejects.toMatchObject({ data: { code: 'NotOss', retry: 'transient' } })
  })

  it('a redirect does not follow it', async () => {
    const server = await startScriptedServer()
    cleanUps.push(server.close)
    server.play(({ response }) => {
      response.writeHead(302, { location: '/elsewhere' })
      response.end()
    })
    await expect(head(server.endpoint)).rejects.toMatchObject({ data: { code: 'NotOss', status: 302 } })
    expect(server.requests).toHaveLength(1)
  })
})

describe('a request', () => {
  const request = {
    method: 'GET' as const,
    target: '/',
    headers: {},
    signal: noSignal,
    answerTimeoutMs: 500,
    maxAnswerBytes: 1000,
  }

  function dispatcher() {
    const agent = createDispatcher()
    cleanUps.push(() => agent.destroy())
    return agent
  }

  it('without an answer in time has timed out', async () => {
    const port = await listen(() => undefined)
    await expect(
      send(dispatcher(), { ...request, origin: `http://127.0.0.1:${port}` }),
    ).rejects.toMatchObject({
      data: { code: 'RequestTimedOut', retry: 'transient', fromServer: false },
    })
  })

  it('whose sending stands still has timed out', async () => {
    const port = await listen((socket) => socket.pause())
    const body = countedBody(100_000_000)
    const origin = `http://127.0.0.1:${port}`
    await expect(send(dispatcher(), { ...request, method: 'PUT', body, origin })).rejects.toMatchObject({
      data: { code: 'RequestTimedOut', retry: 'transient' },
    })
  })

  it('that is sent slowly but steadily has not', async () => {
    const server = await startScriptedServer()
    cleanUps.push(server.close)
    server.play(async ({ response, readBody }) => {
      await readBody()
      writeOss(response, 200, storedHeaders)
    })
    const body = {
      lengthBytes: 15,
      async *chunks() {
        for (let count = 0; count < 15; count += 1) {
          await new Promise((resolve) => setTimeout(resolve, 100))
          yield Buffer.from('x')
        }
      },
    }
    const answer = await send(dispatcher(), { ...request, method: 'PUT', body, origin: server.endpoint })
    expect(answer.status).toBe(200)
    expect(server.requests[0]?.body.toString()).toBe('x'.repeat(15))
  })

  it('whose answer is larger than allowed is ended', async () => {
    const server = await startScriptedServer()
    cleanUps.push(server.close)
    server.play(({ response, socket }) => {
      response.writeHead(200, { 'x-oss-request-id': 'A' })
      const timer = setInterval(() => response.write('x'.repeat(600)), 1)
      socket.on('close', () => clearInterval(timer))
    })
    await expect(send(dispatcher(), { ...request, origin: server.endpoint })).rejects.toMatchObject({
      data: { code: 'AnswerTooLarge', params: { max: 1000 } },
    })
  })
})

describe('a body', () => {
  async function uploadOf(chunks: () => AsyncIterable<Uint8Array>, lengthBytes: number) {
    const server = await startScriptedServer()
    cleanUps.push(server.close)
    server.play(async ({ response, readBody }) => {
      await readBody()
      writeOss(response, 200, storedHeaders)
    })
    const upload = open(server.endpoint).putObject({
      key: 'a',
      body: { lengthBytes, chunks },
      metadata: {},
      signal: noSignal,
    })
    return { upload, server }
  }

  it('that fails ends the request with its own error', async () => {
    const changed = new UploadError({
      code: 'FileChanged',
      retry: 'source',
      message: 'm',
      fromServer: false,
    })
    const { upload } = await uploadOf(async function* () {
      yield Buffer.alloc(100)
      throw changed
    }, 1000)
    await expect(upload).rejects.toBe(changed)
  })

  it('that ends early never becomes an object', async () => {
    const { upload, server } = await uploadOf(async function* () {
      yield Buffer.alloc(100)
    }, 1000)
    await expect(upload).rejects.toMatchObject({ data: { code: 'BodyLengthWrong', retry: 'fatal' } })
    // The play ends only with the whole body.
    expect(server.requests.every(({ body }) => body.length === 0)).toBe(true)
  })

  it('that goes on too long is stopped', async () => {
    const { upload } = await uploadOf(async function* () {
      yield Buffer.alloc(1001)
    }, 1000)
    await expect(upload).rejects.toMatchObject({ data: { code: 'BodyLengthWrong', retry: 'fatal' } })
  })

  it('whose chunks live in memory that is used again arrives unharmed', async () => {
    const ring = Buffer.alloc(512 * 1024)
    const chunkBytes = 64 * 1024
    const rounds = 400
    const { upload, server } = await uploadOf(async function* () {
      for (let round = 0; round < rounds; round += 1) {
        const start = (round * chunkBytes) % ring.length
        yield ring.subarray(start, start + chunkBytes).fill(round % 251)
      }
    }, rounds * chunkBytes)
    await upload
    const received = server.requests[0]?.body ?? Buffer.alloc(0)
    expect(received).toHaveLength(rounds * chunkBytes)
    for (let round = 0; round < rounds; round += 1) {
      const chunk = received.subarray(round * chunkBytes, (round + 1) * chunkBytes)
      expect(
        chunk.every((byte) => byte === round % 251),
        `chunk ${round}`,
      ).toBe(true)
    }
  })
})

describe('an error from below HTTP', () => {
  const coded = (code: string) => Object.assign(new Error(code), { code })

  it.each([
    ['ECONNREFUSED', 'ConnectionRefused', 'offline'],
    ['ENOTFOUND', 'NameNotResolved', 'offline'],
    ['EAI_AGAIN', 'NameNotResolved', 'offline'],
    ['ENETUNREACH', 'NetworkUnreachable', 'offline'],
    ['EHOSTUNREACH', 'NetworkUnreachable', 'offline'],
    ['UND_ERR_CONNECT_TIMEOUT', 'ConnectTimedOut', 'offline'],
    ['ECONNRESET', 'ConnectionReset', 'transient'],
    ['EPIPE', 'ConnectionReset', 'transient'],
    ['UND_ERR_SOCKET', 'ConnectionReset', 'transient'],
    ['ETIMEDOUT', 'RequestTimedOut', 'transient'],
    ['UND_ERR_HEADERS_TIMEOUT', 'RequestTimedOut', 'transient'],
    ['UND_ERR_BODY_TIMEOUT', 'RequestTimedOut', 'transient'],
    ['CERT_HAS_EXPIRED', 'CertificateExpired', 'offline'],
    ['CERT_NOT_YET_VALID', 'CertificateExpired', 'offline'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'CertificateForOtherHost', 'offline'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CertificateIssuerUnknown', 'offline'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CertificateIssuerUnknown', 'offline'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'CertificateIssuerUnknown', 'offline'],
    ['CERT_REVOKED', 'CertificateRefused', 'offline'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'TlsFailed', 'fatal'],
    ['SOMETHING_ELSE', 'ConnectionFailed', 'transient'],
  ])('%s is %s (%s), at any depth of its causes', (systemCode, code, retry) => {
    const bare = coded(systemCode)
    const wrapped = new TypeError('fetch failed', { cause: new AggregateError([bare, coded('ECONNRESET')]) })
    for (const thrown of [bare, wrapped]) {
      const error = networkError(thrown, 'host:1')
      expect(error.data).toMatchObject({ code, retry, fromServer: false, params: { host: 'host:1' } })
      expect(error.cause).toBe(thrown)
    }
  })

  it.each([
    ['ETIMEDOUT', 'ConnectTimedOut'],
    ['EACCES', 'ConnectionBlocked'],
    ['EPERM', 'ConnectionBlocked'],
  ])('%s while connecting is %s', (systemCode, code) => {
    const thrown = Object.assign(coded(systemCode), { syscall: 'connect' })
    expect(networkError(thrown, 'host:1').data).toMatchObject({ code, retry: 'offline' })
  })

  it('that is no Error at all is still one for us', () => {
    expect(networkError('odd', 'host:1').data).toMatchObject({
      code: 'ConnectionFailed',
      message: 'host:1: odd',
    })
  })
})

import type { IncomingMessage } from 'node:http'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createDispatcher } from '../../electron/oss/proxy-dispatcher.ts'
import { withoutTimers } from '../support/without-timers.ts'
import { loopbackCertificate } from './loopback-certificate.ts'
import { startScriptedServer } from './scripted-server.ts'
import { standstill } from './standstill.ts'
import { countedBody, noSignal, openTestStore } from './test-store.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

describe('aborting an upload', () => {
  it.each(['plain', 'TLS'])(
    'over a slow %s line drops what the system still holds, so that the wire falls silent',
    async (kind) => {
      let received = 0
      let end = ''
      const server = await startScriptedServer(kind === 'TLS' ? loopbackCertificate : undefined)
      cleanUps.push(server.close)
      const arrived = Promise.withResolvers<IncomingMessage>()
      server.play(({ request }) => {
        request.on('data', (chunk: Buffer) => {
          received += chunk.length
        })
        request.on('close', () => {
          end = request.complete ? 'complete' : 'cut'
        })
        request.pause()
        arrived.resolve(request)
      })
      const dispatcher = createDispatcher({ ca: loopbackCertificate.cert })
      cleanUps.push(() => dispatcher.destroy())
      const store = openTestStore(server.endpoint, { dispatcher })
      const body = countedBody(200_000_000)
      const abort = new AbortController()
      const upload = store.putObject({ key: 'a', body, metadata: {}, signal: abort.signal })
      upload.catch(() => undefined)
      await arrived.promise
      // The server does not read: the bytes pile up in the buffers of both ends.
      const pulledBytes = await standstill(body.pulledBytes)

      const reason = new Error('paused by the user')
      await withoutTimers(async () => {
        abort.abort(reason)
        await expect(upload).rejects.toBe(reason)
      })

      ;(await arrived.promise).resume()
      await vi.waitFor(() => expect(end).toBe('cut'))
      // A connection that is merely closed would still deliver everything the system had taken.
      expect(received).toBeLessThan(pulledBytes / 2)
      expect(body.pulledBytes()).toBeLessThanOrEqual(pulledBytes)
    },
  )

  it('while the connection is still being opened rejects at once with the reason', async () => {
    // Accepts and says nothing: the TLS handshake never ends.
    const sockets: Socket[] = []
    const silent = createServer((socket) => sockets.push(socket.on('error', () => undefined)))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    cleanUps.push(() => {
      for (const socket of sockets) socket.destroy()
      silent.close()
    })
    const store = openTestStore(`https://127.0.0.1:${(silent.address() as AddressInfo).port}`)
    cleanUps.push(store.close)
    const abort = new AbortController()
    const request = store.headObject({ key: 'a', signal: abort.signal })
    request.catch(() => undefined)
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    const reason = new Error('paused by the user')
    await withoutTimers(async () => {
      abort.abort(reason)
      await expect(request).rejects.toBe(reason)
    })
  })

  it('while the answer is awaited rejects at once and cuts the connection', async () => {
    const server = await startScriptedServer()
    cleanUps.push(server.close)
    const closed = Promise.withResolvers<void>()
    server.play(({ socket }) => {
      socket.on('close', () => closed.resolve())
    })
    const store = openTestStore(server.endpoint)
    cleanUps.push(store.close)
    const abort = new AbortController()
    const request = store.listParts({ key: 'a', uploadId: 'U', signal: abort.signal })
    request.catch(() => undefined)
    await vi.waitFor(() => expect(server.requests).toHaveLength(1))
    abort.abort()
    await expect(request).rejects.toMatchObject({ name: 'AbortError' })
    await closed.promise
  })

  it('before it begins sends nothing', async () => {
    const server = await startScriptedServer()
    cleanUps.push(server.close)
    const store = openTestStore(server.endpoint)
    cleanUps.push(store.close)
    const reason = new Error('paused by the user')
    const signal = AbortSignal.abort(reason)
    await expect(store.headObject({ key: 'a', signal })).rejects.toBe(reason)
    expect(server.connections()).toBe(0)
  })

  it('leaves the other requests of the store alone', async () => {
    const server = await startScriptedServer()
    cleanUps.push(server.close)
    const answers: (() => void)[] = []
    server.play(({ response }) => {
      answers.push(() => {
        response.writeHead(404, { 'x-oss-request-id': 'A' })
        response.end()
      })
    })
    const store = openTestStore(server.endpoint)
    cleanUps.push(store.close)
    const abort = new AbortController()
    const aborted = store.headObject({ key: 'a', signal: abort.signal })
    aborted.catch(() => undefined)
    const other = store.headObject({ key: 'b', signal: noSignal })
    await vi.waitFor(() => expect(answers).toHaveLength(2))
    abort.abort()
    for (const answer of answers) answer()
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' })
    await expect(other).resolves.toBeNull()
  })
})

describe('closing a store', () => {
  it('cuts what is still running', async () => {
    const server = await startScriptedServer()
    cleanUps.push(server.close)
    server.play(() => undefined)
    const store = openTestStore(server.endpoint)
    const request = store.headObject({ key: 'a', signal: noSignal })
    request.catch(() => undefined)
    await vi.waitFor(() => expect(server.requests).toHaveLength(1))
    await store.close()
    await expect(request).rejects.toMatchObject({ data: { code: 'ConnectionReset', retry: 'transient' } })
  })
})

import { afterEach, describe, expect, it } from 'vitest'
import { createDispatcher } from '../../electron/oss/proxy-dispatcher.ts'
import { bodyAcrossCut, startEarlyAnswerServer } from './early-answer-server.ts'
import { loopbackCertificate } from './loopback-certificate.ts'
import { errorXml, startScriptedServer, storedHeaders, writeOss } from './scripted-server.ts'
import { countedBody, noSignal, openTestStore } from './test-store.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

const refused = { code: 'AccessDenied', retry: 'fatal', fromServer: true, status: 403 }

describe('an answer that comes while the body is still being sent', () => {
  it.each(['plain', 'TLS'])(
    'is what people see when the broken %s connection is noticed first',
    async (kind) => {
      const xml = errorXml('AccessDenied')
      const server = await startEarlyAnswerServer(
        'HTTP/1.1 403 Forbidden\r\nx-oss-request-id: 6553F0B0A1B2C3D4E5F60718\r\n' +
          `content-type: application/xml\r\ncontent-length: ${xml.length}\r\n\r\n${xml}`,
        kind === 'TLS' ? loopbackCertificate : undefined,
      )
      cleanUps.push(server.close)
      const dispatcher = createDispatcher({ ca: loopbackCertificate.cert })
      cleanUps.push(() => dispatcher.destroy())
      const scheme = kind === 'TLS' ? 'https' : 'http'
      const store = openTestStore(`${scheme}://127.0.0.1:${server.port}`, { dispatcher })
      for (let round = 0; round < 3; round += 1) {
        const body = bodyAcrossCut(server)
        const upload = store.putObject({ key: 'a', body, metadata: {}, signal: noSignal })
        await expect(upload).rejects.toMatchObject({ data: refused })
      }
    },
  )

  it.each(['before any of the body is read', 'in the middle of the body'])(
    'is what people see when it comes %s and the connection stays open',
    async (when) => {
      const server = await startScriptedServer()
      cleanUps.push(server.close)
      server.play(async ({ request, response }) => {
        if (when !== 'before any of the body is read') {
          await new Promise<void>((resolve) => {
            let received = 0
            request.on('data', (chunk: Buffer) => {
              received += chunk.length
              if (received > 1_000_000) {
                request.pause()
                resolve()
              }
            })
          })
        }
        writeOss(response, 403, {}, errorXml('AccessDenied'))
      })
      const store = openTestStore(server.endpoint)
      cleanUps.push(store.close)
      const body = countedBody(200_000_000)
      const upload = store.putObject({ key: 'a', body, metadata: {}, signal: noSignal })
      await expect(upload).rejects.toMatchObject({ data: refused })
      expect(body.pulledBytes()).toBeLessThan(100_000_000)
    },
  )

  it('and claims success is not believed', async () => {
    const server = await startScriptedServer()
    cleanUps.push(server.close)
    server.play(({ response }) => writeOss(response, 200, storedHeaders))
    const store = openTestStore(server.endpoint)
    cleanUps.push(store.close)
    const upload = store.putObject({
      key: 'a',
      body: countedBody(200_000_000),
      metadata: {},
      signal: noSignal,
    })
    await expect(upload).rejects.toMatchObject({ data: { code: 'BadAnswer', retry: 'transient' } })
  })
})

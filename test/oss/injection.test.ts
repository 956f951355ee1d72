import { type AddressInfo, createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { staticCredentials } from '../../electron/oss/credentials.ts'
import type { ObjectMetadata } from '../../shared/object-metadata.ts'
import { startScriptedServer } from './scripted-server.ts'
import { bodyOf, noSignal, openTestStore, testCredentials } from './test-store.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** What goes over the wire, byte by byte, of requests that are answered with success. */
async function listen() {
  let received = ''
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1')
      socket.end('HTTP/1.1 200 OK\r\nx-oss-request-id: A\r\netag: "E"\r\ncontent-length: 0\r\n\r\n')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUps.push(() => server.close())
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lines: () => received.split('\r\n'),
  }
}

const lineEnds = ['\r\nx-injected: 1', '\nx-injected: 1', '\rx-injected: 1', '\0x-injected']

describe('an object key', () => {
  it.each(['a\r\nx-injected: 1', 'b\nx-injected: 1', 'c HTTP/1.1\r\n\r\nDELETE /d', 'e?acl#f'])(
    'stays inside the request line: %j',
    async (key) => {
      const wire = await listen()
      const store = openTestStore(wire.endpoint)
      cleanUps.push(store.close)
      await store.putObject({ key, body: bodyOf('x'), metadata: {}, signal: noSignal })
      const [requestLine, ...headers] = wire.lines()
      expect(requestLine).toBe(`PUT /demo-bucket/${encodeURIComponent(key).replaceAll('%2F', '/')} HTTP/1.1`)
      expect(headers.filter((line) => line.startsWith('x-injected') || line.startsWith('DELETE'))).toEqual([])
    },
  )

  it('with a NUL character is refused by name', async () => {
    const wire = await listen()
    const store = openTestStore(wire.endpoint)
    const put = store.putObject({ key: 'a\0b', body: bodyOf('x'), metadata: {}, signal: noSignal })
    await expect(put).rejects.toMatchObject({ data: { code: 'KeyHoldsNul', retry: 'fatal' } })
    expect(wire.lines()).toEqual([''])
  })
})

describe.each(lineEnds)('%j', (lineEnd) => {
  const value = `v${lineEnd}`
  // The parts of the metadata that become headers as they are.
  const metadata: Record<string, ObjectMetadata> = {
    contentType: { contentType: value },
    cacheControl: { cacheControl: value },
    contentDisposition: { contentDisposition: value },
    contentEncoding: { contentEncoding: value },
    expires: { expires: value },
    'a metadata value': { userMetadata: { name: value } },
    'a metadata name': { userMetadata: { [value]: 'v' } },
    acl: { acl: value as never },
    storageClass: { storageClass: value as never },
    'the encryption': { encryption: { algorithm: value as never } },
    'the key of the encryption': { encryption: { algorithm: 'KMS', keyId: value } },
  }

  it.each(Object.keys(metadata))('in %s is refused before anything is sent', async (name) => {
    const wire = await listen()
    const store = openTestStore(wire.endpoint)
    cleanUps.push(store.close)
    const put = store.putObject({
      key: 'a',
      body: bodyOf('x'),
      metadata: metadata[name] ?? {},
      signal: noSignal,
    })
    await expect(put).rejects.toMatchObject({
      data: { code: expect.stringMatching(/^(HeaderValue|MetadataName)Invalid$/), retry: 'fatal' },
    })
    expect(wire.lines()).toEqual([''])
  })

  it.each(['accessKeyId', 'accessKeySecret', 'securityToken'])(
    'in %s waits for credentials and is not repeated',
    async (field) => {
      const wire = await listen()
      const store = openTestStore(wire.endpoint, {
        credentials: staticCredentials({ ...testCredentials, [field]: `hunter2${lineEnd}` }),
      })
      cleanUps.push(store.close)
      const error: unknown = await store.probe(noSignal).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ data: { code: 'CredentialsMalformed', retry: 'auth' } })
      expect(JSON.stringify(error) + String(error)).not.toContain('hunter2')
      expect(wire.lines()).toEqual([''])
    },
  )
})

describe.each([301, 302, 303, 307, 308])('a redirect (%i)', (status) => {
  it('to another server is not followed: neither credentials nor data go there', async () => {
    const [asked, other] = [await startScriptedServer(), await startScriptedServer()]
    cleanUps.push(asked.close, other.close)
    asked.play(async ({ response, readBody }) => {
      await readBody()
      response.writeHead(status, { location: `${other.endpoint}/demo-bucket/a`, 'content-length': '0' }).end()
    })
    const store = openTestStore(asked.endpoint, {
      credentials: staticCredentials({ ...testCredentials, securityToken: 'token' }),
    })
    cleanUps.push(store.close)
    const put = store.putObject({ key: 'a', body: bodyOf('secret data'), metadata: {}, signal: noSignal })
    await expect(put).rejects.toMatchObject({ data: { status } })
    expect(asked.requests).toHaveLength(1)
    expect(other.connections()).toBe(0)
  })
})

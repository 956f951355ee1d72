import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { FirstReachable } from '../../electron/oss/first-reachable.ts'
import { createDispatcher } from '../../electron/oss/proxy-dispatcher.ts'
import { readCaFile, trustContext } from '../../electron/oss/trusted-roots.ts'
import { testAuthority } from '../support/test-authority.ts'
import { oss, startScriptedServer, storedHeaders } from './scripted-server.ts'
import { bodyOf, noSignal, openTestStore } from './test-store.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

type Shown = 'good' | 'expired' | 'otherHost'

async function serverThatShows(shown: Shown) {
  const server = await startScriptedServer(testAuthority[shown])
  server.play(oss(200, storedHeaders))
  cleanUps.push(server.close)
  return server
}

function upload(endpoint: string, pem: string | null) {
  const dispatcher = createDispatcher({ secureContext: trustContext(pem) })
  cleanUps.push(() => dispatcher.destroy())
  const store = openTestStore(endpoint, { dispatcher })
  return store.putObject({ key: 'a', body: bodyOf('123456789'), metadata: {}, signal: noSignal })
}

describe('a server over TLS', () => {
  it('is believed when an authority from the file of the person vouches for it', async () => {
    const server = await serverThatShows('good')
    await expect(upload(server.endpoint, testAuthority.ca)).resolves.toMatchObject({
      crc64: expect.any(String),
    })
    expect(server.requests).toHaveLength(1)
  })

  it.each<[Shown, string | null, string]>([
    ['good', null, 'CertificateIssuerUnknown'],
    ['expired', testAuthority.ca, 'CertificateExpired'],
    ['otherHost', testAuthority.ca, 'CertificateForOtherHost'],
  ])('gets nothing when it shows a certificate that is %s', async (shown, pem, code) => {
    const server = await serverThatShows(shown)
    await expect(upload(server.endpoint, pem)).rejects.toMatchObject({
      // A state that a setting or a clock ends, no failure of this one file.
      data: { code, retry: 'offline', fromServer: false, params: { host: server.host } },
    })
    expect(server.requests).toEqual([])
  })

  it('is not gone round by another way out when its certificate is refused', async () => {
    const [refused, other] = [await serverThatShows('otherHost'), await serverThatShows('otherHost')]
    const secureContext = trustContext(testAuthority.ca)
    const ways = [createDispatcher({ secureContext }), createDispatcher({ secureContext })]
    const dispatcher = new FirstReachable(ways)
    cleanUps.push(() => dispatcher.destroy())
    const store = openTestStore(refused.endpoint, { dispatcher })
    await expect(store.headObject({ key: 'a', signal: noSignal })).rejects.toMatchObject({
      code: 'CertificateForOtherHost',
    })
    expect(refused.connections()).toBe(1)
    expect(other.connections()).toBe(0)
  })
})

describe('a file of certificate authorities', () => {
  function file(content: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'stevedore-ca-'))
    cleanUps.push(() => rmSync(folder, { recursive: true }))
    const path = join(folder, 'company authority.pem')
    writeFileSync(path, content)
    return path
  }

  it('gives its certificates and nothing else that lies in it', () => {
    const { key, cert } = testAuthority.good
    const read = readCaFile(file(`# company\r\n${testAuthority.ca}${key}${cert}`))
    expect(read).toBe(`${testAuthority.ca.trim()}\n${cert.trim()}`)
    expect(read).not.toContain('PRIVATE')
  })

  it.each([
    ['', 'no-certificate'],
    [testAuthority.good.key, 'no-certificate'],
    ['-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n', 'damaged-certificate'],
    ['x'.repeat(5 * 1024 * 1024), 'too-large'],
  ])('is refused by name and reason', (content, reason) => {
    const path = file(content)
    expect(() => readCaFile(path)).toThrowError(
      expect.objectContaining({ data: expect.objectContaining({ params: { file: path, reason } }) }),
    )
  })

  it('that is not there is refused by name', () => {
    expect(() => readCaFile('/nowhere/ca.pem')).toThrowError(
      expect.objectContaining({
        code: 'CaFileInvalid',
        data: expect.objectContaining({ params: { file: '/nowhere/ca.pem', reason: 'ENOENT' } }),
      }),
    )
  })
})

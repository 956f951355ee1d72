import { describe, expect, it, onTestFinished } from 'vitest'
import { doctorCheckNames, verdictOf } from '../../shared/doctor/doctor-report.ts'
import { loopbackCertificate } from '../oss/loopback-certificate.ts'
import { errorXml, startScriptedServer, writeOss } from '../oss/scripted-server.ts'
import { openTestStore } from '../oss/test-store.ts'
import { runningBucket } from '../practice-bucket/running-bucket.ts'
import { startHttpProxy } from '../support/http-proxy.ts'
import { startSocks5Proxy } from '../support/socks5-proxy.ts'
import { startTlsFront } from '../support/tls-front.ts'
import { examine, leftBehind } from './examine.ts'

const limited = { accessKeyId: 'ram-user', accessKeySecret: 'ram-secret' }

async function bucketWithout(...deniedActions: string[]) {
  const server = await runningBucket({ limitedKeys: [{ ...limited, deniedActions }] })
  const owner = openTestStore(server.endpoint)
  onTestFinished(() => owner.close())
  return { server, owner }
}

describe('the connection doctor', () => {
  it('passes every check of a bucket where all is well, and leaves nothing behind', async () => {
    const { server, owner } = await bucketWithout()
    const { checks, failed, named } = await examine(server.endpoint)
    expect(failed).toEqual([])
    expect(checks.map(({ name }) => name)).toEqual(doctorCheckNames)
    expect(checks.filter(({ status }) => status === 'skipped').map(({ name }) => name)).toEqual([
      'name',
      'tls',
    ])
    expect(verdictOf(checks)).toBe('good')
    expect(named('speedEight').seen?.values.bytesPerSecond).toBeGreaterThan(0)
    expect(named('roundTrip').seen?.values.ms).toBeGreaterThan(0)
    expect(await leftBehind(owner)).toEqual([])
  })

  it.each([
    ['oss:PutObject', ['putObject', 'initiateMultipartUpload'], 'bad'],
    ['oss:GetObject', ['headObject'], 'limited'],
    ['oss:ListParts', ['listParts'], 'limited'],
    ['oss:ListMultipartUploads', ['listMultipartUploads'], 'limited'],
    ['oss:AbortMultipartUpload', ['abortMultipartUpload'], 'limited'],
  ] as const)(
    'names %s when it is missing, and leaves nothing behind (R22)',
    async (action, failing, verdict) => {
      const { server, owner } = await bucketWithout(action)
      const { checks, failed, named } = await examine(server.endpoint, { key: limited })
      expect(failed).toEqual(failing)
      // Listing uploads is asked of the bucket.
      const key = action === 'oss:ListMultipartUploads' ? '' : 'in/*'
      for (const name of failing) {
        expect(named(name).error).toMatchObject({ code: 'AccessDenied', params: { action, key } })
      }
      expect(verdictOf(checks)).toBe(verdict)
      expect(await leftBehind(owner)).toEqual([])
    },
  )

  it.each([
    ['oss:GetBucketInfo', 'bucket', 'bucketMayNotAsk'],
    ['oss:DeleteObject', 'deleteObject', 'deleteNotPermitted'],
  ] as const)('does without %s', async (action, name, key) => {
    const { server } = await bucketWithout(action)
    const { failed, named } = await examine(server.endpoint, { key: limited })
    expect(failed).toEqual([])
    expect(named(name)).toMatchObject({ status: 'skipped', seen: { key } })
  })

  it('names the one object it may not delete', async () => {
    const { server, owner } = await bucketWithout('oss:DeleteObject', 'oss:AbortMultipartUpload')
    const { named } = await examine(server.endpoint, { key: limited })
    expect(await leftBehind(owner)).toEqual([named('deleteObject').seen?.values.key])
  })

  it('stops at the access key when the secret is wrong, without what was signed', async () => {
    const { server } = await bucketWithout()
    const key = { ...limited, accessKeySecret: 'no-such-secret' }
    const { checks, failed, named } = await examine(server.endpoint, { key })
    expect(failed).toEqual(['credentials'])
    expect(named('credentials').error?.code).toBe('SignatureDoesNotMatch')
    expect(named('putObject').seen).toEqual({ key: 'skippedAfter', values: { check: 'credentials' } })
    const text = JSON.stringify(checks)
    for (const secret of ['no-such-secret', 'ram-user', 'StringToSign', 'aliyun_v4_request']) {
      expect(text).not.toContain(secret)
    }
  })

  it('tells how far a clock is off, and passes the rest with the time put right', async () => {
    const { server } = await bucketWithout()
    const { failed, named } = await examine(server.endpoint, { now: () => Date.now() - 3_600_000 })
    expect(failed).toEqual(['clock'])
    expect(named('clock')).toMatchObject({ seen: { key: 'clockBehind', values: { minutes: 60 } } })
    const ahead = await examine(server.endpoint, { now: () => Date.now() + 300_000 })
    expect(ahead.named('clock')).toMatchObject({ status: 'pass', seen: { key: 'clockAhead' } })
  })

  it('tells a bucket that does not exist', async () => {
    const { server } = await bucketWithout()
    const { failed, named } = await examine(server.endpoint, { place: { bucket: 'nobody-has-this' } })
    expect(failed).toEqual(['bucket'])
    expect(named('bucket').error?.code).toBe('NoSuchBucket')
  })

  it('sees the certificate of a TLS endpoint: who vouches for it and how many days it lasts', async () => {
    const { server } = await bucketWithout()
    const front = await startTlsFront(loopbackCertificate, server.endpoint)
    onTestFinished(front.close)
    const { failed, named } = await examine(front.endpoint, { ca: loopbackCertificate.cert })
    expect(failed).toEqual([])
    const { key, values } = named('tls').seen ?? {}
    expect(key).toBe('tlsSeen')
    expect(values).toMatchObject({ issuer: 'localhost', version: 'TLSv1.3' })
    expect(values?.days).toBeGreaterThan(10_000)
  })

  it('names who made a certificate that is not trusted, and sends nothing over that connection', async () => {
    const { server } = await bucketWithout()
    const front = await startTlsFront(loopbackCertificate, server.endpoint)
    onTestFinished(front.close)
    const { failed, named } = await examine(front.endpoint)
    expect(failed).toEqual(['tls'])
    expect(named('tls')).toMatchObject({
      error: { code: 'CertificateIssuerUnknown' },
      seen: { values: { issuer: 'localhost' } },
    })
  })

  it.each(['http', 'socks5'] as const)('takes the same %s proxy as uploads for every check', async (kind) => {
    const { server, owner } = await bucketWithout()
    const front = await startTlsFront(loopbackCertificate, server.endpoint)
    onTestFinished(front.close)
    const logIn = { username: 'anna', password: 'geheim' }
    const proxy = kind === 'http' ? await startHttpProxy({ logIn }) : await startSocks5Proxy({ logIn })
    onTestFinished(proxy.close)
    const way = { kind, host: '127.0.0.1', port: proxy.port, ...logIn }
    const { checks, failed, named } = await examine(front.endpoint, { way, ca: loopbackCertificate.cert })
    expect(failed).toEqual([])
    expect(named('proxy').seen?.values.proxy).toBe(`${kind}://127.0.0.1:${proxy.port}`)
    expect(named('tcp').seen).toMatchObject({ key: 'tcpToProxy', values: { port: proxy.port } })
    expect(named('tls').seen?.values.issuer).toBe('localhost')
    expect(proxy.asked.length).toBeGreaterThan(0)
    expect(JSON.stringify(checks)).not.toContain('geheim')
    expect(await leftBehind(owner)).toEqual([])
  })

  it('says that the proxy wants a log-in', async () => {
    const { server } = await bucketWithout()
    const proxy = await startHttpProxy({ logIn: { username: 'anna', password: 'geheim' } })
    onTestFinished(proxy.close)
    const { failed, named } = await examine(server.endpoint, {
      way: { kind: 'http', host: '127.0.0.1', port: proxy.port },
    })
    expect(failed).toEqual(['service'])
    expect(named('service').error?.code).toBe('ProxyAuthenticationRequired')
  })

  it('tells something that is not OSS from OSS', async () => {
    const portal = await startScriptedServer()
    onTestFinished(portal.close)
    portal.play(({ response }) => void response.writeHead(200).end())
    const { failed, named } = await examine(portal.endpoint)
    expect(failed).toEqual(['service'])
    expect(named('service').error?.code).toBe('NotOss')
  })

  it('ends a check that takes too long, and goes on to the end', async () => {
    const silent = await startScriptedServer()
    onTestFinished(silent.close)
    silent.play(() => undefined)
    const { checks, failed, named } = await examine(silent.endpoint, { limitMs: 200 })
    expect(failed).toEqual(['service'])
    expect(named('service').error?.code).toBe('RequestTimedOut')
    expect(checks.length).toBe(doctorCheckNames.length)
  })

  it.each(['putObject', 'initiateMultipartUpload', 'uploadPart', 'speedOne'] as const)(
    'stopped after %s leaves nothing behind',
    async (last) => {
      const { server, owner } = await bucketWithout()
      const stop = new AbortController()
      const { checks } = await examine(server.endpoint, {
        signal: stop.signal,
        onCheck: ({ name }) => name === last && stop.abort(),
      })
      expect(checks.at(-1)?.name).toBe(last)
      expect(verdictOf(checks)).toBe('stopped')
      expect(await leftBehind(owner)).toEqual([])
    },
  )

  it('removes an upload whose id was lost with the answer to Initiate', async () => {
    const aborted: string[] = []
    const server = await startScriptedServer()
    onTestFinished(server.close)
    let scratchKey = ''
    server.play(async ({ recorded, readBody, response, socket }) => {
      await readBody()
      const { method, target } = recorded
      const url = new URL(target, 'http://x')
      if (method === 'HEAD' && url.searchParams.size === 0) return writeOss(response, 200, { etag: '"A"' })
      if (url.searchParams.has('bucketInfo'))
        return writeOss(response, 403, {}, errorXml('AccessDenied', 'm'))
      if (method === 'POST' && url.searchParams.has('uploads')) {
        scratchKey = decodeURIComponent(url.pathname.split('/').slice(2).join('/'))
        return void socket.destroy()
      }
      if (method === 'GET' && url.searchParams.has('uploads')) {
        const upload = `<Upload><Key>${scratchKey}</Key><UploadId>LOST</UploadId><Initiated>2026-01-01T00:00:00.000Z</Initiated></Upload>`
        const list = `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${aborted.length === 0 ? upload : ''}</ListMultipartUploadsResult>`
        return writeOss(response, 200, {}, list)
      }
      if (method === 'DELETE' && url.searchParams.has('uploadId'))
        aborted.push(url.searchParams.get('uploadId') ?? '')
      if (method === 'GET' && url.searchParams.has('uploadId')) {
        return writeOss(response, 404, {}, errorXml('NoSuchUpload', 'm'))
      }
      return writeOss(response, method === 'DELETE' ? 204 : 200, { etag: '"A"' })
    })
    const { failed } = await examine(server.endpoint, { limitMs: 2000 })
    expect(failed).toContain('initiateMultipartUpload')
    expect(aborted).toEqual(['LOST'])
  })
})

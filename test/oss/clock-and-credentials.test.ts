import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type CredentialProvider,
  type Credentials,
  environmentCredentials,
  staticCredentials,
} from '../../electron/oss/credentials.ts'
import {
  errorXml,
  oss,
  ossError,
  type ScriptedServer,
  startScriptedServer,
  storedHeaders,
} from './scripted-server.ts'
import { bodyOf, noSignal, openTestStore, testCredentials } from './test-store.ts'

let server: ScriptedServer
const cleanUps: (() => unknown)[] = []
beforeEach(async () => {
  server = await startScriptedServer()
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
  await server.close()
})

function open(options: Parameters<typeof openTestStore>[1] = {}) {
  const store = openTestStore(server.endpoint, options)
  cleanUps.push(store.close)
  return store
}

/** When each request says it was signed. */
const signedAt = () =>
  server.requests.map(({ headers }) => {
    const date = String(headers['x-oss-date'])
    return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  })

const serverNow = Date.parse('2026-03-01T12:00:00Z')
const wrongNow = () => Date.parse('2025-01-01T00:00:00Z')
const skewed = (extra: string, date = new Date(serverNow).toUTCString()) =>
  oss(403, { date }, errorXml('RequestTimeTooSkewed', 'skewed', extra))
const initiated = oss(
  200,
  {},
  '<InitiateMultipartUploadResult><UploadId>U</UploadId></InitiateMultipartUploadResult>',
)

describe('a clock that is wrong', () => {
  it.each([
    ['the element ServerTime', skewed('<ServerTime>2026-03-01T12:00:00.000Z</ServerTime>', '')],
    ['the Date header', skewed('')],
    [
      'the Date header, when V4 calls the date invalid',
      oss(
        400,
        { date: new Date(serverNow).toUTCString() },
        errorXml('InvalidArgument', 'Invalid signing date in Authorization header.'),
      ),
    ],
  ])('is corrected by %s, and the request goes out again at once', async (_how, refusal) => {
    server.play(refusal, initiated)
    const store = open({ now: wrongNow })
    expect(await store.initiateMultipartUpload({ key: 'a', metadata: {}, signal: noSignal })).toBe('U')
    expect(signedAt()).toEqual([wrongNow(), serverNow])

    await store.initiateMultipartUpload({ key: 'a', metadata: {}, signal: noSignal })
    expect(signedAt()[2]).toBe(serverNow)
  })

  it('with a body that has been read asks for another try, which is signed right', async () => {
    server.play(skewed(''), oss(200, storedHeaders))
    const store = open({ now: wrongNow })
    const put = () => store.putObject({ key: 'a', body: bodyOf('x'), metadata: {}, signal: noSignal })
    await expect(put()).rejects.toMatchObject({ data: { code: 'RequestTimeTooSkewed', retry: 'transient' } })
    expect(server.requests).toHaveLength(1)
    await put()
    expect(signedAt()).toEqual([wrongNow(), serverNow])
  })

  it('that cannot be corrected is not tried for ever', async () => {
    server.play(skewed(''))
    const store = open({ now: () => serverNow })
    await expect(
      store.initiateMultipartUpload({ key: 'a', metadata: {}, signal: noSignal }),
    ).rejects.toMatchObject({ data: { code: 'RequestTimeTooSkewed' } })
    expect(server.requests).toHaveLength(1)
  })

  it('is not blamed for a date that is merely malformed', async () => {
    server.play(ossError(400, 'InvalidArgument', 'Invalid signing date in Authorization header.'))
    const store = open()
    await expect(
      store.initiateMultipartUpload({ key: 'a', metadata: {}, signal: noSignal }),
    ).rejects.toMatchObject({ data: { code: 'InvalidArgument', retry: 'fatal' } })
    expect(server.requests).toHaveLength(1)
  })
})

/** Credentials that are renewed when OSS refuses them. */
function renewing(tokens: string[]): CredentialProvider & { refused: Credentials[] } {
  const refused: Credentials[] = []
  return {
    refused,
    async get() {
      return { ...testCredentials, securityToken: tokens[Math.min(refused.length, tokens.length - 1)] ?? '' }
    },
    invalidate(credentials) {
      refused.push(credentials)
      return refused.length < tokens.length
    },
  }
}

const tokensSent = () => server.requests.map(({ headers }) => headers['x-oss-security-token'])

describe('credentials that OSS refuses', () => {
  it('are renewed where that is possible, and the request goes out again at once', async () => {
    server.play(ossError(403, 'SecurityTokenExpired'), initiated)
    const credentials = renewing(['old', 'new'])
    const store = open({ credentials })
    await store.initiateMultipartUpload({ key: 'a', metadata: {}, signal: noSignal })
    expect(tokensSent()).toEqual(['old', 'new'])
    expect(credentials.refused).toEqual([{ ...testCredentials, securityToken: 'old' }])
  })

  it('with a body that has been read ask for another try, with the same upload id', async () => {
    server.play(ossError(403, 'SecurityTokenExpired'), oss(200, storedHeaders))
    const store = open({ credentials: renewing(['old', 'new']) })
    const part = () =>
      store.uploadPart({
        key: 'a',
        uploadId: 'U',
        partNumber: 3,
        body: bodyOf('x'),
        metadata: {},
        signal: noSignal,
      })
    await expect(part()).rejects.toMatchObject({
      data: { code: 'SecurityTokenExpired', retry: 'transient', partNumber: 3 },
    })
    await part()
    expect(tokensSent()).toEqual(['old', 'new'])
  })

  it('a second time in a row are a person’s business', async () => {
    server.play(ossError(403, 'InvalidSecurityToken'))
    const store = open({ credentials: renewing(['old', 'new', 'newer']) })
    await expect(
      store.initiateMultipartUpload({ key: 'a', metadata: {}, signal: noSignal }),
    ).rejects.toMatchObject({ data: { code: 'InvalidSecurityToken', retry: 'auth' } })
    expect(tokensSent()).toEqual(['old', 'new'])
  })

  it('that never change are not tried twice', async () => {
    server.play(ossError(403, 'InvalidAccessKeyId'))
    await expect(
      open().initiateMultipartUpload({ key: 'a', metadata: {}, signal: noSignal }),
    ).rejects.toMatchObject({ data: { code: 'InvalidAccessKeyId', retry: 'auth' } })
    expect(server.requests).toHaveLength(1)
  })
})

describe('a request OSS cannot read', () => {
  it('is worth one more try, not two', async () => {
    server.play(ossError(400, 'BadRequest'))
    const store = open()
    const initiate = () => store.initiateMultipartUpload({ key: 'a', metadata: {}, signal: noSignal })
    await expect(initiate()).rejects.toMatchObject({ data: { code: 'BadRequest', retry: 'transient' } })
    await expect(initiate()).rejects.toMatchObject({ data: { code: 'BadRequest', retry: 'fatal' } })
  })

  it('is forgotten once the same request succeeds', async () => {
    server.play(ossError(400, 'BadRequest'), initiated, ossError(400, 'BadRequest'))
    const store = open()
    const initiate = () => store.initiateMultipartUpload({ key: 'a', metadata: {}, signal: noSignal })
    await expect(initiate()).rejects.toMatchObject({ data: { retry: 'transient' } })
    await initiate()
    await expect(initiate()).rejects.toMatchObject({ data: { retry: 'transient' } })
  })
})

describe('credentials (R21)', () => {
  it('from the environment are read at each request', async () => {
    const environment: Record<string, string | undefined> = {
      OSS_ACCESS_KEY_ID: ' id ',
      OSS_ACCESS_KEY_SECRET: 'secret\n',
    }
    const provider = environmentCredentials(environment)
    expect(await provider.get()).toEqual({ accessKeyId: 'id', accessKeySecret: 'secret' })
    environment.OSS_SESSION_TOKEN = 'token'
    expect(await provider.get()).toEqual({
      accessKeyId: 'id',
      accessKeySecret: 'secret',
      securityToken: 'token',
    })
  })

  it.each(['OSS_ACCESS_KEY_ID', 'OSS_ACCESS_KEY_SECRET'])('without %s say which is missing', async (name) => {
    const environment = { OSS_ACCESS_KEY_ID: 'id', OSS_ACCESS_KEY_SECRET: 'secret', [name]: '' }
    await expect(environmentCredentials(environment).get()).rejects.toMatchObject({
      data: { code: 'CredentialsMissing', retry: 'auth', params: { name } },
    })
  })

  it('that are missing stop the request before it is sent', async () => {
    const store = open({ credentials: environmentCredentials({}) })
    await expect(store.headObject({ key: 'a', signal: noSignal })).rejects.toMatchObject({
      data: { code: 'CredentialsMissing' },
    })
    expect(server.connections()).toBe(0)
  })

  it('that are fixed stay what they are', async () => {
    const provider = staticCredentials(testCredentials)
    expect(await provider.get()).toEqual(testCredentials)
    expect(provider.invalidate(testCredentials)).toBe(false)
  })
})

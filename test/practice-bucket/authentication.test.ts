import OSS from 'ali-oss'
import { describe, expect, test } from 'vitest'
import { accessKeyId, accessKeySecret, bucket, region, runningBucket } from './running-bucket.ts'
import { type Ask, send, sendHead, signedHead } from './signed-request.ts'

const key = 'photos/2023 夏天/a+b&c.mp4'
const minute = 60_000

function host(server: { endpoint: string }): string {
  return new URL(server.endpoint).host
}

describe.each(['v4', 'v1'] as const)('a %s signature in the header', (version) => {
  const ask: Ask = {
    method: 'PUT',
    key,
    version,
    headers: {
      'content-type': 'video/mp4',
      'x-oss-meta-origin': 'desk 01',
      'content-md5': '1B2M2Y8AsgTpgAmY7PhCfg==',
    },
    body: '',
  }

  test('is accepted as it is', async () => {
    const server = await runningBucket()
    expect((await send(server, ask)).status).toBe(200)
  })

  test('no longer fits when any signed byte of the request is another', async () => {
    const server = await runningBucket()
    const query: Record<string, string> = { uploads: '', 'encoding-type': 'url' }
    const head = signedHead(host(server), { ...ask, method: 'POST', query })
    const spoil = (text: string) =>
      text.replace(/[a-zA-Z0-9](?=[^a-zA-Z0-9]*$)/, (last) => (last === '1' ? '2' : '1'))
    const spoilt = [
      { ...head, method: 'PUT' },
      { ...head, path: head.path.replace('photos', 'photoz') },
      { ...head, path: head.path.replace('uploads', 'uploads=1') },
      ...(version === 'v4' ? [{ ...head, path: head.path.replace('=url', '=urL') }] : []),
      ...['content-type', 'x-oss-meta-origin', 'content-md5', 'authorization'].map((name) => ({
        ...head,
        headers: { ...head.headers, [name]: spoil(head.headers[name] ?? '') },
      })),
      { ...head, headers: { ...head.headers, 'x-oss-meta-new': 'x' } },
    ]
    for (const one of spoilt) {
      const answer = await sendHead(server, one)
      expect([answer.status, answer.element('Code')], JSON.stringify(one)).toEqual([
        403,
        'SignatureDoesNotMatch',
      ])
    }
    const answer = await sendHead(server, head)
    expect(answer.status).toBe(200)
  })

  test('made with the wrong secret is told what the server signed', async () => {
    const server = await runningBucket()
    const answer = await send(server, { ...ask, accessKeySecret: 'wrong' })
    expect(answer.status).toBe(403)
    expect(answer.element('Code')).toBe('SignatureDoesNotMatch')
    expect(answer.element('OSSAccessKeyId')).toBe(accessKeyId)
    expect(answer.element('SignatureProvided')).toMatch(version === 'v4' ? /^[0-9a-f]{64}$/ : /=$/)
    const text = answer.element('StringToSign') ?? ''
    expect(text).toContain(version === 'v4' ? `/${region}/oss/aliyun_v4_request\n` : `/${bucket}/${key}`)
    expect(
      Buffer.from(answer.element('StringToSignBytes')?.replaceAll(' ', '') ?? '', 'hex').toString(),
    ).toBe(text)
    expect(answer.element('HostId')).toBe(host(server))
    expect(answer.element('RequestId')).toBe(answer.headers['x-oss-request-id'])
  })

  test('made more than 15 minutes ago or ahead is refused with the time of the server', async () => {
    const server = await runningBucket()
    for (const offset of [-16 * minute, 16 * minute]) {
      const answer = await send(server, { ...ask, time: Date.now() + offset })
      expect([answer.status, answer.element('Code')]).toEqual([403, 'RequestTimeTooSkewed'])
      expect(answer.element('MaxAllowedSkewMilliseconds')).toBe('900000')
      expect(Math.abs(Date.parse(answer.element('ServerTime') ?? '') - Date.now())).toBeLessThan(minute)
      expect(Math.abs(Date.parse(answer.element('RequestTime') ?? '') - Date.now() - offset)).toBeLessThan(
        minute,
      )
    }
    expect((await send(server, { ...ask, time: Date.now() - 14 * minute })).status).toBe(200)
  })

  test('of an unknown key is refused before the signature is looked at', async () => {
    const server = await runningBucket()
    const answer = await send(server, { ...ask, accessKeyId: 'nobody' })
    expect([answer.status, answer.element('Code')]).toEqual([403, 'InvalidAccessKeyId'])
  })

  test('with a security token is accepted until the token runs out', async () => {
    const tokens = [
      {
        token: 'sts/Token+1=',
        expiresAt: Date.now() + minute,
        accessKeyId: 'STS.one',
        accessKeySecret: 'secret',
      },
      { token: 'old', expiresAt: Date.now() - minute, accessKeyId: 'STS.one', accessKeySecret: 'secret' },
    ]
    const server = await runningBucket({ tokens })
    const withToken = (token?: string): Ask => ({
      ...ask,
      accessKeyId: 'STS.one',
      accessKeySecret: 'secret',
      headers: token === undefined ? {} : { 'x-oss-security-token': token },
    })
    expect((await send(server, withToken('sts/Token+1='))).status).toBe(200)
    expect((await send(server, withToken('old'))).element('Code')).toBe('SecurityTokenExpired')
    expect((await send(server, withToken('forged'))).element('Code')).toBe('InvalidSecurityToken')
    expect((await send(server, withToken())).element('Code')).toBe('InvalidSecurityToken')
    const permanent = await send(server, { ...ask, headers: { 'x-oss-security-token': 'sts/Token+1=' } })
    expect(permanent.element('Code')).toBe('InvalidSecurityToken')
    tokens.push({
      token: 'new',
      expiresAt: Date.now() + minute,
      accessKeyId: 'STS.one',
      accessKeySecret: 'secret',
    })
    expect((await send(server, withToken('new'))).status).toBe(200)
  })
})

describe('a V4 Authorization header of the wrong shape', () => {
  const good = { method: 'GET', query: { 'list-type': '2' } }

  test.each([
    { what: 'without Signature', change: (text: string) => text.replace(/,Signature=.*/, '') },
    { what: 'without Credential', change: (text: string) => text.replace(/Credential=[^,]*,/, '') },
    { what: 'with a field twice', change: (text: string) => `${text},Signature=00` },
    {
      what: 'with an empty AdditionalHeaders',
      change: (text: string) => text.replace(',Sig', ',AdditionalHeaders=,Sig'),
    },
    {
      what: 'with absent additional headers',
      change: (text: string) => text.replace(',Sig', ',AdditionalHeaders=nope,Sig'),
    },
    { what: 'for another region', change: (text: string) => text.replace(region, 'cn-beijing') },
    {
      what: 'for a region with oss- in front',
      change: (text: string) => text.replace(region, `oss-${region}`),
    },
    { what: 'for another product', change: (text: string) => text.replace('/oss/', '/ecs/') },
    { what: 'with another terminator', change: (text: string) => text.replace('aliyun_v4', 'aws4') },
    {
      what: 'with a date that is not that of x-oss-date',
      change: (text: string) => text.replace(/\/\d{8}\//, '/20200101/'),
    },
  ])('$what is 400 InvalidArgument', async ({ change }) => {
    const server = await runningBucket()
    const head = signedHead(host(server), good)
    const authorization = change(head.headers.authorization ?? '')
    const answer = await sendHead(server, { ...head, headers: { ...head.headers, authorization } })
    expect([answer.status, answer.element('Code')]).toEqual([400, 'InvalidArgument'])
  })

  test('for a wrong region tells a location from a region by the extended code', async () => {
    const server = await runningBucket()
    const ec = async (wrong: string) => (await send(server, { ...good, region: wrong })).headers['x-oss-ec']
    expect(await ec(`oss-${region}`)).toBe('0002-00000226')
    expect(await ec('cn-beijing')).toBe('0002-00000228')
  })

  test('spaces after the commas are fine', async () => {
    const server = await runningBucket()
    const head = signedHead(host(server), { ...good, additionalHeaders: ['host'] })
    const authorization = head.headers.authorization?.replaceAll(',', ', ') ?? ''
    expect((await sendHead(server, { ...head, headers: { ...head.headers, authorization } })).status).toBe(
      200,
    )
  })

  test('an additional header is signed too', async () => {
    const server = await runningBucket()
    const head = signedHead(host(server), {
      ...good,
      headers: { 'x-other': 'a' },
      additionalHeaders: ['x-other'],
    })
    expect((await sendHead(server, head)).status).toBe(200)
    const answer = await sendHead(server, { ...head, headers: { ...head.headers, 'x-other': 'b' } })
    expect(answer.element('Code')).toBe('SignatureDoesNotMatch')
  })

  test('no date at all is 403 AccessDenied, for V1 too', async () => {
    const server = await runningBucket()
    for (const [version, name] of [
      ['v4', 'x-oss-date'],
      ['v1', 'date'],
    ] as const) {
      const head = signedHead(host(server), { ...good, version })
      const { [name]: _date, ...headers } = head.headers
      const answer = await sendHead(server, { ...head, headers })
      expect([answer.status, answer.element('Code')]).toEqual([403, 'AccessDenied'])
    }
  })

  test('an unknown scheme is 400 InvalidArgument', async () => {
    const server = await runningBucket()
    for (const authorization of ['Basic abc', 'OSS nocolon', 'OSS4-HMAC-SHA512 x']) {
      const answer = await sendHead(server, {
        method: 'GET',
        path: '/',
        headers: { host: host(server), authorization },
      })
      expect([answer.status, answer.element('Code')]).toEqual([400, 'InvalidArgument'])
    }
  })
})

describe('nobody in particular', () => {
  test('is refused everywhere', async () => {
    const server = await runningBucket()
    await send(server, { method: 'PUT', key: 'a', body: 'x' })
    const asks: Ask[] = [
      { method: 'GET', bucket: null },
      { method: 'GET', query: { 'list-type': '2' } },
      { method: 'GET', key: 'a' },
      { method: 'GET', key: 'missing' },
      { method: 'PUT', key: 'a', body: 'y' },
      { method: 'DELETE', key: 'a' },
      { method: 'POST', key: 'a', query: { uploads: '' } },
    ]
    for (const ask of asks) {
      const answer = await send(server, { ...ask, version: 'none' })
      expect([answer.status, answer.element('Code')], JSON.stringify(ask)).toEqual([403, 'AccessDenied'])
    }
  })

  test('may read an object that is public-read, but not change its headers', async () => {
    const server = await runningBucket()
    await send(server, { method: 'PUT', key: 'a', body: 'x', headers: { 'x-oss-object-acl': 'public-read' } })
    expect((await send(server, { method: 'GET', key: 'a', version: 'none' })).text).toBe('x')
    const query = { 'response-content-type': 'text/html' }
    expect((await send(server, { method: 'GET', key: 'a', query, version: 'none' })).status).toBe(400)
  })

  test('cannot come through a host name of their own', async () => {
    const server = await runningBucket()
    const head = signedHead('evil.example:80', { method: 'GET', bucket: null })
    const answer = await sendHead(server, head)
    expect([answer.status, answer.element('Code')]).toEqual([403, 'AccessDenied'])
  })
})

/** The library refuses to sign URLs for an IP address; these are for the bucket's own host name. */
function cloudClient(isV4: boolean): OSS {
  const keys = { accessKeyId, accessKeySecret, bucket, region: `oss-${region}` }
  return new OSS({ ...keys, authorizationV4: isV4 } as OSS.Options)
}

function headOf(method: string, url: URL) {
  return { method, path: url.pathname + url.search, headers: { host: url.host } }
}

describe.each([true, false])('a signed URL (V4: %s)', (isV4) => {
  async function urlFor(method: 'GET' | 'PUT', expires = 600): Promise<URL> {
    const client = cloudClient(isV4)
    const url = isV4
      ? await client.signatureUrlV4(method, expires, {}, key)
      : client.signatureUrl(key, { method, expires })
    return new URL(url)
  }

  test('of ali-oss stores and reads an object', async () => {
    const server = await runningBucket()
    const put = await sendHead(server, headOf('PUT', await urlFor('PUT')), 'content')
    expect(put.text).toBe('')
    expect(put.status).toBe(200)
    const get = await sendHead(server, headOf('GET', await urlFor('GET')))
    expect(get.text).toBe('content')
  })

  test('is good for one method and one key', async () => {
    const server = await runningBucket()
    const url = await urlFor('GET')
    expect((await sendHead(server, headOf('PUT', url), 'x')).element('Code')).toBe('SignatureDoesNotMatch')
    url.pathname += 'x'
    expect((await sendHead(server, headOf('GET', url))).element('Code')).toBe('SignatureDoesNotMatch')
  })

  test('is 403 AccessDenied once it has expired, even if its signature is wrong too', async () => {
    let now = Date.now()
    const server = await runningBucket({ now: () => now })
    const url = await urlFor('GET', 60)
    now += 62_000
    url.pathname += 'x'
    const answer = await sendHead(server, headOf('GET', url))
    expect([answer.status, answer.element('Code'), answer.element('Message')]).toEqual([
      403,
      'AccessDenied',
      'Request has expired.',
    ])
  })

  test('together with an Authorization header is 400 InvalidArgument', async () => {
    const server = await runningBucket()
    const head = headOf('GET', await urlFor('GET'))
    const { headers } = signedHead(head.headers.host, { method: 'GET', key })
    const answer = await sendHead(server, { ...head, headers })
    expect([answer.status, answer.element('Code')]).toEqual([400, 'InvalidArgument'])
  })
})

test('a V4 URL that lives longer than 7 days, or not at all, is refused', async () => {
  const server = await runningBucket()
  const url = new URL(await cloudClient(true).signatureUrlV4('GET', 600, {}, key))
  for (const expires of ['604801', '0', '-1', 'soon', '1e3']) {
    url.searchParams.set('x-oss-expires', expires)
    const head = headOf('GET', url)
    const answer = await sendHead(server, head)
    expect([answer.status, answer.element('ArgumentName')]).toEqual([400, 'x-oss-expires'])
  }
})

test('a V1 URL without one of its three parameters is 403 AccessDenied', async () => {
  const server = await runningBucket()
  for (const name of ['Signature', 'OSSAccessKeyId', 'Expires']) {
    const url = new URL(cloudClient(false).signatureUrl(key))
    url.searchParams.delete(name)
    const head = headOf('GET', url)
    expect((await sendHead(server, head)).element('Code')).toBe('AccessDenied')
  }
})

describe('the place of the bucket in a request', () => {
  test.each([
    { style: 'in the path', hostHeader: '127.0.0.1', path: '/demo-bucket/a/b' },
    { style: 'in the path, localhost', hostHeader: 'localhost:9000', path: '/demo-bucket/a/b' },
    {
      style: 'in the path, service host',
      hostHeader: 'oss-cn-shanghai.aliyuncs.com',
      path: '/demo-bucket/a/b',
    },
    { style: 'in the host', hostHeader: 'demo-bucket.oss-cn-shanghai.aliyuncs.com', path: '/a/b' },
    { style: 'in the host, localhost', hostHeader: 'demo-bucket.localhost:9000', path: '/a/b' },
    { style: 'in both', hostHeader: 'demo-bucket.oss-cn-shanghai.aliyuncs.com', path: '/demo-bucket/a/b' },
    { style: 'nowhere, a domain of its own', hostHeader: 'files.example.com', path: '/a/b' },
    { style: 'in the path, slashes encoded', hostHeader: '127.0.0.1', path: '/demo-bucket/a%2Fb' },
  ])('$style: the object is the same', async ({ hostHeader, path }) => {
    const server = await runningBucket({ customDomains: { 'files.example.com': bucket } })
    const { headers } = signedHead(hostHeader, { method: 'PUT', key: 'a/b' })
    expect((await sendHead(server, { method: 'PUT', path, headers }, 'x')).status).toBe(200)
    expect((await send(server, { method: 'GET', key: 'a/b' })).text).toBe('x')
  })

  test('a key that begins with the name of its bucket stays whole', async () => {
    const server = await runningBucket()
    const hostHeader = `${bucket}.oss-${region}.aliyuncs.com`
    const { headers } = signedHead(hostHeader, { method: 'PUT', key: `${bucket}/a` })
    expect((await sendHead(server, { method: 'PUT', path: `/${bucket}/a`, headers }, 'x')).status).toBe(200)
    const listed = await send(server, { method: 'GET', query: { 'list-type': '2' } })
    expect(listed.elements('Key')).toEqual([`${bucket}/a`])
  })

  test('a bucket that does not exist is 404 NoSuchBucket, a name that cannot be one 400', async () => {
    const server = await runningBucket()
    const missing = await send(server, { method: 'GET', bucket: 'no-such', key: 'a' })
    expect([missing.status, missing.element('Code'), missing.element('BucketName')]).toEqual([
      404,
      'NoSuchBucket',
      'no-such',
    ])
    for (const name of ['ab', '-abc', 'abc-', 'ABC', 'a'.repeat(64)]) {
      const answer = await send(server, { method: 'PUT', bucket: name, key: 'a', body: '' })
      expect([answer.status, answer.element('Code')]).toEqual([400, 'InvalidBucketName'])
    }
  })

  test('the secret of a bucket is not its name', async () => {
    const server = await runningBucket()
    const answer = await send(server, {
      method: 'GET',
      bucket: 'no-such',
      accessKeySecret: `${accessKeySecret}x`,
    })
    expect(answer.element('Code')).toBe('SignatureDoesNotMatch')
  })
})

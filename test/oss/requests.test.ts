import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import type { ObjectMetadata } from '../../shared/object-metadata.ts'
import { oss, type Recorded, storedHeaders } from './scripted-server.ts'
import { scriptedStore } from './scripted-store.ts'
import { bodyOf, noSignal, openTestStore, testCredentials } from './test-store.ts'

const peer = createRequire(import.meta.url)('ali-oss/lib/common/signUtils.js') as {
  authorizationV4(
    accessKeyId: string,
    accessKeySecret: string,
    region: string,
    method: string,
    request: { headers: Record<string, unknown>; queries: Record<string, string | null> },
    bucket: string,
    key: string,
    additionalHeaders: string[],
    headerEncoding: string,
  ): string
}

/** What the public library would have signed for the request as it arrived. */
function expectedAuthorization(recorded: Recorded): string {
  const [path = '', query = ''] = recorded.target.split('?')
  const [, bucket = '', ...key] = path.split('/')
  const parameters = query
    .split('&')
    .filter((parameter) => parameter !== '')
    .map((parameter): [string, string | null] => {
      const [name = '', value] = parameter.split('=').map(decodeURIComponent)
      return [name, value || null]
    })
  return peer.authorizationV4(
    testCredentials.accessKeyId,
    testCredentials.accessKeySecret,
    'cn-shanghai',
    recorded.method,
    { headers: recorded.headers, queries: Object.fromEntries(parameters) },
    decodeURIComponent(bucket),
    decodeURIComponent(key.join('/')),
    [],
    'latin1',
  )
}

const { server, store } = await scriptedStore()

function only(): Recorded {
  expect(server.requests).toHaveLength(1)
  const [recorded] = server.requests
  if (!recorded) throw new Error('No request')
  return recorded
}

/** Everything that can be set on an upload. */
const everything: ObjectMetadata = {
  contentType: 'video/mp4',
  cacheControl: 'no-cache',
  contentDisposition: 'attachment; filename="夏天.mp4"',
  contentEncoding: 'identity',
  expires: 'Tue, 14 Nov 2028 22:13:20 GMT',
  userMetadata: { Origin: 'desk 01', 'note-2': '夏天' },
  acl: 'public-read',
  storageClass: 'IA',
  tags: { project: 'a b', 'k&=': '' },
  encryption: { algorithm: 'KMS', keyId: 'key-1' },
  forbidOverwrite: true,
  callback: { urls: ['http://127.0.0.1:9000/cb'], body: 'id=1' },
  trafficLimitBitsPerSecond: 819_200,
}

/** Header names of an upload besides those of every request. */
const settable = (recorded: Recorded) =>
  Object.keys(recorded.headers)
    .filter(
      (name) =>
        !/^(host|connection|user-agent|authorization|content-length|x-oss-date|x-oss-content-sha256)$/.test(
          name,
        ),
    )
    .sort()

const contentNames = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-type',
  'expires',
  'x-oss-meta-note-2',
  'x-oss-meta-origin',
  'x-oss-server-side-encryption',
  'x-oss-server-side-encryption-key-id',
  'x-oss-storage-class',
  'x-oss-tagging',
]
const utf8 = (value: unknown) => Buffer.from(String(value), 'latin1').toString('utf8')

describe('PutObject', () => {
  it('sends the exact bytes with their exact length and a signature that verifies (R18, R19)', async () => {
    server.play(oss(200, storedHeaders))
    const stored = await store.putObject({
      key: 'photos/2023 夏天/a+b&c.mp4',
      body: bodyOf('1234', '', '56789'),
      metadata: everything,
      signal: noSignal,
    })
    expect(stored).toEqual({
      etag: '25F9E794323B453885F5181F1B624D0B',
      crc64: '11051210869376104954',
      requestId: '6553F0B0A1B2C3D4E5F60718',
      callbackError: null,
    })
    const recorded = only()
    expect(recorded.method).toBe('PUT')
    expect(recorded.target).toBe('/demo-bucket/photos/2023%20%E5%A4%8F%E5%A4%A9/a%2Bb%26c.mp4')
    expect(recorded.body.toString()).toBe('123456789')
    expect(recorded.headers['content-length']).toBe('9')
    expect(recorded.headers['transfer-encoding']).toBeUndefined()
    expect(recorded.headers.authorization).toBe(expectedAuthorization(recorded))
    expect(settable(recorded)).toEqual(
      [
        ...contentNames,
        'x-oss-callback',
        'x-oss-forbid-overwrite',
        'x-oss-object-acl',
        'x-oss-traffic-limit',
      ].sort(),
    )
    expect(recorded.headers['x-oss-tagging']).toBe('project=a%20b&k%26%3D=')
    expect(utf8(recorded.headers['x-oss-meta-note-2'])).toBe('夏天')
    expect(utf8(recorded.headers['content-disposition'])).toBe('attachment; filename="夏天.mp4"')
  })

  it('of nothing sends a content length of 0', async () => {
    server.play(oss(200, storedHeaders))
    await store.putObject({ key: 'empty', body: bodyOf(), metadata: {}, signal: noSignal })
    expect(only().headers['content-length']).toBe('0')
    expect(only().headers['content-type']).toBe('application/octet-stream')
  })

  it('keeps a key as it is, however a URL would be tidied', async () => {
    server.play(oss(200, storedHeaders))
    for (const [key, path] of [
      ['./x', './x'],
      ['a/../b', 'a/../b'],
      ['a//b', 'a//b'],
      ['a/', 'a/'],
      ['a?b#c%d', 'a%3Fb%23c%25d'],
      ["!'()*~", '%21%27%28%29%2A~'],
      ['emoji 😀', 'emoji%20%F0%9F%98%80'],
    ] as const) {
      server.requests.length = 0
      await store.putObject({ key, body: bodyOf('x'), metadata: {}, signal: noSignal })
      expect(only().target).toBe(`/demo-bucket/${path}`)
      expect(only().headers.authorization).toBe(expectedAuthorization(only()))
    }
  })

  it('uses one connection for requests that follow each other, HEAD included', async () => {
    server.play(oss(200, storedHeaders))
    await store.putObject({ key: 'a', body: bodyOf('x'), metadata: {}, signal: noSignal })
    const before = server.connections()
    for (let round = 0; round < 3; round += 1) {
      await store.putObject({ key: 'a', body: bodyOf('x'), metadata: {}, signal: noSignal })
      await store.headObject({ key: 'a', signal: noSignal }).catch(() => undefined)
    }
    expect(server.connections()).toBe(before)
  })

  it('with temporary credentials sends and signs the token (R21)', async () => {
    server.play(oss(200, storedHeaders))
    const credentials = { ...testCredentials, securityToken: 'sts/Token+1=' }
    const other = openTestStore(server.endpoint, {
      credentials: { get: async () => credentials, invalidate: () => false },
    })
    await other.putObject({ key: 'a', body: bodyOf('x'), metadata: {}, signal: noSignal })
    await other.close()
    expect(only().headers['x-oss-security-token']).toBe('sts/Token+1=')
    expect(only().headers.authorization).toBe(expectedAuthorization(only()))
  })
})

describe('the requests of a multipart upload', () => {
  it('Initiate fixes what the object is, and nothing else', async () => {
    server.play(
      oss(
        200,
        {},
        '<InitiateMultipartUploadResult><Bucket>demo-bucket</Bucket><Key>a</Key><UploadId>0004B9</UploadId></InitiateMultipartUploadResult>',
      ),
    )
    const uploadId = await store.initiateMultipartUpload({ key: 'a', metadata: everything, signal: noSignal })
    expect(uploadId).toBe('0004B9')
    expect(only()).toMatchObject({ method: 'POST', target: '/demo-bucket/a?uploads' })
    expect(settable(only())).toEqual([...contentNames, 'x-oss-forbid-overwrite'].sort())
    expect(only().headers['content-length']).toBe('0')
    expect(only().headers.authorization).toBe(expectedAuthorization(only()))
  })

  it('UploadPart carries number, id and the traffic limit only', async () => {
    server.play(oss(200, storedHeaders))
    const part = await store.uploadPart({
      key: 'a',
      uploadId: '0004B9/+=',
      partNumber: 7,
      body: bodyOf('123456789'),
      metadata: everything,
      signal: noSignal,
    })
    expect(part).toEqual({
      etag: '25F9E794323B453885F5181F1B624D0B',
      crc64: '11051210869376104954',
      requestId: '6553F0B0A1B2C3D4E5F60718',
    })
    expect(only()).toMatchObject({
      method: 'PUT',
      target: '/demo-bucket/a?partNumber=7&uploadId=0004B9%2F%2B%3D',
    })
    expect(settable(only())).toEqual(['x-oss-traffic-limit'])
    expect(only().body.toString()).toBe('123456789')
    expect(only().headers.authorization).toBe(expectedAuthorization(only()))
  })

  it('Complete lists the parts in order and says who may read and whom to tell', async () => {
    server.play(oss(200, { ...storedHeaders, etag: '"B864-2"' }, '{"from":"the application"}'))
    const stored = await store.completeMultipartUpload({
      key: 'a',
      uploadId: 'U',
      parts: [
        { partNumber: 10, etag: 'BB' },
        { partNumber: 2, etag: 'AA' },
      ],
      metadata: everything,
      signal: noSignal,
    })
    expect(stored).toMatchObject({ etag: 'B864-2', crc64: '11051210869376104954', callbackError: null })
    expect(only()).toMatchObject({ method: 'POST', target: '/demo-bucket/a?uploadId=U' })
    expect(only().body.toString()).toBe(
      '<CompleteMultipartUpload><Part><PartNumber>2</PartNumber><ETag>&quot;AA&quot;</ETag></Part>' +
        '<Part><PartNumber>10</PartNumber><ETag>&quot;BB&quot;</ETag></Part></CompleteMultipartUpload>',
    )
    expect(settable(only())).toEqual([
      'content-md5',
      'content-type',
      'x-oss-callback',
      'x-oss-forbid-overwrite',
      'x-oss-object-acl',
    ])
    expect(only().headers.authorization).toBe(expectedAuthorization(only()))
  })

  it('Abort names the id', async () => {
    server.play(oss(204))
    await store.abortMultipartUpload({ key: 'a', uploadId: 'U', signal: noSignal })
    expect(only()).toMatchObject({ method: 'DELETE', target: '/demo-bucket/a?uploadId=U' })
    expect(only().headers.authorization).toBe(expectedAuthorization(only()))
  })
})

describe('V1 signatures', () => {
  it('go out in the form of V1', async () => {
    server.play(oss(200, storedHeaders))
    const other = openTestStore(server.endpoint, { signatureVersion: 'v1', region: '' })
    await other.putObject({ key: 'a', body: bodyOf('x'), metadata: {}, signal: noSignal })
    await other.close()
    expect(only().headers.authorization).toMatch(/^OSS testAccessKeyId:[A-Za-z0-9+/]{27}=$/)
    expect(only().headers['x-oss-date']).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/)
  })
})

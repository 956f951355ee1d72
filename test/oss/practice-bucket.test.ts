import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crc64 } from '../../electron/oss/crc64.ts'
import { staticCredentials } from '../../electron/oss/credentials.ts'
import { createOssStore, type OssStore } from '../../electron/oss/oss-store.ts'
import { type PracticeBucket, startPracticeBucket } from '../../electron/practice-bucket/practice-bucket.ts'
import { bodyOf, noSignal } from './test-store.ts'

const accessKey = { accessKeyId: 'practiceKey', accessKeySecret: 'practiceSecret' }
const region = 'cn-practice'
const directory = mkdtempSync(join(tmpdir(), 'stevedore-oss-'))
let server: PracticeBucket
const opened: OssStore[] = []

beforeAll(async () => {
  server = await startPracticeBucket({
    dir: directory,
    ...accessKey,
    region,
    buckets: ['practice', 'other'],
    tokens: [
      { token: 'good-token', expiresAt: Date.now() + 3_600_000 },
      { token: 'old-token', expiresAt: Date.now() - 1000 },
    ],
  })
})

afterAll(async () => {
  for (const store of opened) await store.close()
  await server.close()
  rmSync(directory, { recursive: true, force: true })
})

function open(options: Partial<Parameters<typeof createOssStore>[0]> = {}): OssStore {
  const store = createOssStore({
    endpoint: server.endpoint,
    region,
    bucket: 'practice',
    credentials: staticCredentials(accessKey),
    ...options,
  })
  opened.push(store)
  return store
}

function noise(lengthBytes: number): Buffer {
  const bytes = Buffer.alloc(lengthBytes)
  for (let index = 0; index < lengthBytes; index += 1) bytes[index] = (index * 2_654_435_761) >>> 13
  return bytes
}

function crcOf(bytes: Uint8Array): string {
  const crc = crc64.create()
  crc.update(bytes)
  return crc.digest()
}

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex').toUpperCase()

async function read(store: OssStore, key: string): Promise<Buffer> {
  const { body } = await store.getObject({ key, signal: noSignal })
  return Buffer.concat(await body.toArray())
}

/** Uploads in parts, the way an engine does. */
async function uploadInParts(store: OssStore, key: string, bytes: Buffer, partSizeBytes: number) {
  const uploadId = await store.initiateMultipartUpload({ key, metadata: {}, signal: noSignal })
  const parts = []
  let combined = '0'
  for (let partNumber = 1, offset = 0; offset < bytes.length; partNumber += 1, offset += partSizeBytes) {
    const chunk = bytes.subarray(offset, offset + partSizeBytes)
    const stored = await store.uploadPart({
      key,
      uploadId,
      partNumber,
      body: bodyOf(chunk),
      metadata: {},
      signal: noSignal,
    })
    expect(stored.crc64).toBe(crcOf(chunk))
    expect(stored.etag).toBe(md5(chunk))
    combined = crc64.combine(combined, crcOf(chunk), chunk.length)
    parts.push({ partNumber, etag: stored.etag, sizeBytes: chunk.length, crc64: stored.crc64 })
  }
  expect(await store.listParts({ key, uploadId, signal: noSignal })).toEqual(parts)
  const stored = await store.completeMultipartUpload({ key, uploadId, parts, metadata: {}, signal: noSignal })
  expect(stored.crc64).toBe(combined)
  return stored
}

describe.each(['v4', 'v1'] as const)('against the practice bucket with %s signatures', (signatureVersion) => {
  const store = () => open({ signatureVersion })

  it('every call answers what it should', async () => {
    const oss = store()
    const key = `calls-${signatureVersion}/a b.txt`
    await oss.probe(noSignal)
    expect(await oss.headObject({ key, signal: noSignal })).toBeNull()

    const bytes = noise(1000)
    const stored = await oss.putObject({ key, body: bodyOf(bytes), metadata: {}, signal: noSignal })
    expect(stored).toMatchObject({ etag: md5(bytes), crc64: crcOf(bytes), callbackError: null })
    expect(await oss.headObject({ key, signal: noSignal })).toMatchObject({
      sizeBytes: 1000,
      etag: stored.etag,
      crc64: stored.crc64,
    })

    const kept = await oss.initiateMultipartUpload({ key, metadata: {}, signal: noSignal })
    const open = await oss.listMultipartUploads({ prefix: `calls-${signatureVersion}/`, signal: noSignal })
    expect(open).toEqual([{ key, uploadId: kept, initiatedAt: expect.any(Number) }])
    expect(Math.abs((open[0]?.initiatedAt ?? 0) - Date.now())).toBeLessThan(60_000)
    await oss.abortMultipartUpload({ key, uploadId: kept, signal: noSignal })
    await oss.abortMultipartUpload({ key, uploadId: kept, signal: noSignal })
    await expect(oss.listParts({ key, uploadId: kept, signal: noSignal })).rejects.toMatchObject({
      data: { code: 'NoSuchUpload', retry: 'restart', fromServer: true },
    })

    const listed = []
    for await (const object of oss.listObjects({ prefix: `calls-${signatureVersion}/`, signal: noSignal })) {
      listed.push(object)
    }
    expect(listed).toMatchObject([{ key, sizeBytes: 1000, etag: stored.etag }])

    expect(await oss.getBucketInfo(noSignal)).toMatchObject({ name: 'practice', region })
    const buckets = await oss.listBuckets(noSignal)
    expect(buckets.map(({ name }) => name)).toEqual(expect.arrayContaining(['other', 'practice']))

    await oss.deleteObject({ key, signal: noSignal })
    await oss.deleteObject({ key, signal: noSignal })
    expect(await oss.headObject({ key, signal: noSignal })).toBeNull()
  })

  it.each([
    ['0 bytes', 0],
    ['1 byte', 1],
  ])('an object of %s comes back as it was', async (_name, lengthBytes) => {
    const oss = store()
    const bytes = noise(lengthBytes)
    const stored = await oss.putObject({ key: 'small', body: bodyOf(bytes), metadata: {}, signal: noSignal })
    expect(stored.crc64).toBe(crcOf(bytes))
    expect(await read(oss, 'small')).toEqual(bytes)
  })

  it.each([
    ['one part', 102_400],
    ['one part and one byte', 102_401],
    ['three parts', 307_200],
  ])('an object of %s comes back as it was', async (_name, lengthBytes) => {
    const oss = store()
    const bytes = noise(lengthBytes)
    const stored = await uploadInParts(oss, 'in parts', bytes, 102_400)
    expect(stored.crc64).toBe(crcOf(bytes))
    expect(await read(oss, 'in parts')).toEqual(bytes)
    expect(await oss.headObject({ key: 'in parts', signal: noSignal })).toMatchObject({
      sizeBytes: lengthBytes,
      crc64: crcOf(bytes),
      etag: stored.etag,
    })
  })

  it.each([
    'with space',
    'a+b',
    '100%',
    'a&b=c',
    '#1',
    'what?',
    '夏天/照片.jpg',
    'emoji 😀👩‍👩‍👧',
    'quotes \' and " and ()*!~',
    'semi;colon,comma:at@dollar$',
    'back\\slash',
    'dots/./../x',
    'slashes//and/',
    'e\u0301 is not \u00e9',
    '%2F is not a slash',
    'tab\there',
    '\u00a0space',
  ])('the key %j is the key it was', async (key) => {
    const oss = store()
    const bytes = Buffer.from(key)
    await oss.putObject({ key, body: bodyOf(bytes), metadata: {}, signal: noSignal })
    expect(await read(oss, key)).toEqual(bytes)
    const keys = []
    for await (const object of oss.listObjects({ prefix: key, signal: noSignal })) keys.push(object.key)
    expect(keys).toEqual([key])
    const uploadId = await oss.initiateMultipartUpload({ key, metadata: {}, signal: noSignal })
    const uploads = await oss.listMultipartUploads({ prefix: key, signal: noSignal })
    expect(uploads.map((upload) => [upload.key, upload.uploadId])).toEqual([[key, uploadId]])
    await oss.abortMultipartUpload({ key, uploadId, signal: noSignal })
    await oss.deleteObject({ key, signal: noSignal })
  })

  it('metadata is stored with the object, whichever way it was uploaded (R18)', async () => {
    const oss = store()
    const metadata = {
      contentType: 'video/mp4',
      cacheControl: 'no-cache',
      contentDisposition: 'attachment; filename="a.mp4"',
      contentEncoding: 'identity',
      expires: 'Tue, 14 Nov 2028 22:13:20 GMT',
      userMetadata: { Origin: 'desk 01', note: '夏天' },
      storageClass: 'IA' as const,
      acl: 'private' as const,
      tags: { project: 'a b' },
      trafficLimitBitsPerSecond: 838_860_800,
    }
    const uploadId = await oss.initiateMultipartUpload({ key: 'm2', metadata, signal: noSignal })
    const part = await oss.uploadPart({
      key: 'm2',
      uploadId,
      partNumber: 1,
      body: bodyOf('x'),
      metadata,
      signal: noSignal,
    })
    await oss.putObject({ key: 'm1', body: bodyOf('x'), metadata, signal: noSignal })
    await oss.completeMultipartUpload({
      key: 'm2',
      uploadId,
      parts: [{ partNumber: 1, etag: part.etag }],
      metadata,
      signal: noSignal,
    })
    for (const key of ['m1', 'm2']) {
      const { headers, body } = await oss.getObject({ key, signal: noSignal })
      await body.toArray()
      expect(headers).toMatchObject({
        'content-type': 'video/mp4',
        'cache-control': 'no-cache',
        'content-disposition': 'attachment; filename="a.mp4"',
        'content-encoding': 'identity',
        expires: 'Tue, 14 Nov 2028 22:13:20 GMT',
        'x-oss-meta-origin': 'desk 01',
        'x-oss-storage-class': 'IA',
        'x-oss-tagging-count': '1',
      })
      expect(Buffer.from(headers['x-oss-meta-note'] ?? '', 'latin1').toString()).toBe('夏天')
    }
  })

  it('an object is not replaced when that is forbidden', async () => {
    const oss = store()
    const key = `once-${signatureVersion}`
    const put = (text: string) =>
      oss.putObject({ key, body: bodyOf(text), metadata: { forbidOverwrite: true }, signal: noSignal })
    await put('first')
    await expect(put('second')).rejects.toMatchObject({
      data: { code: 'FileAlreadyExists', retry: 'fatal', status: 409 },
    })
    await expect(
      oss.initiateMultipartUpload({ key, metadata: { forbidOverwrite: true }, signal: noSignal }),
    ).rejects.toMatchObject({ data: { code: 'FileAlreadyExists' } })
    expect((await read(oss, key)).toString()).toBe('first')
  })

  it('a wrong secret is told with everything OSS says about it (R17)', async () => {
    const oss = open({
      signatureVersion,
      credentials: staticCredentials({ ...accessKey, accessKeySecret: 'wrong' }),
    })
    await expect(
      oss.putObject({ key: 'a', body: bodyOf('x'), metadata: {}, signal: noSignal }),
    ).rejects.toMatchObject({
      data: {
        code: 'SignatureDoesNotMatch',
        retry: 'auth',
        status: 403,
        fromServer: true,
        requestId: expect.stringMatching(/^[0-9A-F]{24}$/),
        hostId: expect.any(String),
        params: { OSSAccessKeyId: 'practiceKey', StringToSign: expect.stringContaining('') },
      },
    })
    await expect(oss.probe(noSignal)).rejects.toMatchObject({ data: { code: 'SignatureDoesNotMatch' } })
  })

  it('an unknown key is told as such', async () => {
    const oss = open({
      signatureVersion,
      credentials: staticCredentials({ ...accessKey, accessKeyId: 'nobody' }),
    })
    await expect(oss.getBucketInfo(noSignal)).rejects.toMatchObject({
      data: { code: 'InvalidAccessKeyId', retry: 'auth' },
    })
  })

  it('a bucket that does not exist is told as such, on HEAD too', async () => {
    const oss = open({ signatureVersion, bucket: 'nowhere' })
    const expected = { data: { code: 'NoSuchBucket', retry: 'fatal', status: 404 } }
    await expect(oss.headObject({ key: 'a', signal: noSignal })).rejects.toMatchObject(expected)
    await expect(
      oss.putObject({ key: 'a', body: bodyOf('x'), metadata: {}, signal: noSignal }),
    ).rejects.toMatchObject(expected)
  })

  it('temporary credentials work until they expire (R21)', async () => {
    const withToken = (securityToken: string) =>
      open({ signatureVersion, credentials: staticCredentials({ ...accessKey, securityToken }) })
    const key = 'token'
    await withToken('good-token').putObject({ key, body: bodyOf('x'), metadata: {}, signal: noSignal })
    await expect(
      withToken('old-token').putObject({ key, body: bodyOf('x'), metadata: {}, signal: noSignal }),
    ).rejects.toMatchObject({ data: { code: 'SecurityTokenExpired', retry: 'auth' } })
    await expect(
      withToken('no-token').putObject({ key, body: bodyOf('x'), metadata: {}, signal: noSignal }),
    ).rejects.toMatchObject({ data: { code: 'InvalidSecurityToken', retry: 'auth' } })
  })

  it('a clock that is a day off is put right by itself', async () => {
    const oss = open({ signatureVersion, now: () => Date.now() - 86_400_000 })
    expect(await oss.headObject({ key: 'absent', signal: noSignal })).toBeNull()
    await oss.putObject({ key: 'late', body: bodyOf('x'), metadata: {}, signal: noSignal })
  })

  it('a link lets anyone read the object for its time', async () => {
    const oss = store()
    const key = '夏 天+&?.txt'
    await oss.putObject({ key, body: bodyOf('shared'), metadata: {}, signal: noSignal })
    const url = await oss.presignedUrl({ method: 'GET', key, expiresSeconds: 60 })
    const answer = await fetch(url)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('shared')
    expect(
      (await fetch(url.replace('expires=60', 'expires=61').replace(/Expires=\d/, 'Expires=9'))).status,
    ).toBe(403)
    for (const expiresSeconds of [0, 604_801, 1.5]) {
      await expect(oss.presignedUrl({ method: 'GET', key, expiresSeconds })).rejects.toMatchObject({
        data: { code: 'LinkLifeOutOfRange' },
      })
    }
  })

  it('a link lets anyone write the object for its time', async () => {
    const oss = store()
    const url = await oss.presignedUrl({ method: 'PUT', key: 'gift', expiresSeconds: 60 })
    const answer = await fetch(url, { method: 'PUT', body: Buffer.from('gift') })
    expect(answer.status).toBe(200)
    expect((await read(oss, 'gift')).toString()).toBe('gift')
  })
})

describe('against the practice bucket', () => {
  it('a wrong region is told', async () => {
    const oss = open({ region: 'cn-elsewhere' })
    await expect(oss.getBucketInfo(noSignal)).rejects.toMatchObject({
      data: { fromServer: true, retry: 'fatal' },
    })
  })

  it('a bucket can be made, and made again', async () => {
    const oss = open({ bucket: 'made-here' })
    await oss.createBucket(noSignal)
    await oss.createBucket(noSignal)
    expect(server.buckets()).toContain('made-here')
  })

  it('parts that Complete names wrongly are told', async () => {
    const oss = open()
    const uploadId = await oss.initiateMultipartUpload({ key: 'p', metadata: {}, signal: noSignal })
    await expect(
      oss.completeMultipartUpload({
        key: 'p',
        uploadId,
        parts: [{ partNumber: 1, etag: 'D41D8CD98F00B204E9800998ECF8427E' }],
        metadata: {},
        signal: noSignal,
      }),
    ).rejects.toMatchObject({ data: { code: 'InvalidPart', retry: 'restart' } })
    await oss.abortMultipartUpload({ key: 'p', uploadId, signal: noSignal })
  })

  it('1,001 parts are listed to the last one', async () => {
    const oss = open()
    const uploadId = await oss.initiateMultipartUpload({ key: 'many', metadata: {}, signal: noSignal })
    const numbers = Array.from({ length: 1001 }, (_, index) => index + 1)
    const send = async () => {
      for (let partNumber = numbers.pop(); partNumber !== undefined; partNumber = numbers.pop()) {
        const body = bodyOf(`part ${partNumber}`)
        await oss.uploadPart({ key: 'many', uploadId, partNumber, body, metadata: {}, signal: noSignal })
      }
    }
    await Promise.all(Array.from({ length: 8 }, send))
    const parts = await oss.listParts({ key: 'many', uploadId, signal: noSignal })
    expect(parts.map(({ partNumber }) => partNumber)).toEqual(
      Array.from({ length: 1001 }, (_, index) => index + 1),
    )
    expect(parts[776]).toMatchObject({ crc64: crcOf(Buffer.from('part 777')), sizeBytes: 8 })
    await oss.abortMultipartUpload({ key: 'many', uploadId, signal: noSignal })
  }, 60_000)
})

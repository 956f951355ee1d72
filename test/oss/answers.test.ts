import { describe, expect, it } from 'vitest'
import { errorXml, oss, ossError, storedHeaders } from './scripted-server.ts'
import { scriptedStore } from './scripted-store.ts'
import { bodyOf, noSignal } from './test-store.ts'

const { server, store } = await scriptedStore()

const callback = { urls: ['http://127.0.0.1:9000/cb'], body: 'id=1' }
const complete = (metadata = {}) =>
  store.completeMultipartUpload({
    key: 'a',
    uploadId: 'U',
    parts: [{ partNumber: 1, etag: 'AA' }],
    metadata,
    signal: noSignal,
  })

describe('CompleteMultipartUpload', () => {
  it('takes the ETag from the XML when the headers have none', async () => {
    server.play(
      oss(
        200,
        {},
        '<?xml version="1.0"?><CompleteMultipartUploadResult><ETag>"B864-2"</ETag></CompleteMultipartUploadResult>',
      ),
    )
    expect(await complete()).toMatchObject({ etag: 'B864-2', crc64: null })
  })

  it('is stored all the same when the callback fails, and says so (R19)', async () => {
    server.play(oss(203, storedHeaders, errorXml('CallbackFailed', 'Error status : 301.')))
    expect(await complete({ callback })).toEqual({
      etag: '25F9E794323B453885F5181F1B624D0B',
      crc64: '11051210869376104954',
      requestId: '6553F0B0A1B2C3D4E5F60718',
      callbackError: expect.objectContaining({
        code: 'CallbackFailed',
        message: 'Error status : 301.',
        status: 203,
        ec: '0042-00000002',
        fromServer: true,
      }),
    })
  })

  it('is a success when something on the way turns 200 into 203 and no callback was asked for', async () => {
    server.play(oss(203, storedHeaders))
    expect(await complete()).toMatchObject({ callbackError: null })
  })

  it('without an ETag anywhere is an answer that cannot be trusted', async () => {
    server.play(oss(200, {}, '<CompleteMultipartUploadResult/>'))
    await expect(complete()).rejects.toMatchObject({ data: { code: 'BadAnswer', retry: 'transient' } })
  })

  it('of an upload that is gone is a restart', async () => {
    server.play(ossError(404, 'NoSuchUpload', undefined, '<UploadId>U</UploadId>'))
    await expect(complete()).rejects.toMatchObject({
      data: { code: 'NoSuchUpload', retry: 'restart', params: { UploadId: 'U' } },
    })
  })
})

describe('PutObject', () => {
  it('is stored all the same when the callback fails, and says so (R19)', async () => {
    server.play(oss(203, storedHeaders, errorXml('CallbackFailed')))
    const stored = await store.putObject({
      key: 'a',
      body: bodyOf('x'),
      metadata: { callback },
      signal: noSignal,
    })
    expect(stored.callbackError).toMatchObject({ code: 'CallbackFailed' })
    expect(stored.etag).toBe('25F9E794323B453885F5181F1B624D0B')
  })
})

describe('AbortMultipartUpload', () => {
  it('of an upload that is gone has done its work', async () => {
    server.play(ossError(404, 'NoSuchUpload'))
    await expect(
      store.abortMultipartUpload({ key: 'a', uploadId: 'U', signal: noSignal }),
    ).resolves.toBeUndefined()
  })

  it('names the permission that is missing (R22)', async () => {
    server.play(ossError(403, 'AccessDenied'))
    await expect(
      store.abortMultipartUpload({ key: 'a', uploadId: 'U', signal: noSignal }),
    ).rejects.toMatchObject({
      data: {
        code: 'AccessDenied',
        retry: 'fatal',
        params: { action: 'oss:AbortMultipartUpload', bucket: 'demo-bucket', key: 'a' },
      },
    })
  })
})

const encoded = (xml: string) => Buffer.from(xml).toString('base64')

describe('HeadObject', () => {
  it('reads size, ETag, CRC and time', async () => {
    server.play(({ response }) => {
      response.writeHead(200, {
        'x-oss-request-id': 'A',
        'content-length': '6292480',
        'last-modified': 'Tue, 14 Nov 2023 22:13:20 GMT',
        etag: '"B864DB6A936D376F9F8D3ED3BBE54000-2"',
        'x-oss-hash-crc64ecma': '6571598172666981661',
      })
      response.end()
    })
    expect(await store.headObject({ key: 'a', signal: noSignal })).toEqual({
      sizeBytes: 6_292_480,
      etag: 'B864DB6A936D376F9F8D3ED3BBE54000-2',
      crc64: '6571598172666981661',
      lastModified: 1_700_000_000_000,
    })
  })

  it.each([
    ['without any detail', {}],
    ['with the detail in x-oss-err', { 'x-oss-err': encoded(errorXml('NoSuchKey')) }],
  ])('of nothing is null, %s', async (_name, headers) => {
    server.play(oss(404, headers))
    expect(await store.headObject({ key: 'a', signal: noSignal })).toBeNull()
  })

  it('in a bucket that does not exist is an error, read from x-oss-err', async () => {
    const xml = errorXml('NoSuchBucket', 'gone', '<BucketName>demo-bucket</BucketName>')
    server.play(oss(404, { 'x-oss-err': encoded(xml), 'x-oss-ec': '0015-00000101' }))
    await expect(store.headObject({ key: 'a', signal: noSignal })).rejects.toMatchObject({
      data: {
        code: 'NoSuchBucket',
        retry: 'fatal',
        message: 'gone',
        ec: '0042-00000002',
        hostId: 'demo-bucket.oss-cn-shanghai.aliyuncs.com',
        params: { BucketName: 'demo-bucket' },
      },
    })
  })

  it('that is refused without a detail names the permission (R22)', async () => {
    server.play(oss(403, { 'x-oss-ec': '0003-00000001' }))
    await expect(store.headObject({ key: 'a', signal: noSignal })).rejects.toMatchObject({
      data: {
        code: 'AccessDenied',
        ec: '0003-00000001',
        requestId: '6553F0B0A1B2C3D4E5F60718',
        params: { action: 'oss:GetObject' },
      },
    })
  })
})

describe('probing', () => {
  it.each([
    ['there is no such object', oss(404)],
    ['reading is not allowed', ossError(403, 'AccessDenied')],
  ])('succeeds when %s', async (_name, answer) => {
    server.play(answer)
    await expect(store.probe(noSignal)).resolves.toBeUndefined()
    expect(server.requests[0]?.method).toBe('HEAD')
  })

  it('throws when the secret is wrong', async () => {
    server.play(oss(403, { 'x-oss-err': encoded(errorXml('SignatureDoesNotMatch')) }))
    await expect(store.probe(noSignal)).rejects.toMatchObject({
      data: { code: 'SignatureDoesNotMatch', retry: 'auth' },
    })
  })
})

describe('GetObject', () => {
  it('streams the body and tells what it is', async () => {
    server.play(oss(200, { ...storedHeaders, 'content-type': 'text/plain' }, '123456789'))
    const { head, headers, body } = await store.getObject({ key: 'a', signal: noSignal })
    expect(head).toMatchObject({ sizeBytes: 9, crc64: '11051210869376104954' })
    expect(headers['content-type']).toBe('text/plain')
    expect(Buffer.concat(await body.toArray()).toString()).toBe('123456789')
  })

  it('of nothing is an error', async () => {
    server.play(ossError(404, 'NoSuchKey', undefined, '<Key>a</Key>'))
    await expect(store.getObject({ key: 'a', signal: noSignal })).rejects.toMatchObject({
      data: { code: 'NoSuchKey', params: { Key: 'a' } },
    })
  })
})

describe('DeleteObject', () => {
  it('succeeds', async () => {
    server.play(oss(204))
    await expect(store.deleteObject({ key: 'a', signal: noSignal })).resolves.toBeUndefined()
    expect(server.requests[0]).toMatchObject({ method: 'DELETE', target: '/demo-bucket/a' })
  })
})

describe('bucket calls', () => {
  it('GetBucketInfo tells region, endpoints and versioning', async () => {
    server.play(
      oss(
        200,
        {},
        `<BucketInfo><Bucket><ExtranetEndpoint>oss-cn-shanghai.aliyuncs.com</ExtranetEndpoint>
         <IntranetEndpoint>oss-cn-shanghai-internal.aliyuncs.com</IntranetEndpoint><Location>oss-cn-shanghai</Location>
         <Name>demo-bucket</Name><StorageClass>Standard</StorageClass><Versioning>Enabled</Versioning></Bucket></BucketInfo>`,
      ),
    )
    expect(await store.getBucketInfo(noSignal)).toEqual({
      name: 'demo-bucket',
      region: 'cn-shanghai',
      publicEndpoint: 'oss-cn-shanghai.aliyuncs.com',
      internalEndpoint: 'oss-cn-shanghai-internal.aliyuncs.com',
      storageClass: 'Standard',
      versioning: 'Enabled',
    })
    expect(server.requests[0]?.target).toBe('/demo-bucket/?bucketInfo')
  })

  it('createBucket is content when the bucket is its own already', async () => {
    server.play(ossError(409, 'BucketAlreadyOwnedByYou'))
    await expect(store.createBucket(noSignal)).resolves.toBeUndefined()
    server.play(ossError(409, 'BucketAlreadyExists'))
    await expect(store.createBucket(noSignal)).rejects.toMatchObject({
      data: { code: 'BucketAlreadyExists' },
    })
  })
})

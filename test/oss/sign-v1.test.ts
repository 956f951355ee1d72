import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { presignV1, signV1, stringToSignV1 } from '../../electron/oss/sign-v1.ts'

const hmac = (secret: string, text: string) => createHmac('sha1', secret).update(text).digest('base64')
const own = { accessKeyId: 'testAccessKeyId', accessKeySecret: 'testAccessKeySecret' }
const key = 'photos/2023 夏天/a+b&c.mp4'

describe('V1 in headers', () => {
  it('G1-1: x-oss-date fills the date slot and stands among the headers', () => {
    const request = {
      method: 'PUT',
      bucket: 'examplebucket',
      key: 'nelson',
      query: {},
      headers: {
        'content-md5': 'eB5eJF1ptWaXm4bijSPyxw==',
        'content-type': 'text/html',
        'x-oss-meta-author': 'alice',
        'x-oss-meta-magic': 'abracadabra',
      },
    }
    const date = new Date('2022-12-28T10:27:41Z')
    const added = signV1(request, { credentials: { accessKeyId: 'ak', accessKeySecret: 'sk' }, date })
    expect(added['x-oss-date']).toBe('Wed, 28 Dec 2022 10:27:41 GMT')
    const { authorization, ...signed } = added
    expect(stringToSignV1({ ...request, headers: { ...request.headers, ...signed } })).toBe(
      'PUT\neB5eJF1ptWaXm4bijSPyxw==\ntext/html\nWed, 28 Dec 2022 10:27:41 GMT\n' +
        'x-oss-date:Wed, 28 Dec 2022 10:27:41 GMT\nx-oss-meta-author:alice\nx-oss-meta-magic:abracadabra\n/examplebucket/nelson',
    )
    expect(authorization).toBe('OSS ak:kSHKmLxlyEAKtZPkJhG9bZb5k7M=')
  })

  it('O1-1: UploadPart with an STS token and a Date header', () => {
    const text = stringToSignV1({
      method: 'PUT',
      bucket: 'demo-bucket',
      key,
      query: { uploadId: '0004B9895DBBB6EC98E36', partNumber: '7' },
      headers: {
        'content-type': 'application/octet-stream',
        date: 'Tue, 14 Nov 2023 22:13:20 GMT',
        'x-oss-security-token': 'sts/Token+1=',
      },
    })
    expect(text).toBe(
      'PUT\n\napplication/octet-stream\nTue, 14 Nov 2023 22:13:20 GMT\nx-oss-security-token:sts/Token+1=\n' +
        '/demo-bucket/photos/2023 夏天/a+b&c.mp4?partNumber=7&uploadId=0004B9895DBBB6EC98E36',
    )
    expect(hmac('testAccessKeySecret', text)).toBe('5JJ3acF1NrCqiHKiDOUtLf6GxxU=')
  })

  it('leaves the parameters of listings out of the resource, but not the token of the next page', () => {
    const text = stringToSignV1({
      method: 'GET',
      bucket: 'demo-bucket',
      query: {
        'list-type': '2',
        prefix: 'a',
        'max-keys': '5',
        'encoding-type': 'url',
        'continuation-token': 't',
        'x-oss-traffic-limit': '819200',
      },
      headers: {},
    })
    expect(text).toBe('GET\n\n\n\n/demo-bucket/?continuation-token=t&x-oss-traffic-limit=819200')
  })
})

describe('V1 in the URL', () => {
  it('G1-2: a presigned GET', () => {
    const query = presignV1(
      { method: 'GET', bucket: 'bucket', key: 'key', query: { versionId: 'versionId' }, headers: {} },
      { credentials: { accessKeyId: 'ak', accessKeySecret: 'sk' }, expiresAt: 1699807420 },
    )
    expect(query).toEqual({
      versionId: 'versionId',
      OSSAccessKeyId: 'ak',
      Expires: '1699807420',
      Signature: 'dcLTea+Yh9ApirQ8o8dOPqtvJXQ=',
    })
  })

  it('G1-3: a presigned GET with an STS token', () => {
    const query = presignV1(
      { method: 'GET', bucket: 'bucket', key: 'key+123', query: { versionId: 'versionId' }, headers: {} },
      {
        credentials: { accessKeyId: 'ak', accessKeySecret: 'sk', securityToken: 'token' },
        expiresAt: 1699808204,
      },
    )
    expect(query.Signature).toBe('jzKYRrM5y6Br0dRFPaTGOsbrDhY=')
    expect(query['security-token']).toBe('token')
  })

  it('O1-2: a presigned PUT', () => {
    const query = presignV1(
      { method: 'PUT', bucket: 'demo-bucket', key, query: {}, headers: { 'content-type': 'video/mp4' } },
      { credentials: own, expiresAt: 1700003600 },
    )
    expect(query.Signature).toBe('ZCG4/9HKABW9R5x2479dnTlCZpM=')
  })
})

import { describe, expect, test } from 'vitest'
import { asBytes, asText } from '../../electron/practice-bucket/auth/canonical-bytes.ts'
import { signV1, stringToSignV1 } from '../../electron/practice-bucket/auth/signature-v1.ts'
import {
  canonicalRequestV4,
  signV4,
  stringToSignV4,
  type V4Input,
} from '../../electron/practice-bucket/auth/signature-v4.ts'

/** Inputs and results of the official Go library's signer and, for the `demo-bucket` ones, of the JavaScript one too. */
const map = (entries: Record<string, string>) => new Map(Object.entries(entries))

const goQuery = {
  param1: 'value1',
  '+param1': 'value3',
  '|param1': 'value4',
  '+param2': '',
  '|param2': '',
  param2: '',
}
const goHeaders = { 'x-oss-head1': 'value', abc: 'value', zabc: 'value', xyz: 'value' }
const go = {
  method: 'PUT',
  resource: { bucket: 'bucket', key: '1234+-/123/1.txt' },
  region: 'cn-hangzhou',
  additionalHeaders: [],
} as const
const own = {
  method: 'GET',
  resource: { bucket: 'demo-bucket', key: 'photos/2023 夏天/a+b&c.mp4' },
  region: 'cn-shanghai',
  additionalHeaders: [],
  signingDate: '20231114T221320Z',
} as const

function inHeader(date: string, headers: Record<string, string>) {
  return map({ 'x-oss-content-sha256': 'UNSIGNED-PAYLOAD', 'x-oss-date': date, ...headers })
}

function inUrl(date: string, more: Record<string, string> = {}) {
  return map({
    ...goQuery,
    'x-oss-signature-version': 'OSS4-HMAC-SHA256',
    'x-oss-credential': `ak/${date.slice(0, 8)}/cn-hangzhou/oss/aliyun_v4_request`,
    'x-oss-date': date,
    'x-oss-expires': '599',
    ...more,
  })
}

const v4Vectors: { id: string; input: V4Input; secret: string; hash: string; signature: string }[] = [
  {
    id: 'G4-1 header',
    secret: 'sk',
    input: {
      ...go,
      query: map(goQuery),
      headers: inHeader('20231216T162057Z', { ...goHeaders, 'content-type': 'text/plain' }),
      signingDate: '20231216T162057Z',
    },
    hash: 'f4613657f1b108998e8dbd10a1aa5da621dc2c6e02c9ddec0f163664848704c4',
    signature: 'e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe',
  },
  {
    id: 'G4-2 header with a security token',
    secret: 'sk',
    input: {
      ...go,
      query: map(goQuery),
      headers: inHeader('20231217T034736Z', {
        ...goHeaders,
        'content-type': 'text/plain',
        'x-oss-security-token': 'token',
      }),
      signingDate: '20231217T034736Z',
    },
    hash: '69494678fb11579d4ee12996e2796d9e2ba43c34aa4c723c4aec018f3d6b86b8',
    signature: 'b94a3f999cf85bcdc00d332fbd3734ba03e48382c36fa4d5af5df817395bd9ea',
  },
  {
    id: 'G4-3 header with additional headers',
    secret: 'sk',
    input: {
      ...go,
      query: map(goQuery),
      headers: inHeader('20231216T172512Z', { ...goHeaders, 'content-type': 'text/plain' }),
      additionalHeaders: ['zabc', 'abc'],
      signingDate: '20231216T172512Z',
    },
    hash: '16b86004ed2cc3406dd7a13081bd940ef6a5ad49e508da2d4fdf84e8a5dd2145',
    signature: '4a4183c187c07c8947db7620deb0a6b38d9fbdd34187b6dbaccb316fa251212f',
  },
  {
    id: 'G4-4 signed URL',
    secret: 'sk',
    input: {
      ...go,
      query: inUrl('20231217T025437Z'),
      headers: map({ ...goHeaders, 'content-type': 'application/octet-stream' }),
      signingDate: '20231217T025437Z',
    },
    hash: '48814c11f278d51662015bf2f896b66ca10b6de0187ed8d952e341bbce0aa336',
    signature: 'a39966c61718be0d5b14e668088b3fa07601033f6518ac7b523100014269c0fe',
  },
  {
    id: 'G4-5 signed URL with a security token',
    secret: 'sk',
    input: {
      ...go,
      query: inUrl('20231217T035628Z', { 'x-oss-security-token': 'token' }),
      headers: map({ ...goHeaders, 'content-type': 'application/octet-stream' }),
      signingDate: '20231217T035628Z',
    },
    hash: '458705026c021c95dd317d008cff79df19ce99bf2b241d1ecb20f4d65bb851a5',
    signature: '3817ac9d206cd6dfc90f1c09c00be45005602e55898f26f5ddb06d7892e1f8b5',
  },
  {
    id: 'G4-6 signed URL with additional headers',
    secret: 'sk',
    input: {
      ...go,
      query: inUrl('20231217T033009Z', { 'x-oss-additional-headers': 'abc;zabc' }),
      headers: map({ ...goHeaders, 'content-type': 'application/octet-stream' }),
      additionalHeaders: ['abc', 'zabc'],
      signingDate: '20231217T033009Z',
    },
    hash: 'e06541af14a8dc30dd12d3b75557af47f405e37784a76eae1a844c3426777df9',
    signature: '6bd984bfe531afb6db1f7550983a741b103a8c58e5e14f83ea474c2322dfa2b7',
  },
  {
    id: 'O4-1 InitiateMultipartUpload',
    secret: 'testAccessKeySecret',
    input: {
      ...own,
      method: 'POST',
      query: map({ uploads: '', 'encoding-type': 'url' }),
      headers: inHeader('20231114T221320Z', {
        'content-type': 'video/mp4',
        'x-oss-storage-class': 'IA',
        'x-oss-meta-origin': 'desk 01',
      }),
    },
    hash: '04ee4fc44d5bd4e8c2b2edeb1d34436f576d0301b839e09252cec0d8e93352d5',
    signature: '283459f79918c2850f194c2aeff3ee70837fbc8151c85ecbc9e9fc19db3bd768',
  },
  {
    id: 'O4-2 UploadPart with MD5 and token',
    secret: 'testAccessKeySecret',
    input: {
      ...own,
      method: 'PUT',
      query: map({ partNumber: '7', uploadId: '0004B9895DBBB6EC98E36' }),
      headers: inHeader('20231114T221320Z', {
        'content-md5': 'eB5eJF1ptWaXm4bijSPyxw==',
        'x-oss-security-token': 'sts/Token+1=',
      }),
    },
    hash: '43a5386af26c32fdb87677d1763fea05f1545b76e9a117802e2169a93c297028',
    signature: '50b08ad07defa4d2b40c35f82692f4e617c691ee69e0edb30df079917cbc6a68',
  },
  {
    id: 'O4-3 ListObjectsV2',
    secret: 'testAccessKeySecret',
    input: {
      ...own,
      resource: { bucket: 'demo-bucket' },
      query: map({ 'list-type': '2', prefix: 'a b/', delimiter: '/', 'max-keys': '100' }),
      headers: inHeader('20231114T221320Z', {}),
    },
    hash: 'e0d72543a783282c70dfe9be4bf90da15a96d8c13801a7724792974467db7ed3',
    signature: 'bbd220879763e735d7a77251b3a941f733fe0e0dea93c8e06e8f74569bb8ebcd',
  },
  {
    id: 'O4-4 ListBuckets',
    secret: 'testAccessKeySecret',
    input: { ...own, resource: {}, query: map({}), headers: inHeader('20231114T221320Z', {}) },
    hash: '8b478b2aba625977ad37807c6e4a883e748973f599539a374195384f09888413',
    signature: 'bda8063813870b399453acf3577faf71a5a0ff51cf921b9c13c4ffc7a316b3f8',
  },
  {
    id: 'O4-5 signed URL with host as additional header',
    secret: 'testAccessKeySecret',
    input: {
      ...own,
      method: 'PUT',
      query: map({
        'x-oss-additional-headers': 'host',
        'x-oss-credential': 'testAccessKeyId/20231114/cn-shanghai/oss/aliyun_v4_request',
        'x-oss-date': '20231114T221320Z',
        'x-oss-expires': '3600',
        'x-oss-signature-version': 'OSS4-HMAC-SHA256',
        'x-oss-signature': 'not part of what is signed',
      }),
      headers: map({ 'content-type': 'video/mp4', host: 'demo-bucket.oss-cn-shanghai.aliyuncs.com' }),
      additionalHeaders: ['host'],
    },
    hash: '42c11f19270e0deb3a6bd5b699d7beddc3ca737245ecc7fa9c434bbee15089f6',
    signature: '37210acf68d898122534d91c95cc19e48f9282461e40800654661638081d0bec',
  },
]

describe('V4 signatures', () => {
  test.each(v4Vectors)('agree with the official libraries: $id', ({ input, secret, hash, signature }) => {
    expect(stringToSignV4(input).split('\n').at(-1)).toBe(hash)
    expect(signV4(input, secret)).toBe(signature)
  })

  test('the canonical request of G4-1 reads as published', () => {
    const [vector] = v4Vectors
    expect(vector && canonicalRequestV4(vector.input)).toBe(
      [
        'PUT',
        '/bucket/1234%2B-/123/1.txt',
        '%2Bparam1=value3&%2Bparam2&%7Cparam1=value4&%7Cparam2&param1=value1&param2',
        'content-type:text/plain',
        'x-oss-content-sha256:UNSIGNED-PAYLOAD',
        'x-oss-date:20231216T162057Z',
        'x-oss-head1:value',
        '',
        '',
        'UNSIGNED-PAYLOAD',
      ].join('\n'),
    )
  })
})

const gmt = 'Tue, 14 Nov 2023 22:13:20 GMT'
const v1Vectors = [
  {
    id: 'G1-1 header',
    secret: 'sk',
    input: {
      method: 'PUT',
      resource: { bucket: 'examplebucket', key: 'nelson' },
      query: map({}),
      headers: map({
        'content-md5': 'eB5eJF1ptWaXm4bijSPyxw==',
        'content-type': 'text/html',
        'x-oss-date': 'Wed, 28 Dec 2022 10:27:41 GMT',
        'x-oss-meta-author': 'alice',
        'x-oss-meta-magic': 'abracadabra',
        host: 'not signed',
      }),
      date: 'Wed, 28 Dec 2022 10:27:41 GMT',
    },
    text: 'PUT\neB5eJF1ptWaXm4bijSPyxw==\ntext/html\nWed, 28 Dec 2022 10:27:41 GMT\nx-oss-date:Wed, 28 Dec 2022 10:27:41 GMT\nx-oss-meta-author:alice\nx-oss-meta-magic:abracadabra\n/examplebucket/nelson',
    signature: 'kSHKmLxlyEAKtZPkJhG9bZb5k7M=',
  },
  {
    id: 'G1-2 signed URL',
    secret: 'sk',
    input: {
      method: 'GET',
      resource: { bucket: 'bucket', key: 'key' },
      query: map({ versionId: 'versionId', Expires: '1699807420', OSSAccessKeyId: 'ak' }),
      headers: map({}),
      date: '1699807420',
    },
    text: 'GET\n\n\n1699807420\n/bucket/key?versionId=versionId',
    signature: 'dcLTea+Yh9ApirQ8o8dOPqtvJXQ=',
  },
  {
    id: 'G1-3 signed URL with a security token',
    secret: 'sk',
    input: {
      method: 'GET',
      resource: { bucket: 'bucket', key: 'key+123' },
      query: map({ versionId: 'versionId', 'security-token': 'token' }),
      headers: map({}),
      date: '1699808204',
    },
    text: 'GET\n\n\n1699808204\n/bucket/key+123?security-token=token&versionId=versionId',
    signature: 'jzKYRrM5y6Br0dRFPaTGOsbrDhY=',
  },
  {
    id: 'O1-1 UploadPart with a security token',
    secret: 'testAccessKeySecret',
    input: {
      method: 'PUT',
      resource: own.resource,
      query: map({ uploadId: '0004B9895DBBB6EC98E36', partNumber: '7', 'max-parts': 'not signed' }),
      headers: map({ 'content-type': 'application/octet-stream', 'x-oss-security-token': 'sts/Token+1=' }),
      date: gmt,
    },
    text: `PUT\n\napplication/octet-stream\n${gmt}\nx-oss-security-token:sts/Token+1=\n/demo-bucket/photos/2023 夏天/a+b&c.mp4?partNumber=7&uploadId=0004B9895DBBB6EC98E36`,
    signature: '5JJ3acF1NrCqiHKiDOUtLf6GxxU=',
  },
  {
    id: 'O1-2 signed URL for PUT',
    secret: 'testAccessKeySecret',
    input: {
      method: 'PUT',
      resource: own.resource,
      query: map({}),
      headers: map({ 'content-type': 'video/mp4' }),
      date: '1700003600',
    },
    text: 'PUT\n\nvideo/mp4\n1700003600\n/demo-bucket/photos/2023 夏天/a+b&c.mp4',
    signature: 'ZCG4/9HKABW9R5x2479dnTlCZpM=',
  },
]

describe('V1 signatures', () => {
  test.each(v1Vectors)('agree with the official libraries: $id', ({ input, secret, text, signature }) => {
    expect(asText(stringToSignV1(input))).toBe(text)
    expect(signV1(input, secret)).toBe(signature)
  })

  test('header bytes above 0x7F are signed as they came', () => {
    const headers = map({ 'x-oss-meta-name': asBytes('夏') })
    const text = stringToSignV1({ method: 'PUT', resource: {}, query: map({}), headers, date: gmt })
    expect(Buffer.from(text, 'latin1').includes(Buffer.from('x-oss-meta-name:夏\n'))).toBe(true)
  })
})

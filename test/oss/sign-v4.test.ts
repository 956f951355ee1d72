import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canonicalRequestV4, presignV4, signingKeysV4, signV4 } from '../../electron/oss/sign-v4.ts'
import type { SignableRequest } from '../../electron/oss/signable-request.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const at = (unixSeconds: number) => new Date(unixSeconds * 1000)
const signatureIn = (headers: Record<string, string>) => headers.authorization?.split('Signature=')[1]

/** The hash of what was signed with these headers. */
function canonicalHash(
  request: SignableRequest,
  added: Record<string, string>,
  additional: string[] = [],
): string {
  const { authorization: _, ...signed } = added
  return sha256(canonicalRequestV4({ ...request, headers: { ...request.headers, ...signed } }, additional))
}

describe('V4 in headers: Go vectors', () => {
  const request: SignableRequest = {
    method: 'PUT',
    bucket: 'bucket',
    key: '1234+-/123/1.txt',
    query: {
      param1: 'value1',
      '+param1': 'value3',
      '|param1': 'value4',
      '+param2': '',
      '|param2': '',
      param2: '',
    },
    headers: {
      'x-oss-head1': 'value',
      abc: 'value',
      zabc: 'value',
      xyz: 'value',
      'content-type': 'text/plain',
    },
  }
  const credentials = { accessKeyId: 'ak', accessKeySecret: 'sk' }
  const region = 'cn-hangzhou'

  it('G4-1: a plain key pair', () => {
    const added = signV4(request, { credentials, region, date: at(1702743657) })
    expect(added['x-oss-date']).toBe('20231216T162057Z')
    const { authorization: _, ...signed } = added
    expect(canonicalRequestV4({ ...request, headers: { ...request.headers, ...signed } }, [])).toBe(
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
    expect(canonicalHash(request, added)).toBe(
      'f4613657f1b108998e8dbd10a1aa5da621dc2c6e02c9ddec0f163664848704c4',
    )
    expect(added.authorization).toBe(
      'OSS4-HMAC-SHA256 Credential=ak/20231216/cn-hangzhou/oss/aliyun_v4_request,' +
        'Signature=e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe',
    )
  })

  it('G4-2: with an STS token', () => {
    const added = signV4(request, {
      credentials: { ...credentials, securityToken: 'token' },
      region,
      date: at(1702784856),
    })
    expect(added['x-oss-date']).toBe('20231217T034736Z')
    expect(added['x-oss-security-token']).toBe('token')
    expect(canonicalHash(request, added)).toBe(
      '69494678fb11579d4ee12996e2796d9e2ba43c34aa4c723c4aec018f3d6b86b8',
    )
    expect(signatureIn(added)).toBe('b94a3f999cf85bcdc00d332fbd3734ba03e48382c36fa4d5af5df817395bd9ea')
  })

  it('G4-3: with additional headers, which are named in lower case and in order', () => {
    const added = signV4(request, {
      credentials,
      region,
      date: at(1702747512),
      additionalHeaders: ['ZAbc', 'abc', 'ABC', 'x-oss-head1', 'absent'],
    })
    expect(canonicalHash(request, added, ['abc', 'zabc'])).toBe(
      '16b86004ed2cc3406dd7a13081bd940ef6a5ad49e508da2d4fdf84e8a5dd2145',
    )
    expect(added.authorization).toContain(',AdditionalHeaders=abc;zabc,Signature=')
    expect(signatureIn(added)).toBe('4a4183c187c07c8947db7620deb0a6b38d9fbdd34187b6dbaccb316fa251212f')
  })

  it.each([
    {
      id: 'G4-4: presigned',
      time: 1702781677,
      token: undefined,
      additional: [],
      hash: '48814c11f278d51662015bf2f896b66ca10b6de0187ed8d952e341bbce0aa336',
      signature: 'a39966c61718be0d5b14e668088b3fa07601033f6518ac7b523100014269c0fe',
    },
    {
      id: 'G4-5: presigned with an STS token',
      time: 1702785388,
      token: 'token',
      additional: [],
      hash: '458705026c021c95dd317d008cff79df19ce99bf2b241d1ecb20f4d65bb851a5',
      signature: '3817ac9d206cd6dfc90f1c09c00be45005602e55898f26f5ddb06d7892e1f8b5',
    },
    {
      id: 'G4-6: presigned with additional headers',
      time: 1702783809,
      token: undefined,
      additional: ['abc', 'zabc'],
      hash: 'e06541af14a8dc30dd12d3b75557af47f405e37784a76eae1a844c3426777df9',
      signature: '6bd984bfe531afb6db1f7550983a741b103a8c58e5e14f83ea474c2322dfa2b7',
    },
  ])('$id', ({ time, token, additional, hash, signature }) => {
    const unsigned = {
      ...request,
      headers: { ...request.headers, 'content-type': 'application/octet-stream' },
    }
    const query = presignV4(unsigned, {
      credentials: { ...credentials, ...(token && { securityToken: token }) },
      region,
      date: at(time),
      expiresSeconds: 599,
      additionalHeaders: additional,
    })
    const { 'x-oss-signature': found, ...signedQuery } = query
    expect(sha256(canonicalRequestV4({ ...unsigned, query: signedQuery }, additional))).toBe(hash)
    expect(found).toBe(signature)
  })
})

describe('V4: vectors of our own calls', () => {
  const credentials = { accessKeyId: 'testAccessKeyId', accessKeySecret: 'testAccessKeySecret' }
  const options = { credentials, region: 'cn-shanghai', date: at(1700000000) }
  const key = 'photos/2023 夏天/a+b&c.mp4'

  it('derives the chain of keys', () => {
    expect(signingKeysV4(options).map((step) => step.toString('hex'))).toEqual([
      '5254fcb3d8c0f86b75c1eb9262b3f220cd1476f6bda6cd5435b4707011dcf704',
      'fe714160fba81945d339a1bcad433725258879caf8b757dfb7eb3095c2b96729',
      'beacb31104f69e3f41943164ba95df559e126fb8d4285a926ccbbab3141bb4bd',
      '7e25fc4985b122f4e5828c9fb11335dba64dc4576df94765a401388d25e2e4de',
    ])
  })

  it.each([
    {
      id: 'O4-1: InitiateMultipartUpload',
      request: {
        method: 'POST',
        bucket: 'demo-bucket',
        key,
        query: { uploads: '', 'encoding-type': 'url' },
        headers: {
          'content-type': 'video/mp4',
          'x-oss-storage-class': 'IA',
          'x-oss-meta-origin': 'desk 01',
        },
      },
      token: undefined,
      hash: '04ee4fc44d5bd4e8c2b2edeb1d34436f576d0301b839e09252cec0d8e93352d5',
      signature: '283459f79918c2850f194c2aeff3ee70837fbc8151c85ecbc9e9fc19db3bd768',
    },
    {
      id: 'O4-2: UploadPart with an STS token',
      request: {
        method: 'PUT',
        bucket: 'demo-bucket',
        key,
        query: { partNumber: '7', uploadId: '0004B9895DBBB6EC98E36' },
        headers: { 'content-md5': 'eB5eJF1ptWaXm4bijSPyxw==' },
      },
      token: 'sts/Token+1=',
      hash: '43a5386af26c32fdb87677d1763fea05f1545b76e9a117802e2169a93c297028',
      signature: '50b08ad07defa4d2b40c35f82692f4e617c691ee69e0edb30df079917cbc6a68',
    },
    {
      id: 'O4-3: ListObjectsV2',
      request: {
        method: 'GET',
        bucket: 'demo-bucket',
        query: { prefix: 'a b/', delimiter: '/', 'max-keys': '100', 'list-type': '2' },
        headers: {},
      },
      token: undefined,
      hash: 'e0d72543a783282c70dfe9be4bf90da15a96d8c13801a7724792974467db7ed3',
      signature: 'bbd220879763e735d7a77251b3a941f733fe0e0dea93c8e06e8f74569bb8ebcd',
    },
    {
      id: 'O4-4: ListBuckets',
      request: { method: 'GET', query: {}, headers: {} },
      token: undefined,
      hash: '8b478b2aba625977ad37807c6e4a883e748973f599539a374195384f09888413',
      signature: 'bda8063813870b399453acf3577faf71a5a0ff51cf921b9c13c4ffc7a316b3f8',
    },
  ])('$id', ({ request, token, hash, signature }) => {
    const added = signV4(request, {
      ...options,
      credentials: { ...credentials, ...(token && { securityToken: token }) },
    })
    expect(canonicalHash(request, added)).toBe(hash)
    expect(signatureIn(added)).toBe(signature)
  })

  it('O4-5: presigned PutObject that also signs the host', () => {
    const request = {
      method: 'PUT',
      bucket: 'demo-bucket',
      key,
      query: {},
      headers: { 'content-type': 'video/mp4', host: 'demo-bucket.oss-cn-shanghai.aliyuncs.com' },
    }
    const query = presignV4(request, { ...options, expiresSeconds: 3600, additionalHeaders: ['host'] })
    const { 'x-oss-signature': signature, ...signedQuery } = query
    expect(sha256(canonicalRequestV4({ ...request, query: signedQuery }, ['host']))).toBe(
      '42c11f19270e0deb3a6bd5b699d7beddc3ca737245ecc7fa9c434bbee15089f6',
    )
    expect(signature).toBe('37210acf68d898122534d91c95cc19e48f9282461e40800654661638081d0bec')
  })
})

describe('the signing key that is kept', () => {
  const request = { method: 'GET', bucket: 'b', key: 'k', query: {}, headers: {} }
  const base = {
    credentials: { accessKeyId: 'id', accessKeySecret: 'secret' },
    region: 'cn-hangzhou',
    date: new Date('2026-03-01T12:00:00Z'),
  }
  const sign = (change: Partial<typeof base>) => signV4(request, { ...base, ...change }).authorization

  it('is not used for another secret, day or region, and is the same for more of them than are kept', () => {
    const first = sign({})
    const others = Array.from({ length: 40 }, (_, index) => [
      sign({ credentials: { accessKeyId: 'id', accessKeySecret: `secret${index}` } }),
      sign({ region: `cn-${index}` }),
      sign({ date: new Date(base.date.getTime() + (index + 1) * 86_400_000) }),
    ]).flat()
    expect(new Set([first, ...others]).size).toBe(121)
    expect(sign({})).toBe(first)
  })
})

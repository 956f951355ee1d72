import { describe, expect, it } from 'vitest'
import { staticCredentials } from '../../electron/oss/credentials.ts'
import { checkBucketName, checkObjectKey, checkPrefix, checkRegion } from '../../electron/oss/names.ts'
import { createOssStore } from '../../electron/oss/oss-store.ts'

const refused = (code: string) =>
  expect.objectContaining({ data: expect.objectContaining({ code, retry: 'fatal' }) })

describe('a bucket name', () => {
  it.each(['abc', 'a-b', '0a9', 'a'.repeat(63)])('%s is accepted', (name) => {
    expect(() => checkBucketName(name)).not.toThrow()
  })

  it.each(['', 'ab', 'a'.repeat(64), 'Abc', '-abc', 'abc-', 'a_b', 'a.b', 'a b', '桶桶桶', 'abc\n'])(
    '"%s" is refused with the limits',
    (name) => {
      expect(() => checkBucketName(name)).toThrow(refused('BucketNameInvalid'))
      expect(() => checkBucketName(name)).toThrow(/3 to 63/)
    },
  )
})

describe('an object key (R23)', () => {
  it.each(['a', 'a/', 'a//b', './x', 'a'.repeat(1023), '夏'.repeat(341), ' ', '\t', '😀'])(
    '%j is accepted',
    (key) => {
      expect(() => checkObjectKey(key)).not.toThrow()
    },
  )

  it.each([
    ['', 'KeyTooLong'],
    ['a'.repeat(1024), 'KeyTooLong'],
    ['夏'.repeat(342), 'KeyTooLong'],
    ['/a', 'KeyStartsWithSlash'],
    ['\\a', 'KeyStartsWithSlash'],
    ['a\uD800b', 'NameNotUnicode'],
  ])('%j is refused as %s', (key, code) => {
    expect(() => checkObjectKey(key)).toThrow(refused(code))
  })

  it('that is too long is shown in short, with its length and the limit', () => {
    expect(() => checkObjectKey('夏'.repeat(400))).toThrow(/夏{100,117}….+1200 bytes.+1023/)
  })
})

describe('a prefix', () => {
  it('may be empty and has the limits of a key', () => {
    expect(() => checkPrefix('')).not.toThrow()
    expect(() => checkPrefix('a/b/')).not.toThrow()
    for (const prefix of ['/a', '\\', 'a'.repeat(1024), '\uDC00']) {
      expect(() => checkPrefix(prefix)).toThrow(refused('PrefixInvalid'))
    }
  })
})

describe('a region', () => {
  it.each(['cn-hangzhou', 'us-west-1', 'cn-practice'])('%s is accepted', (region) => {
    expect(() => checkRegion(region)).not.toThrow()
  })

  it.each([
    ['', 'RegionMissing'],
    ['oss-cn-hangzhou', 'RegionInvalid'],
    ['CN', 'RegionInvalid'],
    ['cn hangzhou', 'RegionInvalid'],
  ])('"%s" is refused as %s', (region, code) => {
    expect(() => checkRegion(region)).toThrow(refused(code))
  })
})

describe('opening a store', () => {
  const options = {
    endpoint: 'https://oss-cn-hangzhou.aliyuncs.com',
    region: 'cn-hangzhou',
    bucket: 'demo',
    credentials: staticCredentials({ accessKeyId: 'a', accessKeySecret: 'b' }),
  }

  it('refuses what cannot be right before anything is sent', () => {
    expect(() => createOssStore({ ...options, bucket: 'Demo' })).toThrow(refused('BucketNameInvalid'))
    expect(() => createOssStore({ ...options, region: '' })).toThrow(refused('RegionMissing'))
    expect(() => createOssStore({ ...options, endpoint: 'x y' })).toThrow(refused('EndpointInvalid'))
  })

  it('without a bucket can only list buckets', async () => {
    const store = createOssStore({ ...options, bucket: '' })
    await expect(store.headObject({ key: 'a', signal: new AbortController().signal })).rejects.toEqual(
      refused('BucketNameInvalid'),
    )
    await store.close()
  })

  it('behind a custom domain cannot list buckets', async () => {
    const store = createOssStore({ ...options, endpoint: 'https://files.example.com', isCustomDomain: true })
    await expect(store.listBuckets(new AbortController().signal)).rejects.toEqual(
      refused('NoServiceEndpoint'),
    )
    await store.close()
  })

  it('with V1 signatures needs no region', async () => {
    await createOssStore({ ...options, region: '', signatureVersion: 'v1' }).close()
  })
})

import { describe, expect, it } from 'vitest'
import {
  countSet,
  type MetadataForm,
  metadataFormFor,
  metadataFrom,
} from '../../../renderer/metadata/metadata-form.ts'
import { metadataProblems } from '../../../renderer/metadata/metadata-problems.ts'
import type { ObjectMetadata } from '../../../shared/object-metadata.ts'

const everything: Required<ObjectMetadata> = {
  contentType: 'video/mp4',
  cacheControl: 'no-cache',
  contentDisposition: 'attachment',
  contentEncoding: 'gzip',
  expires: 'Sun, 31 Jan 2027 12:00:00 GMT',
  userMetadata: { author: '张三', take: '2' },
  acl: 'public-read',
  storageClass: 'ColdArchive',
  tags: { project: 'a b' },
  encryption: { algorithm: 'KMS', keyId: 'k' },
  forbidOverwrite: true,
  callback: {
    urls: ['http://a.example/x', 'https://b.example/y'],
    body: 'key=1',
    bodyType: 'application/json',
    host: 'a.example',
    variables: { 'x:user': '7' },
  },
  trafficLimitBitsPerSecond: 819_200 * 3,
}

const form = (change: Partial<MetadataForm> = {}): MetadataForm => ({ ...metadataFormFor({}), ...change })
const pairs = (count: number, value = 'v') =>
  Array.from({ length: count }, (_, index) => ({ name: `n${index}`, value }))

describe('the options of an object in the window (R18, R19)', () => {
  it('come out of the form as they went in', () => {
    expect(metadataFrom(metadataFormFor(everything))).toEqual(everything)
    expect(metadataProblems(metadataFormFor(everything))).toEqual({})
    expect(countSet(metadataFrom(metadataFormFor(everything)))).toBe(13)
  })

  it('are nothing when nothing is typed, so that OSS’s defaults hold', () => {
    expect(metadataFrom(form())).toEqual({})
    expect(metadataFrom(form({ userMetadata: [{ name: ' ', value: '' }], contentType: '  ' }))).toEqual({})
    expect(metadataFrom(form({ kmsKeyId: 'left over' }))).toEqual({})
  })

  it('take a date and a speed as people write them', () => {
    const { expires, trafficLimitBitsPerSecond } = metadataFrom(
      form({ expires: '2027-01-31T12:00:00Z', trafficLimit: '1 MiB/s' }),
    )
    expect(expires).toBe('Sun, 31 Jan 2027 12:00:00 GMT')
    expect(trafficLimitBitsPerSecond).toBe(8 * 1024 * 1024)
  })

  it.each<[string, Partial<MetadataForm>, keyof MetadataForm, string]>([
    ['a type in one part', { contentType: 'video' }, 'contentType', 'contentType'],
    ['a line break in a header', { cacheControl: 'a\nb' }, 'cacheControl', 'control'],
    ['no date', { expires: 'soon' }, 'expires', 'date'],
    ['an underscore in a name', { userMetadata: [{ name: 'a_b', value: '' }] }, 'userMetadata', 'metaName'],
    ['a value without a name', { userMetadata: [{ name: '', value: 'x' }] }, 'userMetadata', 'metaName'],
    [
      'one name in two cases',
      {
        userMetadata: [
          { name: 'A', value: '1' },
          { name: 'a', value: '2' },
        ],
      },
      'userMetadata',
      'metaTwice',
    ],
    [
      'more than 8 KB',
      { userMetadata: [{ name: 'a', value: '文'.repeat(2731) }] },
      'userMetadata',
      'metaSize',
    ],
    ['11 tags', { tags: pairs(11) }, 'tags', 'tagCount'],
    ['a tag key of 129 bytes', { tags: [{ name: 'k'.repeat(129), value: '' }] }, 'tags', 'tagKey'],
    ['a tag value of 257 bytes', { tags: [{ name: 'k', value: 'v'.repeat(257) }] }, 'tags', 'tagValue'],
    ['a tag twice', { tags: [...pairs(1), ...pairs(1)] }, 'tags', 'tagTwice'],
    ['an address that is none', { callbackUrls: 'ftp://a' }, 'callbackUrls', 'url'],
    ['six addresses', { callbackUrls: 'http://a '.repeat(6), callbackBody: 'x' }, 'callbackUrls', 'urlCount'],
    ['an address without a body', { callbackUrls: 'http://a' }, 'callbackBody', 'body'],
    ['a body without an address', { callbackBody: 'x' }, 'callbackUrls', 'bodyWithoutUrl'],
    [
      'a variable in capitals',
      { callbackVariables: [{ name: 'x:User', value: '' }] },
      'callbackVariables',
      'variable',
    ],
    [
      'a body over 5 KB',
      { callbackUrls: 'http://a', callbackBody: 'x'.repeat(4000) },
      'callbackBody',
      'callbackSize',
    ],
    ['a speed without a unit', { trafficLimit: '100' }, 'trafficLimit', 'trafficForm'],
    ['a speed below 100 KiB/s', { trafficLimit: '99 KiB/s' }, 'trafficLimit', 'trafficRange'],
    ['a speed above 100 MiB/s', { trafficLimit: '101 MiB/s' }, 'trafficLimit', 'trafficRange'],
  ])('are refused at their field for %s', (_name, change, field, kind) => {
    expect(metadataProblems(form(change))).toMatchObject({ [field]: { kind } })
  })

  it.each<[string, Partial<MetadataForm>]>([
    ['10 tags', { tags: pairs(10) }],
    ['a tag key of 128 bytes', { tags: [{ name: 'k'.repeat(128), value: 'v'.repeat(256) }] }],
    ['exactly 8 KB', { userMetadata: [{ name: 'ab', value: '文'.repeat(2730) }] }],
    ['100 KiB/s', { trafficLimit: '100 KiB/s' }],
    ['100 MiB/s', { trafficLimit: '100 MiB/s' }],
  ])('are taken up to the limit: %s', (_name, change) => {
    expect(metadataProblems(form(change))).toEqual({})
  })
})

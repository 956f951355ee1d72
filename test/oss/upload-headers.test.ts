import { describe, expect, it } from 'vitest'
import { callbackHeaders } from '../../electron/oss/callback-headers.ts'
import {
  headersForComplete,
  headersForInitiate,
  headersForPart,
  headersForPut,
} from '../../electron/oss/upload-headers.ts'
import type { ObjectMetadata, UploadCallback } from '../../shared/object-metadata.ts'

const refused = (code: string) =>
  expect.objectContaining({ data: expect.objectContaining({ code, retry: 'fatal' }) })

describe('headers of an upload', () => {
  it('without metadata are the type alone', () => {
    expect(headersForPut({})).toEqual({ 'content-type': 'application/octet-stream' })
    expect(headersForInitiate({})).toEqual({ 'content-type': 'application/octet-stream' })
    expect(headersForPart({})).toEqual({})
    expect(headersForComplete({})).toEqual({})
  })

  it('keep encryption with a key of its own apart from the others', () => {
    expect(headersForInitiate({ encryption: { algorithm: 'SM4' } })).toMatchObject({
      'x-oss-server-side-encryption': 'SM4',
    })
    const kms = headersForInitiate({ encryption: { algorithm: 'KMS' } })
    expect(kms['x-oss-server-side-encryption']).toBe('KMS')
    expect(kms).not.toHaveProperty('x-oss-server-side-encryption-key-id')
  })

  it.each([
    ['a line break', 'a\r\nx-oss-object-acl: public-read'],
    ['a line feed', 'a\nb'],
    ['a null', 'a\0b'],
    ['a control character of Latin-1', 'a\u0085b'],
    ['half a character', 'a\uD800'],
    ['a space at its end', 'a '],
  ])('refuse %s in any value', (_what, value) => {
    for (const metadata of [
      { contentType: value },
      { cacheControl: value },
      { contentDisposition: value },
      { contentEncoding: value },
      { expires: value },
      { userMetadata: { note: value } },
      { encryption: { algorithm: 'KMS' as const, keyId: value } },
    ]) {
      expect(() => headersForPut(metadata)).toThrow(refused('HeaderValueInvalid'))
      expect(() => headersForInitiate(metadata)).toThrow(refused('HeaderValueInvalid'))
    }
  })

  it.each([
    [{ userMetadata: { 'a b': 'x' } }, 'MetadataNameInvalid'],
    [{ userMetadata: { a_b: 'x' } }, 'MetadataNameInvalid'],
    [{ userMetadata: { '': 'x' } }, 'MetadataNameInvalid'],
    [{ userMetadata: { a: 'x'.repeat(8192) } }, 'MetadataTooLarge'],
    [{ userMetadata: { a: '夏'.repeat(2731) } }, 'MetadataTooLarge'],
    [{ tags: Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`k${n}`, 'v'])) }, 'TooManyTags'],
    [{ tags: { '': 'v' } }, 'TagInvalid'],
    [{ tags: { ['夏'.repeat(43)]: 'v' } }, 'TagInvalid'],
    [{ tags: { k: '夏'.repeat(86) } }, 'TagInvalid'],
    [{ trafficLimitBitsPerSecond: 819_199 }, 'TrafficLimitOutOfRange'],
    [{ trafficLimitBitsPerSecond: 838_860_801 }, 'TrafficLimitOutOfRange'],
    [{ trafficLimitBitsPerSecond: 1_000_000.5 }, 'TrafficLimitOutOfRange'],
  ] satisfies [ObjectMetadata, string][])('refuse %j as %s', (metadata, code) => {
    expect(() => headersForPut(metadata)).toThrow(refused(code))
  })

  it('accept what lies on the limits', () => {
    expect(() => headersForPut({ userMetadata: { a: 'x'.repeat(8191) } })).not.toThrow()
    expect(() => headersForPut({ tags: { ['k'.repeat(128)]: 'v'.repeat(256) } })).not.toThrow()
    expect(headersForPart({ trafficLimitBitsPerSecond: 838_860_800 })).toEqual({
      'x-oss-traffic-limit': '838860800',
    })
  })
})

describe('an upload callback (R19)', () => {
  it('is encoded as OSS expects it', () => {
    const callback: UploadCallback = {
      urls: ['http://127.0.0.1:9000/cb'],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: OSS fills these in.
      body: 'bucket=${bucket}&object=${object}&size=${size}&id=${x:id}',
      bodyType: 'application/x-www-form-urlencoded',
      variables: { 'x:id': '42' },
    }
    expect(callbackHeaders(callback)).toEqual({
      'x-oss-callback':
        'eyJjYWxsYmFja1VybCI6Imh0dHA6Ly8xMjcuMC4wLjE6OTAwMC9jYiIsImNhbGxiYWNrQm9keSI6ImJ1Y2tldD0ke2J1Y2tldH0mb2JqZWN0PSR7b2JqZWN0fSZzaXplPSR7c2l6ZX0maWQ9JHt4OmlkfSIsImNhbGxiYWNrQm9keVR5cGUiOiJhcHBsaWNhdGlvbi94LXd3dy1mb3JtLXVybGVuY29kZWQifQ==',
      'x-oss-callback-var': 'eyJ4OmlkIjoiNDIifQ==',
    })
  })

  it.each([
    { urls: [], body: 'a' },
    { urls: Array.from({ length: 6 }, () => 'http://a'), body: 'a' },
    { urls: ['ftp://a'], body: 'a' },
    { urls: ['http://a;http://b'], body: 'a' },
    { urls: ['http://a'], body: '' },
    { urls: ['http://a'], body: 'x'.repeat(4000) },
    { urls: ['http://a'], body: 'a', variables: { id: '1' } },
    { urls: ['http://a'], body: 'a', variables: { 'x:Id': '1' } },
  ])('is refused when it cannot work: %j', (callback) => {
    expect(() => callbackHeaders(callback)).toThrow(refused('CallbackInvalid'))
  })
})

import { describe, expect, it } from 'vitest'
import {
  bucketAddress,
  checkEncryption,
  parseEndpoint,
  regionOfEndpoint,
  requestTarget,
  serviceAddress,
} from '../../electron/oss/addressing.ts'
import { staticCredentials } from '../../electron/oss/credentials.ts'
import { createOssStore } from '../../electron/oss/oss-store.ts'
import { UploadError } from '../../shared/upload-error.ts'

const urlOf = (endpoint: string, isCustomDomain = false) => {
  const address = bucketAddress(parseEndpoint(endpoint), 'demo', isCustomDomain)
  return address.origin + address.basePath
}

describe('the address of a bucket (R20)', () => {
  it.each([
    ['https://oss-cn-hangzhou.aliyuncs.com', 'https://demo.oss-cn-hangzhou.aliyuncs.com/'],
    ['oss-cn-hangzhou.aliyuncs.com', 'https://demo.oss-cn-hangzhou.aliyuncs.com/'],
    [' HTTP://OSS-cn-hangzhou-internal.aliyuncs.com/ ', 'http://demo.oss-cn-hangzhou-internal.aliyuncs.com/'],
    ['https://oss-accelerate.aliyuncs.com', 'https://demo.oss-accelerate.aliyuncs.com/'],
    ['https://cn-hangzhou.oss.aliyuncs.com', 'https://demo.cn-hangzhou.oss.aliyuncs.com/'],
    ['https://demo.oss-cn-hangzhou.aliyuncs.com', 'https://demo.oss-cn-hangzhou.aliyuncs.com/'],
    ['https://other.oss-cn-hangzhou.aliyuncs.com', 'https://demo.other.oss-cn-hangzhou.aliyuncs.com/'],
    ['https://oss.example.com:8443', 'https://demo.oss.example.com:8443/'],
    ['http://127.0.0.1:9000', 'http://127.0.0.1:9000/demo/'],
    ['http://[::1]:9000', 'http://[::1]:9000/demo/'],
    ['http://localhost', 'http://localhost/demo/'],
    ['http://nas:80', 'http://nas/demo/'],
  ])('%s is %s', (endpoint, url) => {
    expect(urlOf(endpoint)).toBe(url)
  })

  it.each(['https://files.example.com', 'http://127.0.0.1:9000', 'https://files.example.com:8443'])(
    'behind the custom domain %s is the domain itself',
    (endpoint) => {
      expect(urlOf(endpoint, true)).toBe(`${endpoint}/`)
    },
  )

  it.each([
    ['https://oss-cn-hangzhou.aliyuncs.com', 'https://oss-cn-hangzhou.aliyuncs.com'],
    ['https://demo.oss-cn-hangzhou.aliyuncs.com', 'https://oss-cn-hangzhou.aliyuncs.com'],
    ['https://demo.cn-hangzhou.oss.aliyuncs.com', 'https://cn-hangzhou.oss.aliyuncs.com'],
    ['https://cn-hangzhou.oss.aliyuncs.com', 'https://cn-hangzhou.oss.aliyuncs.com'],
    ['http://127.0.0.1:9000', 'http://127.0.0.1:9000'],
  ])('at %s is not part of calls to the service', (endpoint, origin) => {
    expect(serviceAddress(parseEndpoint(endpoint))).toEqual({ origin, basePath: '/' })
  })
})

describe('an endpoint', () => {
  it.each([
    '',
    'ftp://x',
    'https://',
    'https://a/b',
    'https://a?b',
    'https://u:secret@a',
    'a b',
    'file:///x',
    'https://a#b',
  ])('"%s" is refused, naming it without its secrets', (endpoint) => {
    try {
      parseEndpoint(endpoint)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(UploadError)
      expect(error).toMatchObject({ data: { code: 'EndpointInvalid', retry: 'fatal' } })
      expect(JSON.stringify((error as UploadError).data)).not.toContain('secret')
    }
  })

  it.each([
    ['oss-cn-hangzhou.aliyuncs.com', 'cn-hangzhou'],
    ['oss-cn-hangzhou-internal.aliyuncs.com', 'cn-hangzhou'],
    ['demo.oss-ap-southeast-1.aliyuncs.com', 'ap-southeast-1'],
    ['us-west-1.oss.aliyuncs.com', 'us-west-1'],
    ['oss-accelerate.aliyuncs.com', null],
    ['oss-accelerate-overseas.aliyuncs.com', null],
    ['oss.aliyuncs.com', null],
    ['files.example.com', null],
    ['oss-cn-hangzhou.aliyuncs.com.example.com', null],
    ['127.0.0.1:9000', null],
  ])('%s tells the region %s', (endpoint, region) => {
    expect(regionOfEndpoint(parseEndpoint(endpoint))).toBe(region)
  })
})

describe('the request target', () => {
  it('encodes key and query and normalises nothing', () => {
    const address = { origin: 'http://127.0.0.1:9000', basePath: '/demo/' }
    expect(requestTarget(address, './a//b/../ c+&?#%夏', { uploads: '', uploadId: 'a/b c+' })).toBe(
      '/demo/./a//b/../%20c%2B%26%3F%23%25%E5%A4%8F?uploads&uploadId=a%2Fb%20c%2B',
    )
    expect(requestTarget(address, '', {})).toBe('/demo/')
  })
})

describe('an endpoint without encryption', () => {
  it.each([
    'http://127.0.0.1:9000',
    'http://127.9.9.9',
    'http://localhost',
    'http://b.localhost:1',
    'http://[::1]:9',
  ])('is fine on this computer: %s', (endpoint) => {
    expect(() => checkEncryption(parseEndpoint(endpoint), false)).not.toThrow()
  })

  it.each([
    'http://oss-cn-hangzhou.aliyuncs.com',
    'http://10.0.0.7:9000',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://128.0.0.1',
  ])('is refused on another until it is allowed for this one: %s', (endpoint) => {
    expect(() => checkEncryption(parseEndpoint(endpoint), false)).toThrowError(
      expect.objectContaining({
        code: 'EndpointNotEncrypted',
        // The upload waits: it is a matter of a setting.
        retry: 'auth',
        data: expect.objectContaining({ params: { host: new URL(endpoint).host } }),
      }),
    )
    expect(() => checkEncryption(parseEndpoint(endpoint), true)).not.toThrow()
  })

  it('opens no store, so that nothing can be sent by mistake', () => {
    const options = { endpoint: 'http://10.0.0.7', region: 'cn-x', bucket: 'bucket' }
    const open = (allowPlainHttp: boolean) =>
      createOssStore({
        ...options,
        allowPlainHttp,
        credentials: staticCredentials({ accessKeyId: 'a', accessKeySecret: 'b' }),
      })
    expect(() => open(false)).toThrowError(expect.objectContaining({ code: 'EndpointNotEncrypted' }))
    expect(() => open(true)).not.toThrow()
  })

  it('and an endpoint that cannot be read are told without the password in them', () => {
    expect(() => parseEndpoint('https://me:hun/ter2@host')).toThrowError(/^(?!.*ter2)/)
  })
})

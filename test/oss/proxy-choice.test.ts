import { describe, expect, it } from 'vitest'
import {
  parsePacAnswer,
  parseProxyUrl,
  proxyAddress,
  proxyFromEnvironment,
} from '../../electron/oss/proxy-choice.ts'

describe('a proxy as a person types it', () => {
  it.each([
    ['http://proxy.example:3128', { kind: 'http', host: 'proxy.example', port: 3128 }],
    ['proxy.example:3128', { kind: 'http', host: 'proxy.example', port: 3128 }],
    ['https://proxy.example', { kind: 'https', host: 'proxy.example', port: 443 }],
    ['socks5://10.0.0.7', { kind: 'socks5', host: '10.0.0.7', port: 1080 }],
    ['socks5h://[::1]:9050', { kind: 'socks5', host: '::1', port: 9050 }],
    [
      'http://wang%40office:p%3Ass@proxy.example:8080/',
      { kind: 'http', host: 'proxy.example', port: 8080, username: 'wang@office', password: 'p:ss' },
    ],
    ['', { kind: 'direct' }],
    ['DIRECT', { kind: 'direct' }],
  ])('reads %j', (input, expected) => {
    expect(parseProxyUrl(input)).toEqual(expected)
  })

  it.each([
    'ftp://proxy.example',
    'http://',
    'not a proxy',
    'socks4://h:1',
    'http://proxy.example/proxy.pac',
    'http://h:1?x',
    'http://h:99999',
    'http://a:%zz@h:1',
    'http://h\r\nx:1',
  ])('refuses %j by name', (input) => {
    expect(() => parseProxyUrl(input)).toThrowError(/is not a proxy address/)
  })

  it.each([
    'gopher://me:hunter2@host',
    'me:hunter2@host:99999',
    'http://me:a/hunter2@host:1',
    'http://me:a@hunter2@host/x',
    'http://me:%zzhunter2@host',
  ])('never repeats the password in the refusal of %s', (input) => {
    const refused = () => parseProxyUrl(input)
    expect(refused).toThrowError(/…@host/)
    expect(refused).toThrowError(/^(?!.*hunter2)/)
    expect(refused).toThrowError(
      expect.objectContaining({ data: expect.not.objectContaining({ message: /hunter2/ }) }),
    )
  })

  it.each(['http://proxy.example:3128', 'https://proxy.example:443', 'socks5://[::1]:1080'])(
    'shows %s as it would be typed, without user and password',
    (address) => {
      const proxy = parseProxyUrl(address.replace('://', '://me:hunter2@'))
      expect(proxy.kind === 'direct' ? null : proxyAddress(proxy)).toBe(address)
    },
  )
})

describe('the answer of the system resolver', () => {
  it('keeps the order and skips what is not supported', () => {
    expect(parsePacAnswer('SOCKS4 old:1; PROXY a:3128; HTTPS b:443; SOCKS5 c:1080; DIRECT')).toEqual([
      { kind: 'http', host: 'a', port: 3128 },
      { kind: 'https', host: 'b', port: 443 },
      { kind: 'socks5', host: 'c', port: 1080 },
      { kind: 'direct' },
    ])
  })

  it('means direct when it is empty or nothing is usable', () => {
    expect(parsePacAnswer('')).toEqual([{ kind: 'direct' }])
    expect(parsePacAnswer('SOCKS4 old:1')).toEqual([{ kind: 'direct' }])
  })

  it('loses only the entry that cannot be read', () => {
    expect(parsePacAnswer('PROXY :::; PROXY h:99999;; PROXY; PROXY b:2')).toEqual([
      { kind: 'http', host: 'b', port: 2 },
    ])
  })
})

describe('the environment', () => {
  const oss = 'https://oss-cn-hangzhou.aliyuncs.com'

  it('uses the variable of the endpoint scheme, lower case first', () => {
    expect(
      proxyFromEnvironment(oss, { https_proxy: 'a:1', HTTPS_PROXY: 'b:2', http_proxy: 'c:3' }),
    ).toMatchObject({
      host: 'a',
    })
    expect(proxyFromEnvironment(oss, { HTTPS_PROXY: 'b:2' })).toMatchObject({ host: 'b' })
    expect(proxyFromEnvironment(oss, { all_proxy: 'socks5://d:4' })).toMatchObject({
      kind: 'socks5',
      host: 'd',
    })
    expect(proxyFromEnvironment(oss, { http_proxy: 'c:3' })).toEqual({ kind: 'direct' })
  })

  it.each(['*', 'aliyuncs.com', '.aliyuncs.com', '*.aliyuncs.com', 'x, oss-cn-hangzhou.aliyuncs.com:443'])(
    'goes direct when no_proxy is %j',
    (noProxy) => {
      expect(proxyFromEnvironment(oss, { https_proxy: 'a:1', no_proxy: noProxy })).toEqual({ kind: 'direct' })
    },
  )

  it.each(['example.com', 'yuncs.com', 'aliyuncs.com:80'])(
    'uses the proxy when no_proxy is %j',
    (noProxy) => {
      expect(proxyFromEnvironment(oss, { https_proxy: 'a:1', no_proxy: noProxy })).toMatchObject({
        host: 'a',
      })
    },
  )

  it.each(['http://127.0.0.1:9000', 'http://localhost:9000', 'http://[::1]:9000', 'http://b.localhost'])(
    'never sends loopback %s through a proxy',
    (endpoint) => {
      expect(proxyFromEnvironment(endpoint, { http_proxy: 'a:1' })).toEqual({ kind: 'direct' })
    },
  )
})

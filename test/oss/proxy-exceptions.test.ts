import { describe, expect, it } from 'vitest'
import { isProxyException } from '../../electron/oss/proxy-exceptions.ts'

const oss = 'https://bucket.oss-cn-hangzhou.aliyuncs.com'

describe('a host is reached without the proxy', () => {
  it.each([
    ['*', oss],
    ['aliyuncs.com', oss],
    ['.ALIYUNCS.com', oss],
    ['*.aliyuncs.com', oss],
    ['example.com; aliyuncs.com:443', oss],
    ['10.0.0.7', 'http://10.0.0.7:9000'],
    ['10.0.0.0/8', 'http://10.200.3.4:9000'],
    ['192.168.1.0/24 10.0.0.0/8', 'http://10.1.1.1'],
    ['::1', 'http://[::1]:9000'],
    ['[fd00::1]:9000', 'http://[fd00::1]:9000'],
    ['fd00::/8', 'http://[fd12::7]'],
    ['<local>', 'http://storage:9000'],
  ])('when the list is %j and the endpoint %s', (list, endpoint) => {
    expect(isProxyException(new URL(endpoint), list)).toBe(true)
  })
})

describe('a host is reached through the proxy', () => {
  it.each([
    ['', oss],
    [' , ;', oss],
    ['.', oss],
    ['yuncs.com', oss],
    ['aliyuncs.com:80', oss],
    ['aliyuncs.com.evil.example', oss],
    ['10.0.0.0/8', 'http://11.0.0.1'],
    ['10.0.0.0/99', 'http://10.0.0.1'],
    ['10.0.0.0/', 'http://10.0.0.1'],
    ['0.0.0.0/0', 'http://storage'],
    ['0.0.7', 'http://10.0.0.7'],
    ['<local>', oss],
  ])('when the list is %j and the endpoint %s', (list, endpoint) => {
    expect(isProxyException(new URL(endpoint), list)).toBe(false)
  })
})

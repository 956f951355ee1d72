import { describe, expect, it } from 'vitest'
import { isKnownLink } from '../../electron/app/known-links.ts'

describe('isKnownLink', () => {
  it.each([
    'https://aliyun.com/',
    'https://api.aliyun.com/troubleshoot?q=0017-00000244',
    'https://www.alibabacloud.com/help/oss',
  ])('opens %s in the browser', (url) => expect(isKnownLink(url)).toBe(true))

  it.each([
    'http://aliyun.com/',
    'https://aliyun.com.evil.example/',
    'https://notaliyun.com/',
    'https://evil.example/?https://aliyun.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://aliyun.com/share',
    '',
  ])('refuses "%s"', (url) => expect(isKnownLink(url)).toBe(false))
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isAppUrl, serveFolder } from '../../electron/app/app-protocol.ts'

const folder = mkdtempSync(join(tmpdir(), 'stevedore-app-protocol-'))
afterAll(() => rmSync(folder, { recursive: true }))
mkdirSync(join(folder, 'window/assets'), { recursive: true })
writeFileSync(join(folder, 'window/index.html'), '<title>Stevedore</title>')
writeFileSync(join(folder, 'window/assets/main.js'), 'export {}')
writeFileSync(join(folder, 'window/a name.css'), '')
writeFileSync(join(folder, 'secret.txt'), 'secret')
mkdirSync(join(folder, 'window-secrets'))
writeFileSync(join(folder, 'window-secrets/key.txt'), 'secret')

const serve = serveFolder(join(folder, 'window'))
const get = (url: string, method = 'GET') => serve({ url, method })

describe('serveFolder', () => {
  it.each([
    ['app://ui/index.html', 'text/html'],
    ['app://ui/assets/main.js', 'text/javascript'],
    ['app://ui/a%20name.css', 'text/css'],
  ])('serves %s as %s', async (url, type) => {
    const response = await get(url)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
  })

  it('sends a policy that allows nothing from elsewhere, also with what is missing', async () => {
    for (const url of ['app://ui/index.html', 'app://ui/missing']) {
      const policy = (await get(url)).headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self';")
      expect(policy).not.toContain('unsafe-eval')
      expect(policy).not.toContain('http')
    }
  })

  it.each([
    'app://ui/missing.js',
    'app://ui/',
    'app://ui/assets',
    'app://ui/../secret.txt',
    'app://ui/..%2fsecret.txt',
    'app://ui/%2e%2e/secret.txt',
    'app://ui/assets/..%2f..%2f..%2fsecret.txt',
    'app://ui/..%2fwindow-secrets%2fkey.txt',
    'app://ui//etc/passwd',
    'app://ui/%00index.html',
    'app://ui/%zz',
    'app://other/index.html',
    'file:///etc/passwd',
  ])('answers %s with 404 and no body', async (url) => {
    const response = await get(url)
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('')
  })

  it('answers GET only', async () => {
    expect((await get('app://ui/index.html', 'POST')).status).toBe(404)
  })
})

describe('isAppUrl', () => {
  it.each(['app://ui/', 'app://ui/index.html?x#y'])('knows %s as ours', (url) =>
    expect(isAppUrl(url)).toBe(true),
  )
  it.each(['app://UI.evil/', 'https://ui/', 'app:ui', 'javascript:alert(1)', '', 'app://ui:8/'])(
    'refuses "%s"',
    (url) => expect(isAppUrl(url)).toBe(false),
  )
})

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLog } from '../../electron/app/log.ts'
import { redact } from '../../shared/redact.ts'
import { UploadError } from '../../shared/upload-error.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stevedore-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const entries = () =>
  readFileSync(join(folder, 'stevedore.log'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('openLog', () => {
  it('writes each entry at once, readable by its owner only', () => {
    openLog(folder).info('started', { version: '1' })
    expect(entries()).toMatchObject([{ level: 'info', message: 'started', version: '1' }])
    if (process.platform !== 'win32') expect(statSync(join(folder, 'stevedore.log')).mode & 0o077).toBe(0)
  })

  it('goes on where the last run ended', () => {
    openLog(folder).info('first')
    openLog(folder).info('second')
    expect(entries().map((entry) => entry.message)).toEqual(['first', 'second'])
  })

  it('puts a log that has grown too long aside, once', () => {
    writeFileSync(join(folder, 'stevedore.log'), Buffer.alloc(6 * 1024 * 1024, 'x'))
    openLog(folder).info('after')
    expect(entries()).toMatchObject([{ message: 'after' }])
    expect(readdirSync(folder).sort()).toEqual(['stevedore.1.log', 'stevedore.log'])
  })

  it('does not throw when nothing can be written', () => {
    const log = openLog(folder)
    mkdirSync(join(folder, 'stevedore.log'))
    expect(() => log.info('lost')).not.toThrow()
  })
})

describe('redact', () => {
  it('hides secrets by the name of their field, at any depth', () => {
    const shown = JSON.stringify(
      redact({
        accessKeyId: 'LTAI',
        accessKeySecret: 's1',
        nested: [{ securityToken: 's2', Authorization: 's3' }],
      }),
    )
    expect(shown).toContain('LTAI')
    expect(shown).not.toMatch(/s1|s2|s3/)
  })

  it.each([
    'https://b.oss.example/k?x-oss-signature=s1&x-oss-security-token=s1&uploadId=U',
    'https://b.oss.example/k?OSSAccessKeyId=id&Signature=s1&security-token=s1&uploadId=U',
    'proxy http://me:s1@proxy:3128 uploadId=U',
  ])('hides signatures and passwords inside text, and nothing else: %s', (text) => {
    expect(redact(text)).not.toContain('s1')
    expect(redact(text)).toContain('U')
  })

  it('keeps what an error knows, its cause included', () => {
    const cause = new Error('ECONNRESET at ?Signature=s1')
    const error = new UploadError(
      { code: 'ConnectionReset', retry: 'transient', message: 'm', fromServer: false, requestId: 'R' },
      { cause },
    )
    const shown = JSON.stringify(redact({ error }))
    expect(shown).toContain('ConnectionReset')
    expect(shown).toContain('"requestId":"R"')
    expect(shown).toContain('ECONNRESET')
    expect(shown).not.toContain('s1')
  })

  it('ends in objects that contain themselves', () => {
    const loop: Record<string, unknown> = { n: 1n }
    loop.self = loop
    expect(JSON.stringify(redact(loop))).toContain('"n":"1"')
  })
})

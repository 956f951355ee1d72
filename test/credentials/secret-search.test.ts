import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { findSecrets } from '../support/secret-search.ts'

const secret = 'Zt8/kP+q4=vM2&xY7 %wB1'

it.each([
  ['in clear', secret],
  ['in hex', `0x${Buffer.from(secret).toString('hex')}`],
  ['in capital hex', Buffer.from(secret).toString('hex').toUpperCase()],
  ['percent-encoded', `?token=${encodeURIComponent(secret)}&x`],
  ['in base64 at 0', Buffer.from(secret).toString('base64')],
  ['in base64 at 1', Buffer.from(`{"ab":"${secret}"}`).toString('base64')],
  ['in base64 at 2', Buffer.from(`12${secret}34`).toString('base64')],
  ['in base64url at 0', Buffer.from(`123${secret}4`).toString('base64url')],
  ['in UTF-16', Buffer.from(`"${secret}"`, 'utf16le')],
])('the search for secrets finds one that is written %s', (form, content) => {
  const folder = mkdtempSync(join(tmpdir(), 'stevedore-search-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'a/b'), { recursive: true })
  const file = join(folder, 'a/b/c.bin')
  writeFileSync(file, Buffer.concat([Buffer.alloc(5000, 'x'), Buffer.from(content), Buffer.alloc(10)]))
  expect(findSecrets([folder], { 'the secret': secret })).toContain(`${file}: the secret ${form}`)
  expect(findSecrets([folder], { 'the secret': 'another secret' })).toEqual([])
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'

const folder = join(import.meta.dirname, '../../electron/credentials')
const source = readdirSync(folder)
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n')
const codes = [
  ...new Set(
    [...source.matchAll(/'(Credentials?[A-Z][A-Za-z]+|DestinationClosed)'/g)].map(([, code = '']) => code),
  ),
]

it('finds the codes', () => {
  expect(codes).toEqual(expect.arrayContaining(['CredentialFileUnreadable', 'CredentialsNotRenewed']))
  expect(codes.length).toBeGreaterThan(15)
})

describe.each(['en', 'zh-CN'] as const)('in %s', (language) => {
  const sentences: Record<string, string> = messages[language].errors
  it.each(codes)('%s has a sentence and a next step', (code) => {
    expect(sentences[code], code).toMatch(/[.。]$/)
    expect(sentences[`${code}_next`], `${code}_next`).toMatch(/[.。]$/)
  })
})

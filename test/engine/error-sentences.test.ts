import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'

const root = join(import.meta.dirname, '../..')

/** Every error code that these folders write down, with the values its error carries. */
function codesIn(folder: string): string[] {
  const sources = readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
  const codes = sources.flatMap((source) => [
    ...source.matchAll(/code: '([A-Z][A-Za-z]+)'/g),
    ...source.matchAll(/(?:leftOut|problem)\([^']*'([A-Z][A-Za-z]+)'/g),
  ])
  return [...new Set(codes.map(([, code]) => code ?? ''))].sort()
}

const codes = ['Unexpected', ...codesIn('electron/engine'), ...codesIn('electron/files')]

it('finds the codes', () => {
  expect(codes).toEqual(
    expect.arrayContaining(['PartSizeOutOfRange', 'FileNotFound', 'LinkSkipped', 'KeyTooLong']),
  )
  expect(codes.length).toBeGreaterThan(20)
})

describe.each(['en', 'zh-CN'] as const)('in %s', (language) => {
  const sentences: Record<string, string> = messages[language].errors
  it.each(codes)('%s has a sentence and a next step', (code) => {
    expect(sentences[code], code).toBeTruthy()
    expect(sentences[`${code}_next`], `${code}_next`).toBeTruthy()
  })
})

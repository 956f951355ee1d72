import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createWords, terminalLanguage } from '../../electron/cli/words.ts'
import { cli as en } from '../../shared/locales/en/cli.ts'
import { cli as zh } from '../../shared/locales/zh-CN/cli.ts'

const stem = (key: string) => key.replace(/_(one|other)$/, '')
const placeholders = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].sort()

describe('the words of the terminal', () => {
  it('exist in both languages, with the same values to fill in', () => {
    expect(new Set(Object.keys(zh).map(stem))).toEqual(new Set(Object.keys(en).map(stem)))
    for (const [key, text] of Object.entries(zh))
      expect(placeholders(text), key).toEqual(placeholders(en[key as keyof typeof en]))
  })

  it('are all used', () => {
    const root = join(import.meta.dirname, '..', '..')
    const code = ['electron/cli', 'electron/cli.ts', 'electron/practice-bucket', 'scripts']
      .flatMap((name) => sourcesBelow(join(root, name)))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n')
    const unused = [...new Set(Object.keys(en).map(stem))].filter((key) => !code.includes(`'${key}'`))
    expect(unused).toEqual([])
  })

  it('choose the plural form', () => {
    const { say } = createWords('en')
    expect(say('summaryKept', { count: 1 })).toContain('1 part was')
    expect(say('summaryKept', { count: 2 })).toContain('2 parts were')
  })

  it('do not escape names: a terminal is no web page', () => {
    expect(createWords('en').say('endedDone', { name: 'a<b>&c', key: 'x' })).toContain('a<b>&c')
  })

  it('fall back to the message of a failure without a sentence', () => {
    const error = {
      code: 'NobodyKnowsThis',
      retry: 'fatal',
      message: 'It broke.',
      fromServer: false,
    } as const
    expect(createWords('zh-CN').explain(error)).toEqual({ sentence: 'It broke.', nextStep: null })
  })
})

describe('the language of a terminal', () => {
  it.each([
    [{ LANG: 'zh_CN.UTF-8' }, 'zh-CN'],
    [{ LC_ALL: 'de_DE.UTF-8', LANG: 'zh_CN.UTF-8' }, 'en'],
    [{ LC_ALL: '', LANG: 'zh_TW.UTF-8' }, 'zh-CN'],
    [{ LANG: 'C.UTF-8' }, 'en'],
  ] as const)('is taken from %o', (env, language) => {
    expect(terminalLanguage(undefined, env)).toBe(language)
  })

  it('is the one that was asked for', () => {
    expect(terminalLanguage('zh-CN', { LANG: 'en_US.UTF-8' })).toBe('zh-CN')
  })
})

function sourcesBelow(path: string): string[] {
  if (path.endsWith('.ts')) {
    try {
      readFileSync(path)
      return [path]
    } catch {
      return []
    }
  }
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(path, name))
}

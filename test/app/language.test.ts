import { describe, expect, it } from 'vitest'
import { chooseLanguage, sayIn } from '../../electron/app/language.ts'

describe('chooseLanguage', () => {
  it.each([
    ['system', ['zh-Hans-CN', 'en-US'], 'zh-CN'],
    ['system', ['de-DE', 'zh-CN'], 'en'],
    ['system', [], 'en'],
    ['en', ['zh-CN'], 'en'],
    ['zh-CN', ['en-US'], 'zh-CN'],
  ] as const)('for the setting "%s" on a system that prefers %j is %s', (setting, system, language) => {
    expect(chooseLanguage(setting, system)).toBe(language)
  })
})

describe('sayIn', () => {
  it('counts as the language does', () => {
    expect([1, 2].map((count) => sayIn('en')('tray.problems', { count }))).toEqual([
      '1 problem',
      '2 problems',
    ])
    expect([1, 2].map((count) => sayIn('zh-CN')('tray.problems', { count }))).toEqual([
      '1 个有问题',
      '2 个有问题',
    ])
  })

  it('leaves names as they are: menus show text, not HTML', () => {
    expect(sayIn('en')('tray.left', { time: "<a & 'b'>" })).toBe("<a & 'b'> left")
  })
})

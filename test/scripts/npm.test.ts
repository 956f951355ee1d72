import { beforeEach, describe, expect, it, vi } from 'vitest'
import { explain, runQuietly, SetupError } from '../../scripts/setup/npm.mjs'
import { say, setupLanguage, wordKeys } from '../../scripts/setup/words.mjs'

beforeEach(() => {
  vi.stubEnv('LC_ALL', 'en_US.UTF-8')
})

describe('what set-up says when npm fails', () => {
  it.each([
    ['npm error code ENOTFOUND\nnpm error network request failed', 'network'],
    ['npm ERR! code EAI_AGAIN', 'network'],
    ['npm error code ENOSPC', 'disk is full'],
    [
      'npm error code EUSAGE\nnpm error `npm ci` can only install packages when your package.json',
      'npm install',
    ],
  ])('explains %j', (output, words) => {
    expect(explain(output, '/project')).toContain(words)
  })

  it('names the path it may not write', () => {
    expect(explain('npm error code EACCES\nnpm error path /project/node_modules\n', '/project')).toContain(
      '/project/node_modules',
    )
  })

  it('shows the last lines of a failure it does not know', async () => {
    const script = 'console.log("first"); console.error("npm error odd thing"); process.exit(7)'
    const failing = runQuietly({ file: process.execPath, args: ['-e', script], shell: false }, process.cwd())
    const error = await failing.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(SetupError)
    expect((error as SetupError).message).toContain('7')
    expect((error as SetupError).output).toContain('npm error odd thing')
  })

  it('says where npm comes from when there is none', async () => {
    const missing = runQuietly({ file: 'no-such-npm-here', args: [], shell: false }, process.cwd())
    await expect(missing).rejects.toThrow('nodejs.org')
  })
})

describe('set-up in two languages', () => {
  it('has the same sentences in both', () => {
    const { en, 'zh-CN': zh } = wordKeys()
    expect(zh).toEqual(en)
  })

  it('takes the language from the locale, LC_ALL first', () => {
    expect(setupLanguage({ LANG: 'zh_CN.UTF-8' })).toBe('zh-CN')
    expect(setupLanguage({ LC_ALL: 'en_US.UTF-8', LANG: 'zh_CN.UTF-8' })).toBe('en')
  })

  it('fills values in', () => {
    expect(say('ready', { seconds: 14 })).toContain('14')
  })
})

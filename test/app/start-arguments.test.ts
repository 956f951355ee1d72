import { describe, expect, it } from 'vitest'
import { filesAmong, startsHidden } from '../../electron/app/start-arguments.ts'

const files = (argv: string[], cwd = '/home/me') => filesAmong({ argv, cwd })

describe('filesAmong', () => {
  it('takes relative paths from where the program was started', () => {
    expect(files(['a.mov', './clips', '../b', '/abs/c'])).toEqual([
      '/home/me/a.mov',
      '/home/me/clips',
      '/home/b',
      '/abs/c',
    ])
  })

  it('leaves out switches, but takes everything after a lone --', () => {
    expect(files(['--hidden', '-x', 'a', '--', '--hidden', '-dash.txt'])).toEqual([
      '/home/me/a',
      '/home/me/--hidden',
      '/home/me/-dash.txt',
    ])
  })

  it('understands file addresses as file managers write them, and leaves out broken ones', () => {
    expect(files(['file:///tmp/%E6%96%87%20a.txt', 'file://%zz', ''])).toEqual(['/tmp/文 a.txt'])
  })
})

describe('startsHidden', () => {
  it('is asked for by --hidden only', () => {
    expect(startsHidden({ argv: ['--hidden'], cwd: '/' })).toBe(true)
    expect(startsHidden({ argv: ['hidden'], cwd: '/' })).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { splitCommand } from '../../electron/credentials/split-command.ts'

describe('a command line', () => {
  it.each([
    ['acs-sso login --profile ids', ['acs-sso', 'login', '--profile', 'ids']],
    ['  "/opt/my tools/get"   \'team a\'  ""', ['/opt/my tools/get', 'team a', '']],
    ['get\\ it --say "a \\"b\\" c"', ['get it', '--say', 'a "b" c']],
    ["get '\\n' $HOME | cat; rm *", ['get', '\\n', '$HOME', '|', 'cat;', 'rm', '*']],
    ['get --name=x" y"', ['get', '--name=x y']],
  ])('%s is taken apart by quotes and spaces, and nothing in it is expanded', (line, words) => {
    expect(splitCommand(line, false)).toEqual(words)
  })

  it('keeps the backslashes of Windows paths', () => {
    expect(splitCommand('"C:\\My Tools\\get.exe" C:\\x \\"y\\"', true)).toEqual([
      'C:\\My Tools\\get.exe',
      'C:\\x',
      '"y"',
    ])
  })

  it.each(['', '   ', '"unclosed', "it's", '""'])(
    'without a program or with an open quote is none: %j',
    (line) => {
      expect(splitCommand(line, false)).toBeNull()
    },
  )
})

import { describe, expect, test } from 'vitest'
import { keyOfPath, pathCandidates } from '../../electron/practice-bucket/storage/key-path.ts'

const nastyKeys = [
  'a/b',
  'a//b',
  'a/',
  'a//',
  './x',
  '../x',
  'x/../../y',
  'x/.',
  '..',
  '.',
  '...',
  'nul\0byte',
  'CON',
  'con.txt',
  'Com1.tar.gz',
  'aux /x',
  'LPT¹',
  'trailing.',
  'trailing ',
  'a. /b',
  'back\\slash',
  'C:\\Windows',
  'a:b',
  'stream:$DATA',
  'percent%41',
  '%2E%2E/%2F',
  '%',
  '%-',
  '%+/a',
  '%~/x',
  'question?star*pipe|quote"less<more>',
  'line\nbreak\ttab\r',
  '夏天/相片 (1).jpg',
  '😀/\u{10ffff}',
  'é',
  'e\u0301',
  `${'x'.repeat(600)}`,
  `a/${'夏'.repeat(300)}/b`,
  `${'%'.repeat(300)}.txt`,
  '/'.repeat(500).slice(1),
  'PROGRA~1',
  ' leading',
]

describe('file names for object keys', () => {
  test.each(nastyKeys.map((key) => ({ key })))(
    'every readable path of $key decodes to it again',
    ({ key }) => {
      const paths = [...pathCandidates(key, 3800)]
      expect(paths.length).toBeGreaterThanOrEqual(2)
      for (const path of paths.slice(0, -1)) expect(keyOfPath(path)).toBe(key)
    },
  )

  test.each(nastyKeys.map((key) => ({ key })))(
    'no path of $key leaves its folder or is refused by a system',
    ({ key }) => {
      for (const path of pathCandidates(key, 3800)) {
        for (const name of path.split('/')) {
          expect(name).not.toMatch(/^$|^\.\.?$|[. ]$/)
          // biome-ignore lint/suspicious/noControlCharactersInRegex: the point of this test
          expect(name).not.toMatch(/[\u0000-\u001f\u007f\\:*?"<>|]/)
          expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d|lpt¹) *(\.|$)/i)
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
        }
      }
    },
  )

  test('ordinary keys keep their names, so that a person finds them', () => {
    for (const key of ['holiday/Beach 2024 (1).JPG', '夏天/相片.png', '.gitignore', 'a+b&c=d,e;f.mp4']) {
      expect(pathCandidates(key, 3800).next().value).toBe(key)
    }
  })

  test('a file and a folder of one name find different paths', () => {
    const [file] = pathCandidates('a', 3800)
    const paths = [...pathCandidates('a/b', 3800)]
    expect(paths.some((path) => path.split('/')[0] !== file)).toBe(true)
  })

  test('keys that differ in case or accents only find paths that differ even without both', () => {
    const fold = (path: string) => path.normalize('NFD').toLowerCase()
    const taken = new Map<string, string>()
    const keys = [
      'readme',
      'README',
      'ReadMe',
      'Readme',
      'é',
      'e\u0301',
      'É',
      'A/b',
      'a/B',
      'a/b',
      'A/B',
      'ß',
      'ẞ',
    ]
    for (const key of keys) {
      const free = [...pathCandidates(key, 3800)].find((path) => !taken.has(fold(path)))
      taken.set(fold(free ?? ''), key)
    }
    expect(taken.size).toBe(keys.length)
    for (const [path, key] of taken) expect(keyOfPath(path)?.normalize('NFD').toLowerCase()).toBe(fold(key))
  })

  test('a path that would be too long becomes a short one that is still unique', () => {
    const long = 'x/'.repeat(500)
    const [path] = pathCandidates(long, 300)
    const [other] = pathCandidates(`${long}y`, 300)
    expect(path?.length).toBeLessThan(300)
    expect(path).not.toBe(other)
  })
})

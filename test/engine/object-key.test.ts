import { describe, expect, it } from 'vitest'
import { objectKeyFor, objectKeyProblem } from '../../electron/engine/object-key.ts'
import { distinctRoots } from '../../electron/engine/roots.ts'

describe('object keys (R23)', () => {
  it('are the prefix and the name, byte for byte, with every character the file system allows', () => {
    const name = 'ein Ordner/100% + #1 & mehr?/🚢 船.txt'
    expect(objectKeyFor('in/2026/', name, false)).toBe(`in/2026/${name}`)
    expect(objectKeyProblem(`in/2026/${name}`)).toBe(null)
  })

  it('compose accented letters where names come decomposed, as on macOS', () => {
    const decomposed = 'Mu\u0308nchen.txt'
    expect(objectKeyFor('', decomposed, true)).toBe('M\u00fcnchen.txt')
    expect(objectKeyFor('', decomposed, false)).toBe(decomposed)
  })

  it('have at most 1,023 bytes of UTF-8, not characters', () => {
    expect(objectKeyProblem('船'.repeat(341))).toBe(null)
    expect(objectKeyProblem(`${'船'.repeat(341)}x`)?.data).toMatchObject({
      code: 'KeyTooLong',
      params: { lengthBytes: 1024, max: 1023 },
    })
    expect(objectKeyProblem('')?.code).toBe('KeyTooLong')
  })

  it('do not begin with a slash or backslash, and are Unicode', () => {
    expect(objectKeyProblem('/a')?.code).toBe('KeyStartsWithSlash')
    expect(objectKeyProblem('\\a')?.code).toBe('KeyStartsWithSlash')
    expect(objectKeyProblem('a\ud800')?.code).toBe('NameNotUnicode')
  })
})

describe('the roots of a drop', () => {
  const paths = (roots: string[]) => distinctRoots(roots, false).map(({ path }) => path)

  it('count once, without what lies inside another', () => {
    expect(paths(['/a/b', '/a/b/', '/a/b/c.txt', '/a/bc', '/x'])).toEqual(['/a/b', '/a/bc', '/x'])
    expect(paths(['C:\\photos', 'C:\\photos\\1.jpg'])).toEqual(['C:\\photos'])
  })

  it('of the same name do not write the same keys', () => {
    const roots = distinctRoots(['/a/photos', '/b/photos', '/c/photos', '/d/x.txt', '/e/x.txt'], false)
    expect(roots.map(({ rename }, index) => rename(index < 3 ? 'photos/1.jpg' : 'x.txt'))).toEqual([
      'photos/1.jpg',
      'photos (2)/1.jpg',
      'photos (3)/1.jpg',
      'x.txt',
      'x (2).txt',
    ])
  })

  it('never take the number that another root has for its name', () => {
    const roots = ['/a/x (2).txt', '/b/x.txt', '/c/x.txt', '/d/p', '/e/p', '/f/p (2)', '/g/p']
    const names = distinctRoots(roots, false).map(({ rename, path }) =>
      rename(path.slice(3) + (path.includes('p') ? '/1' : '')),
    )
    expect(new Set(names).size).toBe(roots.length)
    expect(names).toContain('x (3).txt')
  })

  it('differ in case, or only when composed: apart where keys are exact, numbered where they are composed', () => {
    const roots = ['/a/Ä', '/b/A\u0308', '/c/ä']
    const names = (normalize: boolean) =>
      distinctRoots(roots, normalize).map(({ rename, path }) => rename(`${path.slice(3)}/1`))
    expect(names(false)).toEqual(['Ä/1', 'A\u0308/1', 'ä/1'])
    expect(names(true)).toEqual(['Ä/1', 'A\u0308 (2)/1', 'ä/1'])
  })
})

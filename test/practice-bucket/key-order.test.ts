import { describe, expect, test } from 'vitest'
import { compareKeys, SortedKeys } from '../../electron/practice-bucket/storage/key-order.ts'

const keys = [
  'a',
  'a/',
  'a/b',
  'a0',
  'A',
  '',
  'z',
  '夏',
  '\ue000',
  '\uffff',
  '😀',
  '\u{10000}',
  '\ud7ff',
  'aa',
  'a\0',
]

describe('the order of keys', () => {
  test('is the byte order of UTF-8, also above U+FFFF', () => {
    const byBytes = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect([...keys].sort(compareKeys)).toEqual(byBytes)
  })

  test('stays right as keys come and go', () => {
    const sorted = new SortedKeys(['m'])
    for (const key of [...keys, 'a', 'm']) sorted.add(key)
    sorted.delete('z')
    sorted.delete('not there')
    const expected = [...new Set([...keys, 'm'])].filter((key) => key !== 'z').sort(compareKeys)
    expect(Array.from({ length: sorted.size }, (_key, index) => sorted.at(index))).toEqual(expected)
  })

  test('finds where a group of keys ends', () => {
    const sorted = new SortedKeys(['a', 'b/', 'b/1', 'b/\u{10ffff}', 'b0', 'c'])
    expect(sorted.at(sorted.firstAtOrAfter('b/'))).toBe('b/')
    expect(sorted.at(sorted.firstAfterPrefix('b/'))).toBe('b0')
    expect(sorted.firstAfterPrefix('c')).toBe(6)
  })
})

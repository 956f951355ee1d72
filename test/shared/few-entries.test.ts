import { expect, it } from 'vitest'
import { FewEntries } from '../../shared/few-entries.ts'

function filled(): FewEntries<string, number> {
  const entries = new FewEntries<string, number>()
  for (const [key, value] of [
    ['c', 1],
    ['a', 2],
    ['b', 3],
  ] as const)
    entries.set(key, value)
  return entries
}

it('keeps the order in which entries came, also when some have gone', () => {
  const entries = filled()
  expect(entries.delete('a')).toBe(true)
  entries.set('a', 4)
  expect(entries.keys()).toEqual(['c', 'b', 'a'])
  expect(entries.values()).toEqual([1, 3, 4])
  expect(entries.entries()).toEqual([
    ['c', 1],
    ['b', 3],
    ['a', 4],
  ])
})

it('replaces the value of a key that is there, at its place', () => {
  const entries = filled()
  entries.set('c', 9)
  expect([entries.size, entries.get('c'), entries.keys()]).toEqual([3, 9, ['c', 'a', 'b']])
})

it('knows what is there and what is not, whatever the values are', () => {
  const entries = new FewEntries<number, undefined | null>()
  entries.set(0, undefined)
  entries.set(1, null)
  expect([entries.has(0), entries.has(1), entries.has(2)]).toEqual([true, true, false])
  expect(entries.delete(2)).toBe(false)
  entries.clear()
  expect([entries.size, entries.has(0), entries.get(1)]).toEqual([0, false, undefined])
})

it('lets entries come and go while a list of them is gone through', () => {
  const entries = filled()
  const seen: string[] = []
  for (const key of entries.keys()) {
    seen.push(key)
    entries.delete(key)
    entries.set(`${key}${key}`, 0)
  }
  expect(seen).toEqual(['c', 'a', 'b'])
  expect(entries.keys()).toEqual(['cc', 'aa', 'bb'])
})

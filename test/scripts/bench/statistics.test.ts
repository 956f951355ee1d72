import { expect, test } from 'vitest'
import { median } from '../../../scripts/bench/statistics.ts'

test('the median of an odd number of values is the middle one, whatever their order', () => {
  expect(median([9, 1, 5])).toBe(5)
})

test('the median of an even number of values is the mean of the two in the middle', () => {
  expect(median([4, 1, 100, 2])).toBe(3)
})

test('there is no median of nothing', () => {
  expect(() => median([])).toThrow(RangeError)
})

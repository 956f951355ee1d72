import { describe, expect, it } from 'vitest'
import { formatCount, formatFullTime, formatMoment, formatUntil } from '../../shared/format/time.ts'

/** In the time zone of this computer, as people read it. */
const now = new Date(2026, 10, 20, 11, 4, 20).getTime()
const thisMorning = new Date(2026, 10, 20, 0, 0, 0).getTime()
const lastNight = new Date(2026, 10, 19, 23, 59, 59).getTime()

describe('a moment', () => {
  it('of today is a time, with midnight as 00', () => {
    expect(formatMoment(thisMorning, now, 'en')).toBe('00:00:00')
    expect(formatMoment(now, now, 'zh-CN')).toBe('11:04:20')
    expect(formatUntil(thisMorning, now, 'en')).toBe('00:00')
  })

  it('of another day has its date, though it is hours ago', () => {
    expect(formatMoment(lastNight, now, 'en')).toBe('Nov 19, 23:59')
    expect(formatMoment(lastNight, now, 'zh-CN')).toBe('11月19日 23:59')
    expect(formatUntil(lastNight, now, 'en')).toBe('Nov 19, 23:59')
  })

  it('in full has date and seconds', () => {
    expect(formatFullTime(now, 'en')).toMatch(/Nov 20, 2026.*11:04:20/)
  })
})

it('counts are grouped as the language does', () => {
  expect(formatCount(1_234_567, 'en')).toBe('1,234,567')
})

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TimedPause, untilMorning } from '../../electron/app/timed-pause.ts'

let folder: string
beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
  folder = mkdtempSync(join(tmpdir(), 'stevedore-pause-'))
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

function make() {
  const done: string[] = []
  const pause = new TimedPause({
    file: join(folder, 'paused-until.json'),
    now: Date.now,
    begin: (until) => done.push(`begin ${until}`),
    end: () => done.push('end'),
  })
  return { pause, done }
}

describe('TimedPause', () => {
  it('ends by itself, and not before its time', () => {
    const { pause, done } = make()
    pause.pauseUntil(1_000_000 + 1_800_000)
    vi.advanceTimersByTime(1_799_999)
    expect(done).toEqual(['begin 2800000'])
    vi.advanceTimersByTime(1)
    expect(done).toEqual(['begin 2800000', 'end'])
    expect(existsSync(join(folder, 'paused-until.json'))).toBe(false)
  })

  it('goes on after a restart in between, for what is left of it', () => {
    make().pause.pauseUntil(1_600_000)
    vi.clearAllTimers()
    vi.setSystemTime(1_500_000)
    const { pause, done } = make()
    pause.restore()
    expect(done).toEqual(['begin 1600000'])
    vi.advanceTimersByTime(100_000)
    expect(done).toEqual(['begin 1600000', 'end'])
  })

  it('is over at a start after its end', () => {
    make().pause.pauseUntil(1_600_000)
    vi.clearAllTimers()
    vi.setSystemTime(1_700_000)
    const { pause, done } = make()
    pause.restore()
    expect(done).toEqual([])
    expect(existsSync(join(folder, 'paused-until.json'))).toBe(false)
  })

  it('ends soon after the computer wakes up, when its time passed in sleep', () => {
    const { pause, done } = make()
    pause.pauseUntil(1_000_000 + 3_600_000)
    vi.setSystemTime(1_000_000 + 4_000_000)
    vi.advanceTimersByTime(30_000)
    expect(done).toContain('end')
  })

  it('is forgotten when the person resumes everything', () => {
    const { pause, done } = make()
    pause.pauseUntil(1_600_000)
    pause.forget()
    vi.advanceTimersByTime(1_000_000)
    expect(done).toEqual(['begin 1600000'])
    make().pause.restore()
    expect(existsSync(join(folder, 'paused-until.json'))).toBe(false)
  })

  it('does not keep uploads from going when its file cannot be read', () => {
    writeFileSync(join(folder, 'paused-until.json'), '{"until":')
    const { pause, done } = make()
    pause.restore()
    expect(done).toEqual([])
  })
})

it.each([
  ['in the evening', [2026, 10, 21, 22, 30], [2026, 10, 22, 8]],
  ['after midnight, the same morning', [2026, 10, 22, 1, 0], [2026, 10, 22, 8]],
  ['early in the morning, the next one', [2026, 10, 22, 6, 0], [2026, 10, 23, 8]],
  ['during the day, the next one', [2026, 10, 22, 12, 0], [2026, 10, 23, 8]],
] as const)('until tomorrow means eight o’clock: %s', (_when, now, morning) => {
  const [year, month, day, hour, minute] = now
  const [toYear, toMonth, toDay, toHour] = morning
  expect(untilMorning(new Date(year, month, day, hour, minute))).toBe(
    new Date(toYear, toMonth, toDay, toHour).getTime(),
  )
})

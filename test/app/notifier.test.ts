import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { QueueMoment } from '../../electron/app/happenings.ts'
import { sayIn } from '../../electron/app/language.ts'
import { Notifier } from '../../electron/app/notifier.ts'
import { defaultSettings } from '../../shared/settings.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp() {
  let moment: QueueMoment = { batches: [], problems: 0, credentials: [] }
  let isInFront = false
  const shown: string[] = []
  const notifier = new Notifier({
    look: () => moment,
    settings: () => defaultSettings,
    say: () => sayIn('en'),
    isInFront: () => isInFront,
    show: ({ title, body }) => shown.push(`${title}: ${body}`),
  })
  const changed = () => notifier.follow('uploads.changed', { rows: [], listChanged: true })
  return {
    notifier,
    shown,
    changed,
    problems: (problems: number) => {
      moment = { ...moment, problems }
      changed()
    },
    lookAway: (isAway: boolean) => {
      isInFront = !isAway
    },
  }
}

describe('Notifier', () => {
  it('tells what happens within a moment at once', () => {
    const { problems, shown } = setUp()
    problems(1)
    vi.advanceTimersByTime(1000)
    problems(2)
    expect(shown).toEqual([])
    vi.advanceTimersByTime(1500)
    expect(shown).toEqual([expect.stringContaining('2 uploads have problems')])
  })

  it('does not wait for ever while changes keep coming', () => {
    const { problems, changed, shown } = setUp()
    problems(1)
    for (let second = 0; second < 10; second += 1) {
      changed()
      vi.advanceTimersByTime(1000)
    }
    expect(shown).toHaveLength(1)
  })

  it('is silent while the window is in front, and does not tell it later', () => {
    const { problems, lookAway, shown } = setUp()
    lookAway(false)
    problems(2)
    vi.advanceTimersByTime(2000)
    lookAway(true)
    problems(3)
    vi.advanceTimersByTime(2000)
    expect(shown).toEqual([expect.stringContaining('1 upload has a problem')])
  })

  it('says what was resumed when no window says it', () => {
    const { notifier, lookAway, shown } = setUp()
    const resumed = { kind: 'resumed', level: 'info', params: { count: 3, paused: 0 } } as const
    notifier.follow('notice', resumed)
    lookAway(false)
    notifier.follow('notice', resumed)
    expect(shown).toEqual(['Stevedore: 3 uploads from before go on.'])
  })

  it('looks at nothing any more once it is stopped', () => {
    const { problems, notifier, shown } = setUp()
    problems(1)
    notifier.stop()
    vi.advanceTimersByTime(20_000)
    expect(shown).toEqual([])
  })
})

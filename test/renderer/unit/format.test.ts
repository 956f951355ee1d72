import { createInstance } from 'i18next'
import prettyBytes from 'pretty-bytes'
import { describe, expect, it } from 'vitest'
import { formatByteLimit, formatBytes, formatSpeed } from '../../../shared/format/bytes.ts'
import { formatDuration, formatDurationNarrow } from '../../../shared/format/duration.ts'
import { parseBytes } from '../../../shared/format/parse-bytes.ts'
import { formatPercent, wholePercent } from '../../../shared/format/percent.ts'
import { messages } from '../../../shared/locales/messages.ts'

const MiB = 1024 ** 2
const GiB = 1024 ** 3
/** Spaces that must not break are spaces to the reader. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [1023, '1,023 B'],
    [1024, '1.0 KiB'],
    [47.4 * GiB, '47.4 GiB'],
    [99.97 * MiB, '99.9 MiB'],
    [100 * MiB, '100 MiB'],
    [1023.96 * MiB, '1,023 MiB'],
    [48.8 * 1024 * GiB, '48.8 TiB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(plain(formatBytes(bytes, 'en'))).toBe(text)
  })

  it('writes what the library for byte sizes writes, without making a formatter for each number', () => {
    for (let bytes = 1; bytes < 2 ** 53; bytes = Math.ceil(bytes * 1.37)) {
      const exponent = bytes < 1024 ? 0 : Math.floor(Math.log2(bytes) / 10)
      const digits = exponent > 0 && bytes / 1024 ** exponent < 100 ? 1 : 0
      const options = { binary: true, nonBreakingSpace: true, minimumFractionDigits: digits }
      const wanted = prettyBytes(bytes, { ...options, locale: 'zh-CN', maximumFractionDigits: digits })
      expect(formatBytes(bytes, 'zh-CN')).toBe(wanted)
    }
  })

  it('never rounds up: what is shown is there', () => {
    expect(plain(formatBytes(8.06 * GiB, 'en'))).toBe('8.0 GiB')
  })

  it('writes limits without needless decimals, and speeds per second', () => {
    expect(plain(formatByteLimit(8 * MiB, 'en'))).toBe('8 MiB')
    expect(plain(formatByteLimit(1.5 * GiB, 'zh-CN'))).toBe('1.5 GiB')
    expect(plain(formatSpeed(31.2 * MiB, 'en'))).toBe('31.2 MiB/s')
  })
})

describe('parseBytes', () => {
  it.each([
    ['8 MiB', 8 * MiB],
    ['8MB', 8 * MiB],
    ['100 KB', 102_400],
    ['1.5 g', 1.5 * GiB],
    ['1,5 GiB', 1.5 * GiB],
    ['20 MiB/s', 20 * MiB],
    ['512 b', 512],
  ])('reads %s', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes)
  })

  it.each(['8', '', 'MiB', '-1 MiB', '1 XiB', '1.2.3 MiB'])(
    'refuses %j, which could mean anything',
    (text) => {
      expect(parseBytes(text)).toBeNull()
    },
  )

  it('reads back what formatByteLimit writes', () => {
    for (const bytes of [102_400, 8 * MiB, 5 * GiB]) {
      expect(parseBytes(formatByteLimit(bytes, 'zh-CN'))).toBe(bytes)
    }
  })
})

describe('durations', () => {
  it.each([
    [0.2, '1s'],
    [27.1, '28s'],
    [59.4, '1m'],
    [360, '6m'],
    [3599, '1h'],
    [7800, '2h 10m'],
    [86_399, '1d'],
    [3 * 86_400 + 4 * 3600, '3d 4h'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(formatDurationNarrow(seconds, 'en')).toBe(text)
  })

  it('writes Chinese as Chinese is written', () => {
    expect(formatDurationNarrow(7800, 'zh-CN')).toBe('2小时10分钟')
    expect(formatDuration(1320, 'en')).toBe('22 min')
  })
})

describe('wholePercent', () => {
  it('rounds down and says 100 only for what is complete', () => {
    expect(wholePercent(999, 1000, false)).toBe(99)
    expect(wholePercent(1000, 1000, false)).toBe(99)
    expect(wholePercent(769, 1000, false)).toBe(76)
    expect(wholePercent(1000, 1000, true)).toBe(100)
  })

  it('is 0 for an empty file until it is complete', () => {
    expect(wholePercent(0, 0, false)).toBe(0)
    expect(wholePercent(0, 0, true)).toBe(100)
  })

  it('is written the way the language writes it', () => {
    expect(formatPercent(76, 'en')).toBe('76%')
    expect(formatPercent(76, 'zh-CN')).toBe('76%')
  })
})

describe('the count of a sentence that may name every row of a list', () => {
  it.each([
    ['en', '100,000 uploads left the list', 'Cancel 100,000 uploads?'],
    ['zh-CN', '已移除 100,000 个任务', '取消 100,000 个上传任务？'],
  ] as const)('is grouped in %s', (language, removed, cancel) => {
    const i18n = createInstance()
    void i18n.init({ resources: messages, lng: language, initAsync: false })
    expect(i18n.t('window:undo.removed', { count: 100_000 })).toBe(removed)
    expect(i18n.t('dialogs:cancel.title', { count: 100_000 })).toBe(cancel)
  })
})

import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatByteLimit, formatBytes, formatSpeed } from '../../shared/format/bytes.ts'
import { formatDuration, formatDurationNarrow } from '../../shared/format/duration.ts'
import { formatPercent } from '../../shared/format/percent.ts'
import { formatCount, formatFullTime, formatMoment, formatUntil } from '../../shared/format/time.ts'

/** The formats of `renderer/format` in the window's language. */
export function useFormat() {
  const { language } = useTranslation().i18n
  return useMemo(() => formatsFor(language), [language])
}

export function formatsFor(language: string) {
  return {
    language,
    bytes: (bytes: number) => formatBytes(bytes, language),
    byteLimit: (bytes: number) => formatByteLimit(bytes, language),
    speed: (bytesPerSecond: number) => formatSpeed(bytesPerSecond, language),
    duration: (seconds: number) => formatDuration(seconds, language),
    durationNarrow: (seconds: number) => formatDurationNarrow(seconds, language),
    percent: (percent: number) => formatPercent(percent, language),
    count: (count: number) => formatCount(count, language),
    moment: (at: number) => formatMoment(at, Date.now(), language),
    until: (at: number) => formatUntil(at, Date.now(), language),
    fullTime: (at: number) => formatFullTime(at, language),
  }
}

export type Formats = ReturnType<typeof formatsFor>

import { proxyProblem } from '../../shared/proxy-problem.ts'
import type { UploadRow } from '../../shared/queue.ts'
import { errorLine, errorText } from '../language/error-text.ts'
import type { Translate } from '../language/text.ts'
import type { Formats } from '../language/use-format.ts'

/** The state of a row in words: what it is, why, and what happens next. */
export interface StateText {
  word: string
  /** Quieter: reasons and what happens next, in this order. */
  details: string[]
}

/** `now` in Unix milliseconds decides the countdowns. */
export function describeState(
  row: UploadRow,
  t: Translate<'window'>,
  format: Formats,
  now: number,
): StateText {
  const reason = row.reason === null ? [] : [errorText(row.reason).sentence]
  switch (row.status) {
    case 'waiting':
      return {
        word: waitWord(row, t),
        details: [...whenNext(row, t, format, now), ...whatToDo(row, reason)],
      }
    case 'retrying':
      return { word: t('status.retrying'), details: [...whenNext(row, t, format, now), ...reason] }
    case 'paused':
      return { word: t('status.paused'), details: kept(row, t, format) }
    case 'pausing':
    case 'completing':
    case 'verifying':
    case 'cleaning':
      return { word: t(`status.${row.status}`), details: [t(`detail.${row.status}`)] }
    case 'done':
      return {
        word: t('status.done'),
        details: row.finishedAt === null ? reason : [format.moment(row.finishedAt), ...reason],
      }
    case 'skipped':
      return {
        word: t('status.skipped'),
        details: reason.length > 0 ? reason : [t('detail.skipped')],
      }
    case 'cancelled-kept':
      return {
        word: t('status.cancelled-kept'),
        details: [t('detail.checkpointKept', { bytes: format.bytes(row.confirmedBytes) })],
      }
    case 'cancelled-clean':
      return { word: t('status.cancelled-clean'), details: [t('detail.partsGone')] }
    case 'queued':
    case 'uploading':
    case 'failed':
      return { word: t(`status.${row.status}`), details: reason }
  }
}

function waitWord({ waitingFor, reason }: UploadRow, t: Translate<'window'>): string {
  if (waitingFor === null) return t('filter.waiting')
  // The key of the bucket may well be right.
  const proxy = waitingFor === 'credentials' ? proxyProblem(reason) : null
  return t(`waitingFor.${proxy ?? waitingFor}`)
}

/** Without credentials a person can do something about it, so the row says what. */
function whatToDo(row: UploadRow, reason: string[]): string[] {
  return row.waitingFor === 'credentials' && row.reason !== null ? [errorLine(row.reason)] : reason
}

function kept(row: UploadRow, t: Translate<'window'>, format: Formats): string[] {
  return row.confirmedBytes === 0 ? [] : [t('detail.keptBytes', { bytes: format.bytes(row.confirmedBytes) })]
}

function whenNext(row: UploadRow, t: Translate<'window'>, format: Formats, now: number): string[] {
  if (row.nextTryAt === null) return []
  const seconds = Math.ceil((row.nextTryAt - now) / 1000)
  const { attempt } = row
  if (row.status === 'retrying') {
    return seconds > 0
      ? [t('detail.attempt', { attempt, time: format.durationNarrow(seconds) })]
      : [t('detail.attemptNow', { attempt })]
  }
  return seconds > 0
    ? [t('detail.nextTry', { time: format.durationNarrow(seconds) })]
    : [t('detail.nextTryNow')]
}

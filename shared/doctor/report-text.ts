import { formatSpeed } from '../format/bytes.ts'
import type { UploadErrorData } from '../upload-error.ts'
import { type DoctorCheck, type DoctorReport, missingActions } from './doctor-report.ts'
import { minimalPolicy } from './minimal-policy.ts'

type Values = Record<string, string | number>

/** What the report needs of a language: a sentence by namespace and key, null when there is none for these values. */
export interface ReportLanguage {
  /** For numbers, e.g. `zh-CN`. */
  locale: string
  sentence(namespace: 'doctor' | 'errors', key: string, values: Values): string | null
}

/** One check in words. */
export interface CheckText {
  title: string
  /** What was seen; empty when there is nothing to tell. */
  seen: string
  /** What is wrong, what to do, what it costs, the request id: a paragraph each. */
  below: string[]
}

export const doctorMarks = { pass: '✓', fail: '✗', skipped: '–' } as const

/** One check in words: what it is called, what was seen, and what to do about it. */
export function checkText(check: DoctorCheck, language: ReportLanguage): CheckText {
  const say = (key: string, values: Values = {}) => language.sentence('doctor', key, values)
  const title = say(`check_${check.name}`) ?? check.name
  const { seen, error } = check
  const values = seen === null ? {} : readable(seen.values, language)
  return {
    title,
    seen: seen === null ? '' : (say(seen.key, values) ?? ''),
    below: error === null ? [] : [...explain(error, language), ...costOf(check, say)],
  }
}

/** `✓ Title: what was seen`, with what to do in lines below it. */
export function checkLine(check: DoctorCheck, language: ReportLanguage): string {
  const { title, seen, below } = checkText(check, language)
  const colon = language.locale.startsWith('zh') ? '：' : ': '
  const first = `${doctorMarks[check.status]} ${title}${seen === '' ? '' : `${colon}${seen}`}`
  return [first, ...below.map((text) => `    ${text}`)].join('\n')
}

export function headingText({ place }: Pick<DoctorReport, 'place'>, language: ReportLanguage): string {
  const { bucket, prefix, endpoint, region } = place
  const values = { place: `oss://${bucket}/${prefix}`, endpoint, region: region || '–' }
  return language.sentence('doctor', 'heading', values) ?? ''
}

/** The verdict, what OSS proposes, and the policy where a permission is missing. */
export function endingText(report: DoctorReport, language: ReportLanguage): string {
  const say = (key: string, values: Values = {}) => language.sentence('doctor', key, values) ?? ''
  const { verdict, proposal, place } = report
  const missing = missingActions(report.checks)
  return [
    say(`verdict_${verdict}`),
    ...(proposal ? [say('proposal', { ...proposal })] : []),
    ...(missing.length > 0
      ? [say('policy', { actions: missing.join(', ') }), minimalPolicy(place, missing)]
      : []),
  ].join('\n')
}

/** The whole report for a colleague, a ticket or a mail; without secrets, since a report has none. */
export function reportText(report: DoctorReport, language: ReportLanguage): string {
  const lines = report.checks.map((check) => checkLine(check, language))
  return [headingText(report, language), ...lines, endingText(report, language)].join('\n')
}

/** What it means for uploads that this one permission is missing. */
function costOf({ name, error }: DoctorCheck, say: (key: string) => string | null): string[] {
  const text = error?.code === 'AccessDenied' ? say(`without_${name}`) : null
  return text === null ? [] : [text]
}

function explain(error: UploadErrorData, language: ReportLanguage): string[] {
  const values = { ...error.params, message: error.message, code: error.code }
  const sentence = language.sentence('errors', error.code, values) ?? error.message
  const next = language.sentence('errors', `${error.code}_next`, values)
  return [
    sentence,
    ...(next === null ? [] : [next]),
    ...(error.requestId === undefined ? [] : [`RequestId: ${error.requestId}`]),
  ]
}

function readable(values: Values, { locale, sentence }: ReportLanguage): Values {
  const { check, bytesPerSecond } = values
  return {
    ...values,
    ...(check !== undefined && { check: sentence('doctor', `check_${check}`, {}) ?? check }),
    ...(typeof bytesPerSecond === 'number' && { speed: formatSpeed(bytesPerSecond, locale) }),
  }
}

import type { UploadErrorData } from '../upload-error.ts'

/** The checks in the order they are made. */
export const doctorCheckNames = [
  'proxy',
  'name',
  'tcp',
  'tls',
  'service',
  'clock',
  'credentials',
  'bucket',
  'putObject',
  'headObject',
  'initiateMultipartUpload',
  'uploadPart',
  'listParts',
  'listMultipartUploads',
  'completeMultipartUpload',
  'abortMultipartUpload',
  'deleteObject',
  'roundTrip',
  'speedOne',
  'speedEight',
] as const
export type DoctorCheckName = (typeof doctorCheckNames)[number]

/** A sentence `doctor.<key>` with its values; a value `check` is the name of another check. */
export interface DoctorSentence {
  key: string
  values: Record<string, string | number>
}

/** One line of the report, as plain data without secrets. */
export interface DoctorCheck {
  name: DoctorCheckName
  status: 'pass' | 'fail' | 'skipped'
  seen: DoctorSentence | null
  error: UploadErrorData | null
  durationMs: number
}

/** The place that is examined. */
export interface DoctorPlace {
  /** With scheme. */
  endpoint: string
  /** Bare id; empty where V1 signatures do without. */
  region: string
  bucket: string
  /** Empty, or with a trailing `/`. */
  prefix: string
  isCustomDomain: boolean
}

/** Endpoint and region under which OSS says the bucket is. */
export interface PlaceProposal {
  endpoint: string
  region: string
}

export interface DoctorReport {
  place: DoctorPlace
  checks: DoctorCheck[]
  /**
   * `limited`: uploads work, but something that makes them safer or faster does not. `stopped`: ended before its last
   * check, and nothing had failed until then.
   */
  verdict: 'good' | 'limited' | 'bad' | 'stopped'
  proposal: PlaceProposal | null
}

/** Without these an upload arrives all the same; resuming and cleaning up are poorer for it. */
const uploadsDoWithout: ReadonlySet<DoctorCheckName> = new Set([
  'headObject',
  'listParts',
  'listMultipartUploads',
  'abortMultipartUpload',
  'deleteObject',
  'roundTrip',
  'speedOne',
  'speedEight',
  // The time of signing is put right by itself.
  'clock',
])

/** `bad` where uploads cannot work, `limited` where they do without something, `stopped` before the last check. */
export function verdictOf(checks: readonly DoctorCheck[]): DoctorReport['verdict'] {
  const failed = checks.filter(({ status }) => status === 'fail')
  if (failed.some(({ name }) => !uploadsDoWithout.has(name))) return 'bad'
  if (checks.length < doctorCheckNames.length) return failed.length > 0 ? 'limited' : 'stopped'
  return failed.length > 0 ? 'limited' : 'good'
}

/** The permissions OSS refused, e.g. `oss:ListParts`. */
export function missingActions(checks: readonly DoctorCheck[]): string[] {
  const actions = checks.map(({ error }) => missingAction(error)).filter((action) => action !== null)
  return [...new Set(actions)]
}

/** The permission that an error says is missing; null for any other error. */
export function missingAction(error: UploadErrorData | null): string | null {
  if (error?.code !== 'AccessDenied' || !error.fromServer) return null
  const action = error.params?.action
  return typeof action === 'string' && action.startsWith('oss:') ? action : null
}

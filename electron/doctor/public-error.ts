import { redact } from '../../shared/redact.ts'
import type { UploadErrorData } from '../../shared/upload-error.ts'

/** What sentences may name. Everything else OSS adds (what it signed, key ids, addresses of the caller) stays here. */
const shownParams = new Set([
  'action',
  'bucket',
  'key',
  'host',
  'status',
  'systemCode',
  'Endpoint',
  'Region',
  'ServerTime',
  'proxy',
  'schemes',
  'reason',
  'answer',
  'target',
  'name',
  'max',
  'region',
  'endpoint',
  // Of where credentials should come from, which holds nothing secret.
  'path',
  'source',
  'exit',
  'seconds',
  'missing',
  'fields',
  'profile',
  'mode',
])

/** An error as a report may carry it to a stranger: without secrets, signatures and what was signed. */
export function publicError(error: UploadErrorData): UploadErrorData {
  const params = Object.entries(error.params ?? {}).filter(([name]) => shownParams.has(name))
  return redact({ ...error, ...(error.params && { params: Object.fromEntries(params) }) }) as UploadErrorData
}

import type { ObjectRecord } from '../storage/stored-headers.ts'
import { parseHttpDate } from '../wire/dates.ts'
import { OssError } from '../wire/oss-error.ts'
import type { RequestHeaders } from '../wire/request-headers.ts'

/**
 * If-Match and If-Unmodified-Since: 412 `PreconditionFailed` when they fail. If-None-Match and If-Modified-Since: answers
 * true when the client's copy is current (304). A date that cannot be read counts as absent.
 */
export function isNotModified(headers: RequestHeaders, record: ObjectRecord): boolean {
  const changedAt = Math.floor(record.lastModified / 1000) * 1000
  const ifMatch = headers.get('if-match')
  const ifNoneMatch = headers.get('if-none-match')
  const unmodifiedSince = parseHttpDate(headers.get('if-unmodified-since') ?? '')
  const modifiedSince = parseHttpDate(headers.get('if-modified-since') ?? '')
  if (ifMatch !== undefined && !names(ifMatch, record.etag)) throw preconditionFailed('If-Match')
  if (unmodifiedSince !== undefined && changedAt > unmodifiedSince)
    throw preconditionFailed('If-Unmodified-Since')
  if (ifNoneMatch !== undefined) return names(ifNoneMatch, record.etag)
  return modifiedSince !== undefined && changedAt <= modifiedSince
}

function names(list: string, etag: string): boolean {
  return list.split(',').some((entry) => {
    const text = entry.trim().replace(/^"|"$/g, '')
    return text === '*' || text.toUpperCase() === etag.toUpperCase()
  })
}

function preconditionFailed(condition: string): OssError {
  return new OssError(
    412,
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold.',
    {
      fields: { Condition: condition },
    },
  )
}

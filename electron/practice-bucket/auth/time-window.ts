import { xmlDate } from '../wire/dates.ts'
import { OssError } from '../wire/oss-error.ts'

const maxSkewMs = 900_000

/** 403 `RequestTimeTooSkewed` with `ServerTime` when the request was signed more than 15 minutes before or after now. */
export function checkTimeWindow(signedAtMs: number, nowMs: number): void {
  if (Math.abs(nowMs - signedAtMs) <= maxSkewMs) return
  throw new OssError(
    403,
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
    {
      ec: '0002-00000504',
      fields: {
        MaxAllowedSkewMilliseconds: String(maxSkewMs),
        RequestTime: xmlDate(signedAtMs),
        ServerTime: xmlDate(nowMs),
      },
    },
  )
}

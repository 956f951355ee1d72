import { type Check, type Finding, pass, skipped } from '../check.ts'

/** OSS refuses requests signed more than 15 minutes off. */
const maxSkewMs = 15 * 60_000
const minuteMs = 60_000

/** This computer's clock against the `Date` that every answer carries, a refusal too. */
export const clockOffset: Check = {
  name: 'clock',
  needs: ['service'],
  run: async ({ contact }, signal) => {
    const { headers, askedAt, answeredAt } = await contact(signal)
    // The header tells whole seconds: on average it is half of one behind.
    const serverNow = Date.parse(String(headers.date)) + 500
    if (Number.isNaN(serverNow)) return skipped('clockUnknown')
    return judge((askedAt + answeredAt) / 2 - serverNow)
  },
}

function judge(offsetMs: number): Finding {
  if (Math.abs(offsetMs) < minuteMs)
    return pass('clockRight', { seconds: Math.abs(Math.round(offsetMs / 1000)) })
  const key = offsetMs > 0 ? 'clockAhead' : 'clockBehind'
  const minutes = Math.round(Math.abs(offsetMs) / minuteMs)
  if (Math.abs(offsetMs) <= maxSkewMs) return pass(key, { minutes })
  return {
    status: 'fail',
    seen: { key, values: { minutes } },
    error: {
      code: 'RequestTimeTooSkewed',
      retry: 'transient',
      message: `The clock of this computer is ${minutes} minutes off.`,
      fromServer: false,
    },
  }
}

/** `2023-11-14T22:13:20.000Z`, the form of every date inside XML; OSS keeps whole seconds. */
export function xmlDate(timeMs: number): string {
  return new Date(Math.floor(timeMs / 1000) * 1000).toISOString()
}

/** `Tue, 14 Nov 2023 22:13:20 GMT`, the form of dates in headers. */
export function httpDate(timeMs: number): string {
  return new Date(timeMs).toUTCString()
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** RFC 1123 with a two-digit day and GMT. Unix ms, or `undefined` when it is anything else. */
export function parseHttpDate(text: string): number | undefined {
  const match = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/.exec(text)
  if (match === null) return undefined
  const [, day, month, year, hours, minutes, seconds] = match
  const time = Date.UTC(
    Number(year),
    months.indexOf(month ?? ''),
    Number(day),
    Number(hours),
    Number(minutes),
    Number(seconds),
  )
  // Writing it again catches the impossible: 31 Feb, a wrong weekday, an unknown month.
  return Number.isNaN(time) || httpDate(time) !== text ? undefined : time
}

/** `20231114T221320Z`. Unix ms, or `undefined`. */
export function parseBasicDate(text: string): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hours, minutes, seconds] = match
  const iso = `${year}-${month}-${day}T${hours}:${minutes}:${seconds}.000Z`
  const time = Date.parse(iso)
  return Number.isNaN(time) || new Date(time).toISOString() !== iso ? undefined : time
}

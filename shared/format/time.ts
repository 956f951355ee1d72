/** A moment as people read it beside today's events: the time today, with the date on other days. */
export function formatMoment(at: number, now: number, language: string): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  return new Intl.DateTimeFormat(
    language,
    isToday
      ? { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }
      : { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false },
  ).format(at)
}

/** Date and time in full, for details and tooltips. */
export function formatFullTime(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(at)
}

/** `1,240` */
export function formatCount(count: number, language: string): string {
  return new Intl.NumberFormat(language).format(count)
}

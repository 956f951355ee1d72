import { perLanguage } from './per-language.ts'

const timesOfDay = perLanguage(
  (language) =>
    new Intl.DateTimeFormat(language, {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    }),
)
const minutesOfDay = perLanguage(
  (language) => new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
)
const timesOfOtherDays = perLanguage(
  (language) =>
    new Intl.DateTimeFormat(language, {
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
)
const fullTimes = perLanguage(
  (language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }),
)
const counts = perLanguage((language) => new Intl.NumberFormat(language))

/** A moment as people read it beside today's events: the time today, with the date on other days. */
export function formatMoment(at: number, now: number, language: string): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  return (isToday ? timesOfDay : timesOfOtherDays)(language).format(at)
}

/** The end of something that lasts minutes or hours: `14:00`, with the date on other days. */
export function formatUntil(at: number, now: number, language: string): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  return (isToday ? minutesOfDay : timesOfOtherDays)(language).format(at)
}

/** Date and time in full, for details and tooltips. */
export function formatFullTime(at: number, language: string): string {
  return fullTimes(language).format(at)
}

/** `1,240` */
export function formatCount(count: number, language: string): string {
  return counts(language).format(count)
}

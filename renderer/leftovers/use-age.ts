import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { useNow } from '../queue/use-now.ts'

/** How long ago something was, in its largest unit: `3 d`, `5 h`. */
export function useAge(): (at: number) => string {
  const t = useText('recovery')
  const format = useFormat()
  const now = useNow(false)
  return (at) => {
    const days = Math.floor((now - at) / 86_400_000)
    if (days >= 1) return t('leftovers.days', { count: days, number: format.count(days) })
    return format.duration(Math.max(60, (now - at) / 1000))
  }
}

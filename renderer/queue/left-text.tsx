import { useFormat } from '../language/use-format.ts'
import { useProgressStore } from '../store/progress-store.ts'

/** Time left of one upload; empty while unknown: no estimate is better than a wrong one. */
export function LeftText({ id }: Readonly<{ id: number }>) {
  const format = useFormat()
  const secondsLeft = useProgressStore((state) => state.byId.get(id)?.secondsLeft ?? null)
  return <span>{secondsLeft === null ? '' : format.durationNarrow(secondsLeft)}</span>
}

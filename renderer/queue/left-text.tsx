import type { Formats } from '../language/use-format.ts'
import { useProgressStore } from '../store/progress-store.ts'

export interface LeftTextProps {
  id: number
  format: Formats
}

/** Time left of one upload; empty while unknown: no estimate is better than a wrong one. */
export function LeftText({ id, format }: Readonly<LeftTextProps>) {
  const secondsLeft = useProgressStore((state) => state.byId.get(id)?.secondsLeft ?? null)
  return secondsLeft === null ? null : format.durationNarrow(secondsLeft)
}

import type { Formats } from '../language/use-format.ts'
import { useProgressStore } from '../store/progress-store.ts'

export interface SpeedTextProps {
  id: number
  format: Formats
}

/** Speed of one upload; empty while it is unknown or nothing moves. */
export function SpeedText({ id, format }: Readonly<SpeedTextProps>) {
  const bytesPerSecond = useProgressStore((state) => state.byId.get(id)?.bytesPerSecond ?? 0)
  return bytesPerSecond > 0 ? format.speed(bytesPerSecond) : null
}

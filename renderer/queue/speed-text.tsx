import { useFormat } from '../language/use-format.ts'
import { useProgressStore } from '../store/progress-store.ts'

/** Speed of one upload; empty while it is unknown or nothing moves. */
export function SpeedText({ id, className }: Readonly<{ id: number; className?: string | undefined }>) {
  const format = useFormat()
  const bytesPerSecond = useProgressStore((state) => state.byId.get(id)?.bytesPerSecond ?? 0)
  return <span className={className}>{bytesPerSecond > 0 ? format.speed(bytesPerSecond) : ''}</span>
}

import type { Clock } from '../../electron/engine/ports/clock.ts'
import { systemClock } from '../../electron/engine/system-ports.ts'

/** Time that passes `speed` times faster, so that waits between tries do not fill the soak. */
export function fastClock(speed: number): Clock {
  const startedAt = Date.now()
  return {
    now: () => Math.round(startedAt + (Date.now() - startedAt) * speed),
    sleep: (ms, signal) => systemClock.sleep(Math.ceil(ms / speed), signal),
  }
}

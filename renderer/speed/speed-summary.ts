/** What a row of speeds says in three numbers, bytes per second. The average is over the time in which anything went. */
export interface SpeedSummary {
  now: number
  average: number
  highest: number
}

/** `speeds`: one per second, oldest first. */
export function summaryOf(speeds: readonly number[]): SpeedSummary {
  const first = speeds.findIndex((speed) => speed > 0)
  const active = first === -1 ? [] : speeds.slice(first)
  const sum = active.reduce((total, speed) => total + speed, 0)
  return {
    now: speeds.at(-1) ?? 0,
    average: active.length === 0 ? 0 : Math.round(sum / active.length),
    highest: Math.max(0, ...active),
  }
}

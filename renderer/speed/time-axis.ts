/**
 * Seconds between two marks of the time axis, where they have room: whole
 * minutes once there is more than one, so that no two marks read the same.
 */
export function markDistances(shownSeconds: number): number[] {
  return shownSeconds <= 90 ? [5, 10, 15, 30, 60] : [60, 120, 180, 300, 600]
}

const MiB = 1024 * 1024

/** Speed limits that menus offer, in bytes per second; null is none. */
export const speedPresets: readonly (number | null)[] = [
  null,
  1 * MiB,
  2 * MiB,
  5 * MiB,
  10 * MiB,
  20 * MiB,
  50 * MiB,
  100 * MiB,
]

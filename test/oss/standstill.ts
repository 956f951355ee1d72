import { vi } from 'vitest'

/** Resolves once `read` has answered the same number for a while: nothing moves any more. */
export async function standstill(read: () => number): Promise<number> {
  let last = -1
  await vi.waitFor(
    () => {
      const now = read()
      const isSame = now === last
      last = now
      if (!isSame || now === 0) throw new Error(`still moving: ${now}`)
    },
    { timeout: 30_000, interval: 150 },
  )
  return last
}

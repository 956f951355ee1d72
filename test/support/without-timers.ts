import { vi } from 'vitest'

/** Runs `body` while no timer fires: only what waits for none gets to its end, however slow the machine. */
export async function withoutTimers(body: () => Promise<unknown>): Promise<void> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] })
  try {
    await body()
  } finally {
    vi.useRealTimers()
  }
}

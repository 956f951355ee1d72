import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | null = null
let now = Date.now()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === null) {
    now = Date.now()
    timer = setInterval(() => {
      now = Date.now()
      for (const tell of listeners) tell()
    }, 1000)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer)
      timer = null
    }
  }
}

const never = () => () => {}

/** The time, to the second, for countdowns: all of them tick together. Costs nothing while `isTicking` is false. */
export function useNow(isTicking: boolean): number {
  return useSyncExternalStore(isTicking ? subscribe : never, () => (timer === null ? lastRead() : now))
}

/** Without a running timer a snapshot must still be stable between renders: it moves in steps of a second. */
function lastRead(): number {
  const read = Date.now()
  if (read - now >= 1000) now = read
  return now
}

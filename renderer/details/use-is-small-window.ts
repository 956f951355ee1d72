import { useEffect, useSyncExternalStore } from 'react'
import { showDetails } from '../store/window-store.ts'

/** Too small for list and details side by side. */
const small = '(max-width: 1099px), (max-height: 699px)'

function subscribe(listener: () => void): () => void {
  const query = matchMedia(small)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

export function isSmallWindow(): boolean {
  return matchMedia(small).matches
}

export function useIsSmallWindow(): boolean {
  return useSyncExternalStore(subscribe, isSmallWindow)
}

/** Details begin open where there is room for them, and closed where they would cover the list. */
export function useDetailsByRoom(): void {
  const isSmall = useIsSmallWindow()
  useEffect(() => showDetails(!isSmall), [isSmall])
}

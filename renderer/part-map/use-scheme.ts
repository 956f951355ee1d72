import { useSyncExternalStore } from 'react'
import { useAppStore } from '../store/app-store.ts'

const darkScheme = '(prefers-color-scheme: dark)'

function subscribeScheme(listener: () => void): () => void {
  const query = matchMedia(darkScheme)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** Changes whenever the colours of the page may have changed: what is painted on a canvas does not follow by itself. */
export function useScheme(): string {
  const isDark = useSyncExternalStore(subscribeScheme, () => matchMedia(darkScheme).matches)
  const theme = useAppStore((state) => state.settings.theme)
  return `${theme} ${isDark}`
}

import { useEffect } from 'react'
import { useAppStore } from '../store/app-store.ts'
import { applyLanguage } from './i18n.ts'

/** Applies language, theme and platform to the page; "system" leaves the theme to the system. */
export function useAppearance(): void {
  const { language, theme } = useAppStore((state) => state.settings)
  const info = useAppStore((state) => state.info)
  const shownLanguage = language === 'system' ? (info?.locale ?? 'en') : language
  const platform = info?.platform

  useEffect(() => applyLanguage(shownLanguage), [shownLanguage])
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
  }, [theme])
  useEffect(() => {
    if (platform) document.documentElement.dataset.platform = platform
  }, [platform])
}

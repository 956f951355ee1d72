import { useAppStore } from '../store/app-store.ts'
import type { SettingName } from './setting-list.ts'

/** False for a setting that this program cannot follow where it runs, e.g. to start at login without being installed. */
export function useIsPossible(name: SettingName): boolean {
  return useAppStore(({ info }) => {
    if (name === 'startAtLogin') return info?.canStartAtLogin ?? true
    return name !== 'checkForUpdates' || (info?.canUpdate ?? true)
  })
}

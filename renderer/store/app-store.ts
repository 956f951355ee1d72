import { create } from 'zustand'
import type { Destination } from '../../shared/destination.ts'
import type { AppInfo, Events, HoldView } from '../../shared/ipc.ts'
import type { BatchView } from '../../shared/queue.ts'
import { defaultSettings, type Settings } from '../../shared/settings.ts'

/** What changes rarely: the program, its settings and destinations. */
export interface AppState {
  info: AppInfo | null
  settings: Settings
  /** Null until read: an empty list means first run. */
  destinations: readonly Destination[] | null
  /** Where the next upload goes; falls back to the first destination. */
  targetId: string | null
  /** Batches whose folders are still being walked. */
  counting: readonly BatchView[]
  /** What keeps everything from moving. */
  hold: HoldView | null
  /** A command over many rows that is being worked off. */
  working: Events['queue.working']
}

export const useAppStore = create<AppState>(() => ({
  info: null,
  settings: defaultSettings,
  destinations: null,
  targetId: null,
  counting: [],
  hold: null,
  working: null,
}))

/** The destination that the next upload goes to. */
export function targetOf(state: AppState): Destination | null {
  const { destinations, targetId } = state
  return destinations?.find(({ id }) => id === targetId) ?? destinations?.[0] ?? null
}

import { useAppStore } from '../store/app-store.ts'
import { useQueueStore } from '../store/queue-store.ts'

/** No destination, and nothing in the list that would still need the window: the program asks where uploads go. */
export function useIsFirstRun(): boolean {
  const hasNone = useAppStore(({ destinations }) => destinations?.length === 0)
  const isEmpty = useQueueStore(({ counts }) => (counts?.byFilter.all ?? 0) === 0)
  return hasNone && isEmpty
}

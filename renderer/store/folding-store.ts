import { create } from 'zustand'

const key = 'folding'
/** Old batches leave the list; their ids need not be remembered for ever. */
const mostKept = 2000

function remembered(): number[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(stored) ? stored.filter((id) => Number.isSafeInteger(id) && id > 0) : []
  } catch {
    return []
  }
}

/** Batches that were folded or unfolded by hand; kept for the next start of the window. */
export const useFoldingStore = create<{ toggled: readonly number[] }>(() => ({ toggled: remembered() }))

/** Folds an unfolded batch, unfolds a folded one. */
export function toggleFolding(batchId: number): void {
  useFoldingStore.setState(({ toggled }) => {
    const next = toggled.includes(batchId) ? toggled.filter((id) => id !== batchId) : [...toggled, batchId]
    const kept = next.slice(-mostKept)
    localStorage.setItem(key, JSON.stringify(kept))
    return { toggled: kept }
  })
}

import { create } from 'zustand'

/** A drag of files over the window. */
export interface DropState {
  isOver: boolean
  /** How many files and folders the pointer carries; null where the system does not tell before the drop. */
  count: number | null
  /** The destination under the pointer; null for the present target. */
  destinationId: string | null
}

export const noDrop: DropState = { isOver: false, count: null, destinationId: null }

export const useDropStore = create<DropState>(() => noDrop)

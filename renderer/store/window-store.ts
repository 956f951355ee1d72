import { create } from 'zustand'
import type { Destination } from '../../shared/destination.ts'
import type { QueueScope, UploadRow } from '../../shared/queue.ts'
import type { ListedOrphan } from '../leftovers/use-orphans.ts'

/** A question that waits for an answer; one at a time. */
export type OpenDialog =
  /** `rows` are those of the scope that the window knows; empty for "everything that matches". */
  | { kind: 'cancel'; scope: QueueScope; rows: readonly UploadRow[] }
  | { kind: 'remove'; scope: QueueScope; rows: readonly UploadRow[] }
  | { kind: 'destination'; destination: Destination | null }
  /** A drop that is looked at before it is sent. */
  | { kind: 'preflight'; id: number }
  | { kind: 'doctor'; destination: Destination }
  /** A link to the object of an upload that is done. */
  | { kind: 'link'; row: UploadRow }
  /** The file at `path` is compared with what the upload has sent. */
  | { kind: 'locate'; row: UploadRow; path: string }
  | { kind: 'verify'; row: UploadRow }
  | { kind: 'start-over'; row: UploadRow }
  | {
      kind: 'abort-orphans'
      destinationId: string
      orphans: readonly ListedOrphan[]
      onDone: () => void
    }
  /** Access that other tools have on this computer. */
  | { kind: 'import' }
  | { kind: 'shortcuts' }
  | { kind: 'remove-destination'; destination: Destination }

export interface WindowState {
  place: 'queue' | 'settings' | 'leftovers'
  /** The part of the settings to begin at. */
  settingsSection: 'network' | null
  dialog: OpenDialog | null
  isDetailsOpen: boolean
}

export const useWindowStore = create<WindowState>(() => ({
  place: 'queue',
  settingsSection: null,
  dialog: null,
  isDetailsOpen: true,
}))

export function openDialog(dialog: OpenDialog): void {
  useWindowStore.setState({ dialog })
}

export function closeDialog(): void {
  useWindowStore.setState({ dialog: null })
}

export function goTo(place: WindowState['place']): void {
  useWindowStore.setState({ place, settingsSection: null })
}

export function goToNetworkSettings(): void {
  useWindowStore.setState({ place: 'settings', settingsSection: 'network' })
}

export function showDetails(isDetailsOpen: boolean): void {
  useWindowStore.setState({ isDetailsOpen })
}

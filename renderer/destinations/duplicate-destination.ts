import { call } from '../bridge.ts'
import { perform } from '../notices/report-failure.ts'
import { openDialog } from '../store/window-store.ts'

/** Makes a copy with the same key and opens it, for another bucket or folder of the account. */
export async function duplicateDestination(id: string): Promise<void> {
  const copy = await perform(call('destinations.duplicate', { id }))
  if (copy) openDialog({ kind: 'destination', destination: copy })
}

import { create } from 'zustand'
import type { ProgressEvent, UploadProgress, UploadRow } from '../../shared/queue.ts'
import { runningStatuses, type UploadStatus } from '../../shared/upload-state.ts'
import { nextShownBytes, type ShownBytes } from './shown-bytes.ts'

/** Numbers that change many times a second, apart from the rows so that only bars and figures redraw. */
export interface ProgressState {
  byId: ReadonlyMap<number, UploadProgress>
  shownById: ReadonlyMap<number, ShownBytes>
  bytesPerSecond: number
  secondsLeft: number | null
  running: number
}

export const useProgressStore = create<ProgressState>(() => ({
  byId: new Map(),
  shownById: new Map(),
  bytesPerSecond: 0,
  secondsLeft: null,
  running: 0,
}))

/** One `setState` per batch, whatever it carries. `sizeOf` answers null for rows the window does not hold. */
export function takeProgress(event: ProgressEvent, sizeOf: (id: number) => number | null): void {
  useProgressStore.setState((state) => {
    // Only what changed is told; nothing running means that nothing moves any more.
    const byId = new Map(event.running === 0 ? [] : state.byId)
    const shownById = new Map(state.shownById)
    for (const upload of event.uploads) {
      byId.set(upload.id, upload)
      const sizeBytes = sizeOf(upload.id)
      if (sizeBytes !== null) {
        shownById.set(upload.id, nextShownBytes(shownById.get(upload.id), { ...upload, sizeBytes }))
      }
    }
    const { bytesPerSecond, secondsLeft, running } = event
    return { byId, shownById, bytesPerSecond, secondsLeft, running }
  })
}

const running: readonly UploadStatus[] = runningStatuses

/** Forgets the live numbers of rows that stopped: a paused row shows no speed. */
export function settleProgress(rows: readonly UploadRow[]): void {
  const stopped = rows.filter((row) => !running.includes(row.status))
  const { byId, shownById } = useProgressStore.getState()
  if (!stopped.some((row) => byId.has(row.id) || shownById.has(row.id))) return
  useProgressStore.setState((state) => {
    const live = new Map(state.byId)
    const shown = new Map(state.shownById)
    for (const row of stopped) {
      live.delete(row.id)
      const previous = shown.get(row.id)
      if (previous) shown.set(row.id, nextShownBytes(previous, { ...row, inFlightBytes: 0 }))
      if (row.status === 'done' || row.status === 'cancelled-clean') shown.delete(row.id)
    }
    return { byId: live, shownById: shown }
  })
}

/** Bytes the bar of a row reaches. */
export function shownBytesOf(state: ProgressState, row: UploadRow): number {
  return state.shownById.get(row.id)?.shownBytes ?? row.confirmedBytes
}

import { create } from 'zustand'
import type { PreflightView } from '../../shared/preflight.ts'
import { call } from '../bridge.ts'
import { reportFailure } from '../notices/report-failure.ts'

/** Drops that are looked at before they are sent, oldest first. */
export const usePreflightStore = create<{ views: readonly PreflightView[] }>(() => ({ views: [] }))

/** Keeps the newest of each; what is sent or given up goes. */
export function takePreflight(view: PreflightView): void {
  const isOver = view.state === 'sent' || view.state === 'cancelled'
  usePreflightStore.setState(({ views }) => {
    const others = views.filter(({ id }) => id !== view.id)
    return { views: isOver ? others : [...others, view].sort((a, b) => a.id - b.id) }
  })
}

/** What was dropped on a window that is gone waits in the main process. */
export function loadPreflights(): void {
  call('preflight.list').then((views) => views.forEach(takePreflight), reportFailure)
}

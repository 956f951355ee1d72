import { useEffect, useState } from 'react'
import type { PartProgress, UploadRow } from '../../shared/queue.ts'
import { runningStatuses, type UploadStatus } from '../../shared/upload-state.ts'
import { call, listen } from '../bridge.ts'
import { reportFailure } from '../notices/report-failure.ts'
import { PartMapModel } from './part-map-model.ts'

/** `null` while it is being read, `none` when the upload has no parts (any more). */
export type ShownPartMap = PartMapModel | 'none' | null

const running: readonly UploadStatus[] = runningStatuses

/** The part map of one upload, kept up to date by the main process while it is on show. */
export function usePartMap(row: UploadRow): ShownPartMap {
  const { id, status } = row
  const [shown, setShown] = useState<{ id: number; map: ShownPartMap }>({ id, map: null })
  const isDone = status === 'done'
  const isRunning = running.includes(status)

  useEffect(() => {
    call('queue.watch', { id }).catch(reportFailure)
    return () => {
      call('queue.watch', { id: null }).catch(reportFailure)
    }
  }, [id])

  // A new status can change many parts at once (a pause drops what was being sent): the map is read again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the status is the reason to read, not an input
  useEffect(() => {
    let isCurrent = true
    let model: PartMapModel | null = null
    const early: PartProgress[] = []
    const stop = listen('progress', ({ parts }) => {
      if (parts?.uploadId !== id) return
      if (model) model.apply(parts.changes)
      else early.push(...parts.changes)
    })
    call('queue.parts', { id }).then((map) => {
      if (!isCurrent) return
      setShown((before) => {
        const old = before.id === id && before.map instanceof PartMapModel ? before.map : null
        // With the object whole the record of its parts is gone (R3); a picture that is on show stays, complete.
        if (isDone) {
          old?.finish()
          return { id, map: old ?? 'none' }
        }
        // Nothing recorded of what was just being sent: it has ended meanwhile, and the next status tells how.
        if (map === null) return { id, map: (isRunning && old) || 'none' }
        model = old?.reload(map) ? old : new PartMapModel(map)
        model.apply(early)
        return { id, map: model }
      })
    }, reportFailure)
    return () => {
      isCurrent = false
      stop()
    }
  }, [id, status, row.partCount])

  return shown.id === id ? shown.map : null
}

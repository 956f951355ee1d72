import { useCallback, useEffect, useState } from 'react'
import type { UploadRow } from '../../shared/queue.ts'
import type { KeptTotal } from '../../shared/recovery.ts'
import { call, listen } from '../bridge.ts'
import { reportFailure } from '../notices/report-failure.ts'
import { throttled } from '../store/throttled.ts'

export interface Kept {
  total: KeptTotal
  /** The newest, at most `mostRows`. */
  rows: readonly UploadRow[]
}

/** More are in the list of uploads, which has the same filter. */
export const mostRows = 500

/** Uploads that were cancelled with their checkpoint kept; read again when the list changes. */
export function useKept(): Kept | null {
  const [kept, setKept] = useState<Kept | null>(null)
  const read = useCallback(async () => {
    const [total, page] = await Promise.all([
      call('recovery.keptTotal'),
      call('queue.page', {
        filter: 'kept',
        search: '',
        sort: 'added',
        descending: true,
        offset: 0,
        limit: mostRows,
      }),
    ])
    setKept({ total, rows: page.rows })
  }, [])
  useEffect(() => {
    const refresh = throttled(() => void read().catch(reportFailure), 500)
    refresh()
    return listen('uploads.changed', refresh)
  }, [read])
  return kept
}

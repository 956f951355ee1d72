import { useEffect, useState } from 'react'
import type { UploadDetails, UploadRow } from '../../shared/queue.ts'
import { call, listen } from '../bridge.ts'
import { reportFailure } from '../notices/report-failure.ts'
import { throttled } from '../store/throttled.ts'

/** What the rows do not carry: ids, checksums, history. Read again when the upload changes or a part of it fails. */
export function useDetails(row: UploadRow): UploadDetails | null {
  const { id } = row
  const [details, setDetails] = useState<UploadDetails | null>(null)
  useEffect(() => {
    let isCurrent = true
    const read = throttled(() => {
      if (!isCurrent) return
      call('queue.details', { id }).then((answer) => {
        if (isCurrent) setDetails(answer)
      }, reportFailure)
    }, 500)
    read()
    const ends = [
      listen('uploads.changed', ({ rows }) => {
        if (rows.some((changed) => changed.id === id)) read()
      }),
      listen('progress', ({ parts }) => {
        if (parts?.uploadId === id && parts.changes.some(({ state }) => state === 'retry')) read()
      }),
    ]
    return () => {
      isCurrent = false
      for (const end of ends) end()
    }
  }, [id])
  return details
}

import { useEffect, useState } from 'react'
import type { QueueScope, ScopeSums, UploadRow } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { perform } from '../notices/report-failure.ts'
import { keptBytes } from '../queue/row-state.ts'

/** What a command over the scope would reach: added up where the rows are known, asked for otherwise (null until then). */
export function useScopeSums(scope: QueueScope, rows: readonly UploadRow[]): ScopeSums | null {
  const [measured, setMeasured] = useState<ScopeSums | null>(null)
  const isKnown = rows.length > 0
  useEffect(() => {
    if (isKnown) return
    let isOver = false
    void perform(call('queue.measure', scope)).then((sums) => {
      if (sums && !isOver) setMeasured(sums)
    })
    return () => {
      isOver = true
    }
  }, [scope, isKnown])
  if (!isKnown) return measured
  return { uploads: rows.length, cancellable: rows.length, partBytes: keptBytes(rows) }
}

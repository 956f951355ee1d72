import { useEffect, useState } from 'react'
import { throttled } from '../store/throttled.ts'
import type { PartCounts, PartMapModel } from './part-map-model.ts'

/** The numbers of the legend, read at most four times a second. */
export function usePartCounts(model: PartMapModel): PartCounts {
  const [counts, setCounts] = useState<PartCounts>({ ...model.counts })
  useEffect(() => {
    setCounts({ ...model.counts })
    return model.subscribe(throttled(() => setCounts({ ...model.counts }), 250))
  }, [model])
  return counts
}

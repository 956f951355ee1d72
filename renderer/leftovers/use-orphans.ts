import { useCallback, useEffect, useState } from 'react'
import type { Orphan, OrphanSize } from '../../shared/recovery.ts'
import { toErrorData, type UploadErrorData } from '../../shared/upload-error.ts'
import { call } from '../bridge.ts'

/** An orphan with what is known of its size: `null` while it is being asked, `unknown` when it cannot be. */
export type ListedOrphan = Orphan & { size: OrphanSize | 'unknown' | null }

export type OrphanList =
  | { state: 'loading' }
  | { state: 'failed'; error: UploadErrorData }
  | { state: 'ready'; orphans: readonly ListedOrphan[] }

/** Each size is a listing of its own: few at a time, so that uploads are not held up. */
const sizesAtOnce = 4

/** Open uploads of one destination's bucket that no row owns; their sizes follow one by one. */
export function useOrphans(destinationId: string): { list: OrphanList; refresh: () => void } {
  const [list, setList] = useState<OrphanList>({ state: 'loading' })
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is the reason to read again, not an input
  useEffect(() => {
    let isCurrent = true
    setList({ state: 'loading' })
    const setSize = (uploadId: string, size: OrphanSize | 'unknown' | null) => {
      setList((before) => {
        if (before.state !== 'ready') return before
        const orphans =
          size === null
            ? // Completed or aborted since it was listed.
              before.orphans.filter((orphan) => orphan.uploadId !== uploadId)
            : before.orphans.map((orphan) => (orphan.uploadId === uploadId ? { ...orphan, size } : orphan))
        return { state: 'ready', orphans }
      })
    }
    const measure = async (waiting: Orphan[]) => {
      for (let next = waiting.shift(); next && isCurrent; next = waiting.shift()) {
        const { key, uploadId } = next
        const size = await call('recovery.orphanSize', { destinationId, key, uploadId }).catch(
          () => 'unknown' as const,
        )
        if (isCurrent) setSize(uploadId, size)
      }
    }
    call('recovery.orphans', { destinationId }).then(
      (orphans) => {
        if (!isCurrent) return
        setList({ state: 'ready', orphans: orphans.map((orphan) => ({ ...orphan, size: null })) })
        const waiting = [...orphans]
        for (let lane = 0; lane < sizesAtOnce; lane += 1) void measure(waiting)
      },
      (error: unknown) => {
        if (isCurrent) setList({ state: 'failed', error: toErrorData(error) })
      },
    )
    return () => {
      isCurrent = false
    }
  }, [destinationId, round])
  return { list, refresh: useCallback(() => setRound((before) => before + 1), []) }
}

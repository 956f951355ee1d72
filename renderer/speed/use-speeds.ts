import { useEffect, useState } from 'react'
import type { SpeedSamples } from '../../shared/queue.ts'
import { call, listen } from '../bridge.ts'
import { reportFailure } from '../notices/report-failure.ts'

const everyMs = 1000
/** For people who asked for less movement. */
const everyMsCalm = 10_000

/** The speeds of one upload, or of everything for null; read again while anything moves. Null until they are known. */
export function useSpeeds(id: number | null): SpeedSamples | null {
  const [shown, setShown] = useState<{ id: number | null; samples: SpeedSamples } | null>(null)
  useEffect(() => {
    let isCurrent = true
    let isMoving = true
    const read = () => {
      if (!isMoving || document.hidden) return
      call('queue.speeds', { id }).then((samples) => {
        if (!isCurrent) return
        isMoving = samples.bytesPerSecond.some((bytes) => bytes > 0)
        setShown({ id, samples })
      }, reportFailure)
    }
    read()
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
    const timer = setInterval(read, isCalm ? everyMsCalm : everyMs)
    const end = listen('progress', () => {
      isMoving = true
    })
    return () => {
      isCurrent = false
      clearInterval(timer)
      end()
    }
  }, [id])
  return shown !== null && shown.id === id ? shown.samples : null
}

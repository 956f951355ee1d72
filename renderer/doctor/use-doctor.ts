import { useEffect, useRef, useState } from 'react'
import type { DestinationInput } from '../../shared/destination.ts'
import type { DoctorCheck, DoctorReport } from '../../shared/doctor/doctor-report.ts'
import { call, listen } from '../bridge.ts'
import { perform } from '../notices/report-failure.ts'

/** One examination as the window follows it. */
export interface DoctorState {
  isRunning: boolean
  /** Made so far, in their order. */
  checks: readonly DoctorCheck[]
  /** Once it has ended; null while it runs, or when there was none. */
  report: DoctorReport | null
  run(destination: DestinationInput): Promise<void>
  /** Ends it and forgets what it found. */
  clear(): void
  /** Ends it after the check under way; what was found stays. */
  stop(): void
}

export function useDoctor(): DoctorState {
  const runId = useRef<string | null>(null)
  const [isRunning, setRunning] = useState(false)
  const [checks, setChecks] = useState<readonly DoctorCheck[]>([])
  const [report, setReport] = useState<DoctorReport | null>(null)

  const stop = () => {
    if (runId.current !== null) void call('doctor.stop', { runId: runId.current }).catch(() => undefined)
  }
  useEffect(() => {
    const end = listen('doctor.check', ({ runId: from, check }) => {
      if (from === runId.current) setChecks((before) => [...before, check])
    })
    return () => {
      end()
      const id = runId.current
      runId.current = null
      if (id !== null) void call('doctor.stop', { runId: id }).catch(() => undefined)
    }
  }, [])
  const clear = () => {
    stop()
    runId.current = null
    setRunning(false)
    setChecks([])
    setReport(null)
  }
  return {
    isRunning,
    checks,
    report,
    stop,
    clear,
    async run(destination) {
      clear()
      const id = crypto.randomUUID()
      runId.current = id
      setRunning(true)
      const answer = await perform(call('doctor.run', { runId: id, destination }))
      // Another one has begun, or nobody looks any more.
      if (runId.current !== id) return
      runId.current = null
      setRunning(false)
      if (!answer) return
      setChecks(answer.checks)
      setReport(answer)
    },
  }
}

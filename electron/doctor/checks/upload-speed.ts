import type { DoctorCheckName } from '../../../shared/doctor/doctor-report.ts'
import { type Check, pass } from '../check.ts'
import type { Scratch } from '../scratch.ts'

const totalBytes = 8 * 1024 * 1024
const limitMs = 5000

export const speedOne = uploadSpeed('speedOne', 1)
export const speedEight = uploadSpeed('speedEight', 8)

/**
 * Sends 8 MiB, shared among the connections, for at most 5 seconds. As parts of a multipart upload that is aborted, since
 * these never become an object, whatever happens.
 */
function uploadSpeed(name: DoctorCheckName, connections: number): Check {
  return {
    name,
    needs: ['uploadPart', 'abortMultipartUpload'],
    run: async ({ scratch, store }, signal) => {
      // Opening connections is not sending.
      await Promise.all(Array.from({ length: connections }, () => store.probe(signal)))
      await scratch.initiate(signal)
      const bytesPerSecond = await sendParts(scratch, connections, signal)
      await scratch.abort(signal)
      return pass('speedSeen', { bytesPerSecond, connections })
    },
  }
}

async function sendParts(scratch: Scratch, connections: number, runSignal: AbortSignal): Promise<number> {
  const timeUp = AbortSignal.timeout(limitMs)
  // One part that fails ends the others: nothing may arrive after the abort.
  const failed = new AbortController()
  const signal = AbortSignal.any([runSignal, timeUp, failed.signal])
  let bytes = 0
  const onPulled = (pulledBytes: number) => {
    bytes += pulledBytes
  }
  const startedAt = performance.now()
  const parts = Array.from({ length: connections }, async (_, index) => {
    const part = { partNumber: index + 1, lengthBytes: totalBytes / connections, onPulled, signal }
    await scratch.uploadPart(part).catch((error) => {
      failed.abort(error)
      throw error
    })
  })
  const ends = await Promise.allSettled(parts)
  const seconds = (performance.now() - startedAt) / 1000
  runSignal.throwIfAborted()
  const failure = ends.find((end) => end.status === 'rejected')
  // Time being up is how a slow line ends; what went out until then is the measure.
  if (failure && !timeUp.aborted) throw failure.reason
  return Math.round(bytes / Math.max(0.001, seconds))
}

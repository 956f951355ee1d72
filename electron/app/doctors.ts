import type { DestinationInput } from '../../shared/destination.ts'
import { type DoctorCheck, type DoctorReport, verdictOf } from '../../shared/doctor/doctor-report.ts'
import { bucketHost } from '../doctor/bucket-host.ts'
import { placeProposal } from '../doctor/place-proposal.ts'
import { runDoctor } from '../doctor/run-doctor.ts'
import type { OssStore } from '../oss/oss-store.ts'
import { normalizeDestination } from './destination-input.ts'
import type { NetworkPath } from './network-path.ts'

interface Parts {
  /** A client for what the editor holds, saved or not. */
  openStore: (input: DestinationInput) => Promise<OssStore>
  /** The way out that uploads take. */
  network: Pick<NetworkPath, 'open' | 'routeTo'>
  onCheck: (runId: string, check: DoctorCheck) => void
}

/** Examinations of destinations for the window, each under an id that the window has chosen. */
export class Doctors {
  readonly #parts: Parts
  readonly #running = new Map<string, { stop: AbortController; ended: Promise<unknown> }>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Resolves with the whole report; each check is told as it is made. Throws `UploadError` for input that cannot be right. */
  run(runId: string, input: DestinationInput): Promise<DoctorReport> {
    const stop = new AbortController()
    const ended = this.#examine(runId, input, stop.signal)
    this.#running.set(runId, { stop, ended })
    return ended.finally(() => this.#running.delete(runId))
  }

  stop(runId: string): void {
    this.#running.get(runId)?.stop.abort()
  }

  /** Ends all of them, and waits until what they wrote is removed. */
  async close(): Promise<void> {
    const running = [...this.#running.values()]
    for (const { stop } of running) stop.abort()
    await Promise.allSettled(running.map(({ ended }) => ended))
  }

  async #examine(runId: string, input: DestinationInput, signal: AbortSignal): Promise<DoctorReport> {
    const { openStore, network, onCheck } = this.#parts
    const { endpoint, region, bucket, prefix, isCustomDomain } = normalizeDestination(input)
    const place = { endpoint, region, bucket, prefix, isCustomDomain }
    const { ways } = await network.routeTo(bucketHost(place).origin)
    const dispatcher = network.open()
    const checks: DoctorCheck[] = []
    try {
      const store = await openStore(input)
      try {
        for await (const check of runDoctor({ place, store, dispatcher, ways, signal })) {
          checks.push(check)
          onCheck(runId, check)
        }
      } finally {
        await store.close()
      }
    } finally {
      await dispatcher.destroy()
    }
    return { place, checks, verdict: verdictOf(checks), proposal: placeProposal(place, checks) }
  }
}

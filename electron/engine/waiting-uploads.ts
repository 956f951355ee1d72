import type { UploadErrorData } from '../../shared/upload-error.ts'
import type { WaitingCause } from '../../shared/upload-state.ts'
import { DestinationProbe, type ProbePatience, untilAccepted, untilReachable } from './destination-probe.ts'
import type { EnginePorts } from './ports/engine.ts'
import type { UploadRecord } from './ports/upload-record.ts'
import { WaitingRoom } from './waiting-room.ts'

/** First and longest wait by cause, in milliseconds; doubled with every wait that brought nothing. */
const waits = {
  network: [30_000, 300_000],
  file: [5_000, 60_000],
  disk: [5_000, 30_000],
  schedule: [60_000, 60_000],
} as const satisfies Record<Exclude<WaitingCause, 'credentials'>, readonly [number, number]>

/** Nothing changes here by itself: only a person can, and trying would only be noise. */
const needsPerson: ReadonlySet<string> = new Set([
  'SecretMissing',
  'KeyStoreLocked',
  'DestinationGone',
  'DestinationDamaged',
])

/** A destination that cannot be used now, with those of its uploads that were running. */
interface Blocked {
  ids: Set<number>
  /** Null where only a person can help. */
  probe: DestinationProbe | null
}

/**
 * Uploads that wait for something outside, and what ends each wait: an answer from the destination, new credentials, or
 * simply time. While a destination cannot be used, none of its queued uploads is begun.
 */
export class WaitingUploads {
  readonly #ports: EnginePorts
  readonly #onFreed: () => void
  readonly #room: WaitingRoom
  /** Destinations where nothing answers. */
  readonly #offline = new Map<string, Blocked>()
  readonly #withoutCredentials = new Map<string, Blocked>()
  /** How often an upload has waited in a row without a confirmed byte in between. */
  readonly #waitsInARow = new Map<number, number>()

  constructor(ports: EnginePorts, onFreed: () => void) {
    this.#ports = ports
    this.#onFreed = onFreed
    this.#room = new WaitingRoom(ports.clock, (ids) => this.#unblock(ids))
  }

  blockedDestinations(): string[] {
    return [...this.#offline.keys(), ...this.#withoutCredentials.keys()]
  }

  /** `madeProgress`: bytes were confirmed since the upload waited last, so that waits are short again. */
  add(record: UploadRecord, cause: WaitingCause, error: UploadErrorData, madeProgress: boolean): void {
    const { id, destinationId } = record
    if (cause === 'credentials') {
      this.#move(id, cause, error, 0, null)
      const isNew = !this.#withoutCredentials.has(destinationId)
      this.#block(
        this.#withoutCredentials,
        destinationId,
        id,
        needsPerson.has(error.code) ? null : untilAccepted,
      )
      if (isNew) this.#ports.events.onCredentialsNeeded?.(destinationId, error)
      return
    }
    if (error.retry === 'offline') {
      this.#move(id, cause, error, 1, null)
      this.#block(this.#offline, destinationId, id, untilReachable)
      return
    }
    const inARow = madeProgress ? 1 : (this.#waitsInARow.get(id) ?? 0) + 1
    this.#waitsInARow.set(id, inARow)
    const [first, longest] = waits[cause]
    const waitMs = Math.max(error.retryAfterMs ?? 0, Math.min(longest, first * 2 ** (inARow - 1)))
    const nextTryAt = this.#ports.clock.now() + waitMs
    this.#move(id, cause, error, inARow, nextTryAt)
    this.#room.add(id, nextTryAt)
  }

  /** The upload has ended: its next wait, if any, is a first one. */
  forget(id: number): void {
    this.#waitsInARow.delete(id)
  }

  destinationChanged(destinationId: string): void {
    this.#offline.get(destinationId)?.probe?.nudge()
    this.#free(this.#withoutCredentials, destinationId)
  }

  /** The user wants things to go on: credentials get another chance, and the network is asked at once. */
  tryEverything(): void {
    for (const destinationId of [...this.#withoutCredentials.keys()]) this.destinationChanged(destinationId)
    for (const { probe } of this.#offline.values()) probe?.nudge()
  }

  /** The machine or the network is back. */
  retryNow(): void {
    for (const { probe } of [...this.#offline.values(), ...this.#withoutCredentials.values()]) probe?.nudge()
    this.#room.release()
  }

  stop(): void {
    this.#room.stop()
    for (const { probe } of [...this.#offline.values(), ...this.#withoutCredentials.values()]) probe?.stop()
  }

  #move(
    id: number,
    cause: WaitingCause,
    error: UploadErrorData,
    attempt: number,
    nextTryAt: number | null,
  ): void {
    this.#ports.uploads.apply(id, 'wait', { waitingFor: cause, reason: error, attempt, nextTryAt })
    this.#ports.events.onUploadsChanged([id])
  }

  #block(
    blocked: Map<string, Blocked>,
    destinationId: string,
    id: number,
    patience: ProbePatience | null,
  ): void {
    const known = blocked.get(destinationId)
    if (known) {
      known.ids.add(id)
      return
    }
    const ids = new Set([id])
    const { stores, clock, random, log } = this.#ports
    let reason: UploadErrorData | null = null
    const probe =
      patience &&
      new DestinationProbe({
        destinationId,
        patience,
        stores,
        clock,
        random,
        log,
        onRefused: ({ data }) => {
          reason = patience === untilAccepted ? data : null
        },
        onScheduled: (nextTryAt, attempt) => this.#showNextProbe(ids, nextTryAt, attempt, reason),
        onBack: () => this.#free(blocked, destinationId),
      })
    blocked.set(destinationId, { probe, ids })
  }

  #free(blocked: Map<string, Blocked>, destinationId: string): void {
    const { ids, probe } = blocked.get(destinationId) ?? { ids: new Set(), probe: null }
    const wasBlocked = blocked.delete(destinationId)
    probe?.stop()
    if (wasBlocked && blocked === this.#withoutCredentials)
      this.#ports.events.onCredentialsNeeded?.(destinationId, null)
    this.#unblock([...ids])
  }

  #showNextProbe(ids: Set<number>, nextTryAt: number, attempt: number, reason: UploadErrorData | null): void {
    for (const id of ids) {
      const change = { nextTryAt, attempt, ...(reason && reason.retry === 'auth' && { reason }) }
      const status = this.#write(() => this.#ports.uploads.apply(id, 'wait', change))
      // Paused or cancelled meanwhile.
      if (status === null) ids.delete(id)
    }
    this.#ports.events.onUploadsChanged([...ids])
  }

  #unblock(ids: readonly number[]): void {
    for (const id of ids) {
      this.#write(() =>
        this.#ports.uploads.apply(id, 'unblock', { waitingFor: null, reason: null, nextTryAt: null }),
      )
    }
    if (ids.length > 0) this.#ports.events.onUploadsChanged(ids)
    this.#onFreed()
  }

  /** A disk that refuses these writes must not end the waiting; the next round tries again. */
  #write<T>(write: () => T): T | undefined {
    try {
      return write()
    } catch (error) {
      this.#ports.log.warn('a waiting upload could not be written', { error: String(error) })
      return undefined
    }
  }
}

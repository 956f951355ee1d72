import type { Dispatcher } from 'undici'
import type { DoctorCheck, DoctorCheckName, DoctorPlace } from '../../shared/doctor/doctor-report.ts'
import { toErrorData, type UploadErrorData } from '../../shared/upload-error.ts'
import type { OssStore } from '../oss/oss-store.ts'
import type { ProxyChoice } from '../oss/proxy-choice.ts'
import { unlessAborted } from '../oss/transport.ts'
import { bucketHost } from './bucket-host.ts'
import type { Check, DoctorContext, Finding } from './check.ts'
import { bucketMatches, credentialsAccepted } from './checks/account.ts'
import { clockOffset } from './checks/clock-offset.ts'
import { nameResolution, proxyInForce, tcpConnection } from './checks/network.ts'
import { permissions } from './checks/permissions.ts'
import { roundTrip } from './checks/round-trip.ts'
import { serviceAnswers } from './checks/service-answers.ts'
import { tlsHandshake } from './checks/tls-handshake.ts'
import { speedEight, speedOne } from './checks/upload-speed.ts'
import { firstContact } from './first-contact.ts'
import { publicError } from './public-error.ts'
import { Scratch } from './scratch.ts'

const defaultLimitMs = 15_000
const removeWithinMs = 20_000

const checks: readonly Check[] = [
  proxyInForce,
  nameResolution,
  tcpConnection,
  tlsHandshake,
  serviceAnswers,
  clockOffset,
  credentialsAccepted,
  bucketMatches,
  ...permissions,
  roundTrip,
  speedOne,
  speedEight,
]

export interface DoctorInput {
  place: DoctorPlace
  /** A client for that place, over `dispatcher`; both stay the caller's to close. */
  store: OssStore
  dispatcher: Dispatcher
  /** The ways out that `dispatcher` takes, in their order. */
  ways: readonly ProxyChoice[]
  /** Ends the examination after the check that is under way; what it made is removed all the same. */
  signal: AbortSignal
  /** Unix milliseconds by this computer's clock. */
  now?: () => number
  /** How long one check may take. */
  limitMs?: number
}

/**
 * Examines the way to a bucket, one result after the other as they come (R22). Whatever it makes there it removes again,
 * also when it is stopped or the caller stops reading.
 */
export async function* runDoctor(input: DoctorInput): AsyncGenerator<DoctorCheck> {
  const context = contextOf(input)
  // Checks that failed or could not be tried, with the failure at the root.
  const blocked = new Map<DoctorCheckName, DoctorCheckName>()
  try {
    for (const check of checks) {
      if (input.signal.aborted) return
      const need = check.needs.find((name) => blocked.has(name))
      const root = need && (blocked.get(need) ?? need)
      const startedAt = performance.now()
      const finding: Finding = root
        ? { status: 'skipped', seen: { key: 'skippedAfter', values: { check: root } } }
        : await examine(check, context, input)
      if (input.signal.aborted) return
      if (root || finding.status === 'fail') blocked.set(check.name, root ?? check.name)
      yield {
        name: check.name,
        status: finding.status,
        seen: finding.seen ?? null,
        error: finding.error ? publicError(withoutScratchKey(finding.error, context)) : null,
        durationMs: Math.round(performance.now() - startedAt),
      }
    }
  } finally {
    await context.scratch.remove(AbortSignal.timeout(removeWithinMs))
  }
}

async function examine(check: Check, context: DoctorContext, input: DoctorInput): Promise<Finding> {
  const limitMs = input.limitMs ?? defaultLimitMs
  const timeUp = AbortSignal.timeout(limitMs)
  const signal = AbortSignal.any([timeUp, input.signal])
  try {
    // Some waits, such as that for a name, take no signal.
    return await unlessAborted(check.run(context, signal), signal)
  } catch (thrown) {
    return { status: 'fail', error: timeUp.aborted ? tooSlow(context, limitMs) : toErrorData(thrown) }
  }
}

/** A person grants rights to a prefix, not to a key with a random name. */
function withoutScratchKey(error: UploadErrorData, { scratch, place }: DoctorContext): UploadErrorData {
  const { params } = error
  return params?.key === scratch.key ? { ...error, params: { ...params, key: `${place.prefix}*` } } : error
}

function tooSlow({ host }: DoctorContext, limitMs: number): UploadErrorData {
  const name = new URL(host.origin).host
  return {
    code: 'RequestTimedOut',
    retry: 'transient',
    message: `${name}: no answer within ${limitMs / 1000} seconds.`,
    fromServer: false,
    params: { host: name, systemCode: '' },
  }
}

function contextOf({ place, store, dispatcher, ways, now = Date.now }: DoctorInput): DoctorContext {
  const host = bucketHost(place)
  return {
    place,
    host,
    ways: ways.length > 0 ? ways : [{ kind: 'direct' }],
    store,
    now,
    contact: askedOnce((signal) => firstContact(host, dispatcher, now, signal)),
    bucketInfo: askedOnce(async (signal) => {
      try {
        return { info: await store.getBucketInfo(signal) }
      } catch (thrown) {
        signal.throwIfAborted()
        return { error: toErrorData(thrown) }
      }
    }),
    scratch: new Scratch(store, place.prefix),
  }
}

function askedOnce<T>(ask: (signal: AbortSignal) => Promise<T>): (signal: AbortSignal) => Promise<T> {
  let asked: Promise<T> | undefined
  return (signal) => {
    asked ??= ask(signal)
    return asked
  }
}

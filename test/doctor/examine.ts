import { onTestFinished } from 'vitest'
import { runDoctor } from '../../electron/doctor/run-doctor.ts'
import { staticCredentials } from '../../electron/oss/credentials.ts'
import { createOssStore, type OssStore } from '../../electron/oss/oss-store.ts'
import type { ProxyChoice } from '../../electron/oss/proxy-choice.ts'
import { createDispatcher } from '../../electron/oss/proxy-dispatcher.ts'
import type { DoctorCheck, DoctorCheckName, DoctorPlace } from '../../shared/doctor/doctor-report.ts'
import { accessKeyId, accessKeySecret, bucket, region } from '../practice-bucket/running-bucket.ts'

export interface ExamineOptions {
  place?: Partial<DoctorPlace>
  key?: { accessKeyId: string; accessKeySecret: string; securityToken?: string }
  way?: ProxyChoice
  /** Trusted certificate authority, as PEM. */
  ca?: string
  now?: () => number
  limitMs?: number
  signal?: AbortSignal
  onCheck?: (check: DoctorCheck) => void
}

/** All checks of one examination, by name. */
export async function examine(endpoint: string, options: ExamineOptions = {}) {
  const place = { endpoint, region, bucket, prefix: 'in/', isCustomDomain: false, ...options.place }
  const way = options.way ?? { kind: 'direct' as const }
  const dispatcher = createDispatcher(options.ca === undefined ? {} : { ca: options.ca }, way)
  onTestFinished(() => dispatcher.destroy())
  const credentials = staticCredentials(options.key ?? { accessKeyId, accessKeySecret })
  const now = options.now ?? Date.now
  const store = createOssStore({ ...place, credentials, dispatcher, now })
  const { limitMs } = options
  const checks: DoctorCheck[] = []
  const input = {
    place,
    store,
    dispatcher,
    ways: [way],
    signal: options.signal ?? new AbortController().signal,
    now,
    ...(limitMs !== undefined && { limitMs }),
  }
  for await (const check of runDoctor(input)) {
    checks.push(check)
    options.onCheck?.(check)
  }
  const byName = new Map(checks.map((check) => [check.name, check]))
  const named = (name: DoctorCheckName): DoctorCheck => {
    const found = byName.get(name)
    if (!found) throw new Error(`${name} was not examined`)
    return found
  }
  const failed = checks.filter(({ status }) => status === 'fail').map(({ name }) => name)
  return { checks, named, failed, place }
}

/** Everything in the bucket that a doctor could have left behind. */
export async function leftBehind(store: OssStore): Promise<string[]> {
  const signal = new AbortController().signal
  const keys: string[] = []
  for await (const { key } of store.listObjects({ prefix: '', signal })) keys.push(key)
  const uploads = await store.listMultipartUploads({ prefix: '', signal })
  return [...keys, ...uploads.map(({ key, uploadId }) => `${key}?uploadId=${uploadId}`)]
}

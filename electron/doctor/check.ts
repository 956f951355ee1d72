import type {
  DoctorCheck,
  DoctorCheckName,
  DoctorPlace,
  DoctorSentence,
} from '../../shared/doctor/doctor-report.ts'
import type { UploadErrorData } from '../../shared/upload-error.ts'
import type { BucketInfo } from '../oss/bucket-calls.ts'
import type { OssStore } from '../oss/oss-store.ts'
import type { ProxyChoice } from '../oss/proxy-choice.ts'
import type { BucketHost } from './bucket-host.ts'
import type { FirstContact } from './first-contact.ts'
import type { Scratch } from './scratch.ts'

/** What a check found out by itself. `skipped`: it did not apply here, which hinders no later check. */
export interface Finding {
  status: DoctorCheck['status']
  seen?: DoctorSentence
  error?: UploadErrorData
}

export interface DoctorContext {
  place: DoctorPlace
  host: BucketHost
  /** The ways out in the order they are tried, as uploads take them. Never empty. */
  ways: readonly ProxyChoice[]
  store: OssStore
  /** Unix milliseconds by this computer's clock. */
  now: () => number
  /** The first request to the host, unsigned and asked once: its connection, its certificate, its time. */
  contact: (signal: AbortSignal) => Promise<FirstContact>
  /** GetBucketInfo, asked once: what came of it. */
  bucketInfo: (signal: AbortSignal) => Promise<{ info: BucketInfo } | { error: UploadErrorData }>
  scratch: Scratch
}

export interface Check {
  name: DoctorCheckName
  /** Where one of these failed, or could not be tried, this one is skipped. */
  needs: readonly DoctorCheckName[]
  /** What it throws is its failure. */
  run: (context: DoctorContext, signal: AbortSignal) => Promise<Finding>
}

export function pass(key: string, values: DoctorSentence['values'] = {}): Finding {
  return { status: 'pass', seen: { key, values } }
}

export function skipped(key: string, values: DoctorSentence['values'] = {}): Finding {
  return { status: 'skipped', seen: { key, values } }
}

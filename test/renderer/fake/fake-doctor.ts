import type { DestinationInput } from '../../../shared/destination.ts'
import {
  type DoctorCheck,
  type DoctorCheckName,
  type DoctorReport,
  doctorCheckNames,
  verdictOf,
} from '../../../shared/doctor/doctor-report.ts'
import type { UploadErrorData } from '../../../shared/upload-error.ts'

const seen: Partial<Record<DoctorCheckName, NonNullable<DoctorCheck['seen']>>> = {
  proxy: { key: 'proxyNone', values: {} },
  name: {
    key: 'nameFound',
    values: { host: 'footage.oss-cn-shanghai.aliyuncs.com', addresses: '106.14.228.1' },
  },
  tcp: { key: 'tcpConnected', values: { address: '106.14.228.1', port: 443, ms: 12 } },
  tls: {
    key: 'tlsSeen',
    values: { version: 'TLSv1.3', issuer: 'GlobalSign nv-sa', expires: '2027-05-11', days: 171 },
  },
  service: { key: 'serviceSeen', values: {} },
  clock: { key: 'clockRight', values: { seconds: 0 } },
  credentials: { key: 'credentialsAccepted', values: {} },
  bucket: { key: 'bucketSeen', values: { bucket: 'footage', region: 'cn-shanghai' } },
  roundTrip: { key: 'roundTripSeen', values: { ms: 14 } },
  speedOne: { key: 'speedSeen', values: { bytesPerSecond: 8_400_000, connections: 1 } },
  speedEight: { key: 'speedSeen', values: { bytesPerSecond: 38_100_000, connections: 8 } },
}

const requestId = '5C3D9175B6FC201293AD4891'

/** A bucket named `denied` lacks one permission, one named `elsewhere` is in another region; all others pass. */
export function examined({
  endpoint,
  region,
  bucket,
  prefix,
  isCustomDomain,
}: DestinationInput): DoctorReport {
  const place = { endpoint, region, bucket, prefix, isCustomDomain }
  const isElsewhere = bucket === 'elsewhere' && !endpoint.includes('cn-beijing')
  const failures: Partial<Record<DoctorCheckName, UploadErrorData>> = {
    ...(bucket === 'denied' && { listParts: denied(`${prefix}*`) }),
    ...(isElsewhere && { bucket: wrongEndpoint(bucket) }),
  }
  const checks = doctorCheckNames.map((name): DoctorCheck => {
    const error = failures[name] ?? null
    const isAfter = isElsewhere && doctorCheckNames.indexOf(name) > doctorCheckNames.indexOf('bucket')
    if (isAfter) return line(name, 'skipped', { key: 'skippedAfter', values: { check: 'bucket' } }, null)
    return line(
      name,
      error ? 'fail' : 'pass',
      error ? null : (seen[name] ?? { key: 'permitted', values: {} }),
      error,
    )
  })
  const elsewhere = isElsewhere
    ? { endpoint: 'https://oss-cn-beijing.aliyuncs.com', region: 'cn-beijing' }
    : null
  const proposal = region === '' ? { endpoint, region: 'cn-shanghai' } : elsewhere
  return { place, checks, verdict: verdictOf(checks), proposal }
}

function line(
  name: DoctorCheckName,
  status: DoctorCheck['status'],
  what: DoctorCheck['seen'],
  error: UploadErrorData | null,
): DoctorCheck {
  return { name, status, seen: what, error, durationMs: 24 }
}

function denied(key: string): UploadErrorData {
  return {
    code: 'AccessDenied',
    retry: 'fatal',
    message: 'You have no right to access this object because of bucket acl.',
    params: { bucket: 'denied', key, action: 'oss:ListParts', status: 403 },
    fromServer: true,
    status: 403,
    requestId,
    hostId: 'denied.oss-cn-hangzhou.aliyuncs.com',
    ec: '0003-00000001',
  }
}

function wrongEndpoint(bucket: string): UploadErrorData {
  return {
    code: 'WrongEndpoint',
    retry: 'fatal',
    message: 'The bucket you are attempting to access must be addressed using the specified endpoint.',
    params: { bucket, Endpoint: 'oss-cn-beijing.aliyuncs.com', status: 403 },
    fromServer: true,
    status: 403,
    requestId,
  }
}

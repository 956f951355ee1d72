import type { DoctorPlace } from '../../shared/doctor/doctor-report.ts'
import { bucketAddress, parseEndpoint } from '../oss/addressing.ts'

/** Where requests for the bucket are connected to. */
export interface BucketHost {
  origin: string
  /** Without brackets. */
  hostname: string
  port: number
  isTls: boolean
}

/** Where requests for the bucket really go; throws `UploadError` for an endpoint or a name that cannot be right. */
export function bucketHost({ endpoint, bucket, isCustomDomain }: DoctorPlace): BucketHost {
  const { origin } = bucketAddress(parseEndpoint(endpoint), bucket, isCustomDomain)
  const url = new URL(origin)
  const isTls = url.protocol === 'https:'
  const defaultPort = isTls ? 443 : 80
  return {
    origin,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? defaultPort : Number(url.port),
    isTls,
  }
}

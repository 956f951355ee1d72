import type { DestinationInput } from '../../shared/destination.ts'
import { UploadError } from '../../shared/upload-error.ts'
import { checkEncryption, parseEndpoint, regionOfEndpoint } from '../oss/addressing.ts'
import { checkBucketName, checkPrefix, checkRegion } from '../oss/names.ts'

/**
 * What a person typed, made exact: endpoint with its scheme, region from the endpoint where it was left empty, prefix
 * without a leading and with a trailing `/`. Throws `UploadError` that names the field, its limits and the next step.
 */
export function normalizeDestination(input: DestinationInput): DestinationInput {
  const endpoint = parseEndpoint(input.endpoint)
  checkEncryption(endpoint, input.allowPlainHttp ?? false)
  const host = endpoint.hostname.includes(':') ? `[${endpoint.hostname}]` : endpoint.hostname
  const region = input.region.trim().replace(/^oss-/, '') || regionOfEndpoint(endpoint) || ''
  const bucket = input.bucket.trim()
  checkBucketName(bucket)
  // V1 signatures carry no region.
  if (region !== '' || input.signatureVersion === 'v4') checkRegion(region)
  const prefix = normalizePrefix(input.prefix)
  checkPrefix(prefix)
  const accessKeyId = input.accessKeyId.trim()
  if (input.kind === 'oss' && accessKeyId === '')
    throw missing('AccessKeyIdMissing', 'The AccessKey ID is missing.')
  return {
    ...input,
    endpoint: `${endpoint.protocol}//${host}${endpoint.port === '' ? '' : `:${endpoint.port}`}`,
    region,
    bucket,
    prefix,
    accessKeyId,
    name: input.name.trim() || (prefix === '' ? bucket : `${bucket}/${prefix.slice(0, -1)}`),
    ...(input.accessKeySecret !== undefined && { accessKeySecret: input.accessKeySecret.trim() }),
    ...(input.securityToken !== undefined && { securityToken: input.securityToken.trim() }),
  }
}

/** `/photos/2026` → `photos/2026/`; nothing stays nothing. */
function normalizePrefix(prefix: string): string {
  const inner = prefix.trim().replace(/^\/+/, '').replace(/\/+$/, '')
  return inner === '' ? '' : `${inner}/`
}

function missing(code: string, message: string): UploadError {
  return new UploadError({ code, retry: 'fatal', message, fromServer: false })
}

import { isAbsolute } from 'node:path'
import { type FetchedSource, fetchedSource } from '../../shared/credential-source.ts'
import type { DestinationInput } from '../../shared/destination.ts'
import { UploadError } from '../../shared/upload-error.ts'
import { checkSource } from '../credentials/open-credentials.ts'
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
  const fetched = fetchedSource(input.credentialSource)
  const accessKeyId = fetched ? '' : input.accessKeyId.trim()
  if (input.kind === 'oss' && !fetched && accessKeyId === '')
    throw missing('AccessKeyIdMissing', 'The AccessKey ID is missing.')
  return {
    ...input,
    endpoint: `${endpoint.protocol}//${host}${endpoint.port === '' ? '' : `:${endpoint.port}`}`,
    region,
    bucket,
    prefix,
    accessKeyId,
    ...(fetched && { credentialSource: exactSource(fetched) }),
    name: input.name.trim() || (prefix === '' ? bucket : `${bucket}/${prefix.slice(0, -1)}`),
    ...(input.accessKeySecret !== undefined && { accessKeySecret: input.accessKeySecret.trim() }),
    ...(input.securityToken !== undefined && { securityToken: input.securityToken.trim() }),
  }
}

/** `/photos/2026` → `photos/2026/`; nothing stays nothing. */
export function normalizePrefix(prefix: string): string {
  const inner = prefix.trim().replace(/^\/+/, '').replace(/\/+$/, '')
  return inner === '' ? '' : `${inner}/`
}

/** Absolute paths only: where the program was started from means nothing to a person at its window. */
function exactSource(source: FetchedSource): FetchedSource {
  if (source.kind === 'file') {
    const path = source.path.trim()
    if (isAbsolute(path)) return { kind: 'file', path }
    throw missing('CredentialFileMissing', 'Choose the credential file, with its whole path.')
  }
  const exact: FetchedSource =
    source.kind === 'url'
      ? { kind: 'url', url: source.url.trim() }
      : { kind: 'command', command: source.command.trim() }
  checkSource(exact)
  return exact
}

function missing(code: string, message: string): UploadError {
  return new UploadError({ code, retry: 'fatal', message, fromServer: false })
}

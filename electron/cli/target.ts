import { isIP } from 'node:net'
import { checkEncryption, type Endpoint, parseEndpoint, regionOfEndpoint } from '../oss/addressing.ts'
import { checkBucketName, checkPrefix, checkRegion } from '../oss/names.ts'
import { defaultBucket, defaultRegion } from '../practice-bucket/practice-bucket.ts'
import { UsageError } from './usage-error.ts'

/** Where an upload goes, as the command line says it. */
export interface Target {
  endpoint: string
  region: string
  bucket: string
  /** Empty, or with a trailing `/`. */
  prefix: string
  signatureVersion: 'v4' | 'v1'
  isCustomDomain: boolean
  /** `--allow-http`. */
  allowPlainHttp?: boolean
}

export interface TargetOptions {
  allowHttp?: boolean
  to?: string
  endpoint?: string
  region?: string
  customDomain?: boolean
  signature: 'v4' | 'v1'
}

/** Null means the practice bucket. Throws what is wrong with a name, a region or an address before anything is sent. */
export function parseTarget(options: TargetOptions, env: NodeJS.ProcessEnv): Target | null {
  if (options.to === undefined && options.endpoint === undefined && options.region === undefined) return null
  const asked = options.endpoint ?? env.OSS_ENDPOINT
  const askedRegion = options.region ?? env.OSS_REGION
  if (!asked && !askedRegion) throw new UsageError('usageEndpointMissing')
  const endpoint = parseEndpoint(asked || `https://oss-${askedRegion}.aliyuncs.com`)
  checkEncryption(endpoint, options.allowHttp ?? false)
  // A practice bucket started by hand needs nothing but its address.
  const to = options.to ?? (isLocal(endpoint) ? `oss://${defaultBucket}` : undefined)
  if (to === undefined) throw new UsageError('usageToMissing')
  const { bucket, prefix } = parseTo(to)
  const region = askedRegion || (regionOfEndpoint(endpoint) ?? (isLocal(endpoint) ? defaultRegion : ''))
  // Where nothing names it, OSS is asked before anything is sent.
  if (region !== '') checkRegion(region)
  return {
    endpoint: endpointText(endpoint),
    region,
    bucket,
    prefix,
    signatureVersion: options.signature,
    isCustomDomain: options.customDomain ?? false,
    ...(options.allowHttp && { allowPlainHttp: true }),
  }
}

/** `oss://bucket/some/prefix` taken apart; a prefix always ends with `/`, since it is a folder of the bucket. */
function parseTo(text: string): { bucket: string; prefix: string } {
  const match = /^oss:\/\/([^/]+)\/*(.*)$/s.exec(text)
  if (match === null) throw new UsageError('usageTo', { value: text })
  const [, bucket = '', rest = ''] = match
  checkBucketName(bucket)
  const prefix = rest === '' || rest.endsWith('/') ? rest : `${rest}/`
  checkPrefix(prefix)
  return { bucket, prefix }
}

function isLocal({ hostname }: Endpoint): boolean {
  return isIP(hostname) !== 0 || hostname === 'localhost'
}

function endpointText({ protocol, hostname, port }: Endpoint): string {
  const host = isIP(hostname) === 6 ? `[${hostname}]` : hostname
  return `${protocol}//${host}${port === '' ? '' : `:${port}`}`
}

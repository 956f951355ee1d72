import { isIP } from 'node:net'
import { isLoopback } from '../../shared/loopback.ts'
import { UploadError } from '../../shared/upload-error.ts'
import { badInput, withoutLogIn } from './bad-input.ts'
import { percentEncode, percentEncodePath } from './percent-encode.ts'

/** An endpoint taken apart. `hostname` is without brackets and in lower case. */
export interface Endpoint {
  protocol: 'http:' | 'https:'
  hostname: string
  /** Empty for the protocol's own port. */
  port: string
}

/** Where the requests for a bucket go: `origin` is what is connected to, `basePath` stands before the encoded key. */
export interface Address {
  origin: string
  basePath: string
}

/**
 * `https://oss-cn-hangzhou.aliyuncs.com`, `http://127.0.0.1:9000`; without a scheme `https` is meant.
 * Throws `EndpointInvalid` for anything with a path, a query or a user in it.
 */
export function parseEndpoint(endpoint: string): Endpoint {
  const text = endpoint.trim()
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`)
  const protocol = url?.protocol
  if (
    !url ||
    text === '' ||
    (protocol !== 'http:' && protocol !== 'https:') ||
    url.pathname !== '/' ||
    url.search !== '' ||
    url.hash !== '' ||
    url.username !== '' ||
    url.password !== ''
  ) {
    throw badInput(
      'EndpointInvalid',
      `"${withoutLogIn(text)}" is not an endpoint such as https://oss-cn-hangzhou.aliyuncs.com.`,
      { endpoint: withoutLogIn(text) },
    )
  }
  return { protocol, hostname: url.hostname.replace(/^\[|\]$/g, '').toLowerCase(), port: url.port }
}

/**
 * Unencrypted requests can be read, and taken up and changed, by everybody on their way. They stay on this computer, or a
 * person has allowed them for this one destination. Throws `EndpointNotEncrypted`; what waits goes on once it is settled.
 */
export function checkEncryption(endpoint: Endpoint, allowPlainHttp: boolean): void {
  const { protocol, hostname, port } = endpoint
  if (protocol === 'https:' || allowPlainHttp || isLoopback(hostname)) return
  const host = `${hostname}${port === '' ? '' : `:${port}`}`
  throw new UploadError({
    code: 'EndpointNotEncrypted',
    retry: 'auth',
    message: `http://${host} is not encrypted. Use https, or allow sending without encryption for this destination.`,
    fromServer: false,
    params: { host },
  })
}

/**
 * Region id from an endpoint that names one (`oss-cn-hangzhou-internal.aliyuncs.com`, `cn-hangzhou.oss.aliyuncs.com`),
 * else null: accelerate endpoints, custom domains and IPs do not tell.
 */
export function regionOfEndpoint(endpoint: Endpoint): string | null {
  const { hostname } = endpoint
  const classic = /(?:^|\.)oss-([a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com$/.exec(hostname)?.[1]
  if (classic !== undefined) return /^accelerate(-overseas)?$/.test(classic) ? null : classic
  const dualStack = /(?:^|\.)([a-z0-9-]+)\.oss\.aliyuncs\.com$/.exec(hostname)?.[1]
  return dualStack ?? null
}

const ossHost = /^(oss-[a-z0-9-]+|[a-z0-9-]+\.oss)\.aliyuncs\.com$/

/**
 * Virtual-hosted (`BUCKET.oss-…aliyuncs.com`) by default; path style for IPs, localhost and names without a dot; and
 * for a custom domain (CNAME) the bucket appears nowhere in the URL. The signed resource is `/BUCKET/KEY` in each.
 */
export function bucketAddress(endpoint: Endpoint, bucket: string, isCustomDomain: boolean): Address {
  const { hostname } = endpoint
  if (isCustomDomain) return { origin: origin(endpoint, hostname), basePath: '/' }
  if (isIP(hostname) !== 0 || !hostname.includes('.')) {
    return { origin: origin(endpoint, hostname), basePath: `/${percentEncode(bucket)}/` }
  }
  // People paste the bucket's own domain as the endpoint.
  const isBucketsOwn = hostname.startsWith(`${bucket}.`) && ossHost.test(hostname.slice(bucket.length + 1))
  const labelled = isBucketsOwn ? hostname : `${bucket}.${hostname}`
  return { origin: origin(endpoint, labelled), basePath: '/' }
}

/** Calls without a bucket (ListBuckets): the endpoint without the label of a bucket, should it have one. */
export function serviceAddress(endpoint: Endpoint): Address {
  const [label = '', ...rest] = endpoint.hostname.split('.')
  const hostname = label !== '' && ossHost.test(rest.join('.')) ? rest.join('.') : endpoint.hostname
  return { origin: origin(endpoint, hostname), basePath: '/' }
}

function origin(endpoint: Endpoint, hostname: string): string {
  const host = isIP(hostname) === 6 ? `[${hostname}]` : hostname
  return `${endpoint.protocol}//${host}${endpoint.port === '' ? '' : `:${endpoint.port}`}`
}

/** A query as OSS takes it: parameters in the order given, `key` alone where the value is empty. */
export type Query = Readonly<Record<string, string>>

/** Request target, built by hand: a URL library would fold `./` and `//` inside keys. */
export function requestTarget(address: Address, key: string, query: Query): string {
  const parameters = Object.entries(query).map(([name, value]) =>
    value === '' ? percentEncode(name) : `${percentEncode(name)}=${percentEncode(value)}`,
  )
  const path = `${address.basePath}${percentEncodePath(key)}`
  return parameters.length === 0 ? path : `${path}?${parameters.join('&')}`
}

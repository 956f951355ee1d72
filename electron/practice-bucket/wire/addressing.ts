import { isIP } from 'node:net'
import { accessDenied, OssError } from './oss-error.ts'

/** What a request is about. No bucket: the service itself. No key: the bucket. */
export interface Resource {
  bucket?: string
  key?: string
}

export interface AddressingRules {
  isBucket(name: string): boolean
  /** Host name (a domain of one's own, CNAME) → bucket. */
  customDomains: ReadonlyMap<string, string>
}

/**
 * Finds bucket and key in `Host` and path. An IP or `localhost` means path style; otherwise the first label of `Host` is
 * the bucket. Some clients name the bucket in both places, or name one in `Host` when they ask for all buckets. Only the
 * signature can tell what is meant: then two answers come back, the likelier one first.
 * A host name that is none of ours is refused, so that a web page cannot reach the bucket through a name of its own.
 */
export function resolveResource(hostHeader: string, path: string, rules: AddressingRules): Resource[] {
  const hostname = hostnameOf(hostHeader)
  const ownBucket = rules.customDomains.get(hostname)
  if (ownBucket !== undefined) return [keyIn(ownBucket, path)]
  if (hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return [pathStyle(path)]

  const bucket = bucketLabel(hostname, rules)
  if (bucket === undefined) return [pathStyle(path)]
  const whole = keyIn(bucket, path)
  if (path === '/') return [whole, {}]
  return path.startsWith(`/${bucket}/`) ? [whole, pathStyle(path)] : [whole]
}

function hostnameOf(hostHeader: string): string {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(hostHeader)
  if (match?.[1] === undefined)
    throw new OssError(400, 'BadRequest', 'The Host header is missing or malformed.')
  return match[1].toLowerCase()
}

/** `undefined` for a service host; refuses hosts that belong to somebody else. */
function bucketLabel(hostname: string, rules: AddressingRules): string | undefined {
  const service = /^(oss(-[a-z0-9-]+)?|[a-z0-9-]+\.oss)\.aliyuncs\.com$/
  if (service.test(hostname)) return undefined
  const dot = hostname.indexOf('.')
  const label = dot === -1 ? hostname : hostname.slice(0, dot)
  const rest = dot === -1 ? '' : hostname.slice(dot + 1)
  if (rest === 'localhost' || service.test(rest) || (rest !== '' && isIP(rest) !== 0)) return label
  if (rest !== '' && rules.isBucket(label)) return label
  throw accessDenied('The Host header does not name this server or one of its buckets.')
}

function keyIn(bucket: string, path: string): Resource {
  const key = path.slice(1)
  return key === '' ? { bucket } : { bucket, key }
}

function pathStyle(path: string): Resource {
  const slash = path.indexOf('/', 1)
  const bucket = slash === -1 ? path.slice(1) : path.slice(1, slash)
  if (bucket === '') return path === '/' ? {} : { bucket }
  return keyIn(bucket, slash === -1 ? '/' : path.slice(slash))
}

import type { Resource } from '../wire/addressing.ts'
import { invalidArgument } from '../wire/oss-error.ts'
import type { RequestHeaders } from '../wire/request-headers.ts'
import type { Query } from '../wire/request-target.ts'
import type { Credentials } from './credentials.ts'
import { readV1Header, readV1Url } from './v1-claim.ts'
import { readV4Header, readV4Url } from './v4-claim.ts'

export interface SignedRequest {
  method: string
  /** What the request may be about; the signature decides. Never empty. */
  resources: readonly Resource[]
  query: Query
  headers: RequestHeaders
}

export interface AuthenticationRules {
  credentials: Credentials
  /** V4 signatures must be made for this region; `undefined` accepts any. */
  region: string
  nowMs: number
}

export interface Authenticated {
  resource: Resource
  /** Absent for an anonymous request. */
  accessKeyId?: string
  isAnonymous: boolean
}

/**
 * Checks the one signature of a request, strictly and in OSS's order: shape, date, time window (for URLs: expiry), key,
 * token, signature. More than one kind of signature at once is 400 `InvalidArgument`. None at all is an anonymous request.
 */
export function authenticate(request: SignedRequest, rules: AuthenticationRules): Authenticated {
  const [first] = request.resources
  if (first === undefined) throw new Error('authenticate needs a resource')
  const authorization = request.headers.get('authorization')
  const isV4Url = ['x-oss-signature', 'x-oss-signature-version', 'x-oss-credential'].some((name) =>
    request.query.has(name),
  )
  const isV1Url = ['Signature', 'OSSAccessKeyId', 'Expires'].some((name) => request.query.has(name))
  if ([authorization !== undefined, isV4Url, isV1Url].filter(Boolean).length > 1) {
    throw invalidArgument(
      'Only one kind of signature is allowed: in the Authorization header or in the URL.',
      'Authorization',
      authorization ?? '',
    )
  }

  if (isV4Url) return { ...readV4Url(request, rules), isAnonymous: false }
  if (isV1Url) return { ...readV1Url(request, rules), isAnonymous: false }
  if (authorization === undefined) return { resource: first, isAnonymous: true }
  if (authorization.startsWith('OSS4-HMAC-SHA256 ')) {
    return { ...readV4Header(request, rules, authorization), isAnonymous: false }
  }
  return { ...readV1Header(request, rules, authorization), isAnonymous: false }
}

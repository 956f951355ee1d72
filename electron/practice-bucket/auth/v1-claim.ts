import type { Resource } from '../wire/addressing.ts'
import { parseBasicDate, parseHttpDate, xmlDate } from '../wire/dates.ts'
import { accessDenied, invalidArgument } from '../wire/oss-error.ts'
import type { AuthenticationRules, SignedRequest } from './authenticate.ts'
import { matchSignature, type Signed } from './match-signature.ts'
import { signV1, stringToSignV1 } from './signature-v1.ts'
import { checkTimeWindow } from './time-window.ts'

/** `OSS AK:signature`; the date is `x-oss-date` if that header is there, else `Date`. */
export function readV1Header(
  request: SignedRequest,
  rules: AuthenticationRules,
  authorization: string,
): Signed {
  const match = /^OSS ([^:\s]+):(\S+)$/.exec(authorization)
  const [, accessKeyId, signature] = match ?? []
  if (accessKeyId === undefined || signature === undefined) {
    throw invalidArgument(
      'The Authorization header is malformed.',
      'Authorization',
      authorization,
      '0002-00000501',
    )
  }
  const date = request.headers.get('x-oss-date') ?? request.headers.get('date') ?? ''
  const signedAtMs = parseHttpDate(date) ?? parseBasicDate(date)
  if (signedAtMs === undefined) {
    throw accessDenied(
      'OSS authentication requires a valid Date.',
      {},
      date === '' ? '0002-00000503' : '0002-00000505',
    )
  }
  checkTimeWindow(signedAtMs, rules.nowMs)
  const token = request.headers.get('x-oss-security-token')
  return verify(request, rules, { accessKeyId, signature, date, token })
}

/** `OSSAccessKeyId`, `Expires` (Unix seconds), `Signature`. Expiry is looked at before the signature. */
export function readV1Url(request: SignedRequest, rules: AuthenticationRules): Signed {
  const { query } = request
  const accessKeyId = query.get('OSSAccessKeyId') ?? ''
  const signature = query.get('Signature') ?? ''
  const expires = query.get('Expires') ?? ''
  if (accessKeyId === '' || signature === '' || !/^\d{1,12}$/.test(expires)) {
    throw accessDenied('OSSAccessKeyId, Expires and Signature are all needed in a signed URL.')
  }
  const expiresAtMs = Number(expires) * 1000
  if (rules.nowMs > expiresAtMs) {
    const fields = { Expires: xmlDate(expiresAtMs), ServerTime: xmlDate(rules.nowMs) }
    throw accessDenied('Request has expired.', fields, '0002-00000069')
  }
  const token = query.get('security-token')
  return verify(request, rules, { accessKeyId, signature, date: expires, token })
}

interface V1Claim {
  accessKeyId: string
  signature: string
  date: string
  token: string | undefined
}

function verify(request: SignedRequest, rules: AuthenticationRules, claim: V1Claim): Signed {
  const secret = rules.credentials.secretFor(claim.accessKeyId, claim.token, rules.nowMs)
  const input = (resource: Resource) => ({
    method: request.method,
    resource,
    query: request.query,
    headers: request.headers,
    date: claim.date,
  })
  return matchSignature({
    mismatchEc: '0002-00000040',
    accessKeyId: claim.accessKeyId,
    signature: claim.signature,
    resources: request.resources,
    sign: (resource) => signV1(input(resource), secret),
    stringToSign: (resource) => stringToSignV1(input(resource)),
  })
}

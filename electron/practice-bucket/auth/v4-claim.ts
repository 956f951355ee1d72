import type { Resource } from '../wire/addressing.ts'
import { parseBasicDate, xmlDate } from '../wire/dates.ts'
import { accessDenied, invalidArgument, type OssError } from '../wire/oss-error.ts'
import type { AuthenticationRules, SignedRequest } from './authenticate.ts'
import { matchSignature, type Signed } from './match-signature.ts'
import { isSignedByDefault, signV4, stringToSignV4, v4Algorithm } from './signature-v4.ts'
import { checkTimeWindow } from './time-window.ts'

const maxLifeSeconds = 604_800

/** `OSS4-HMAC-SHA256 Credential=AK/scope[,AdditionalHeaders=a;b],Signature=hex`. */
export function readV4Header(
  request: SignedRequest,
  rules: AuthenticationRules,
  authorization: string,
): Signed {
  const bad = (why: string, ec?: string) => invalidArgument(why, 'Authorization', authorization, ec)
  const fields = new Map<string, string>()
  for (const part of authorization.slice(v4Algorithm.length + 1).split(',')) {
    const equals = part.indexOf('=')
    const name = part.slice(0, equals).trim()
    if (equals === -1 || fields.has(name)) throw bad('The Authorization header is malformed.')
    fields.set(name, part.slice(equals + 1).trim())
  }
  const credential = fields.get('Credential')
  const signature = fields.get('Signature')
  if (credential === undefined || signature === undefined) {
    throw bad('The Authorization header needs Credential and Signature.')
  }
  const contentHash = request.headers.get('x-oss-content-sha256')
  if (contentHash !== undefined && contentHash !== 'UNSIGNED-PAYLOAD') {
    throw invalidArgument('Only UNSIGNED-PAYLOAD is accepted.', 'x-oss-content-sha256', contentHash)
  }
  const signingDate = request.headers.get('x-oss-date')
  if (signingDate === undefined)
    throw accessDenied('OSS authentication requires a valid Date.', {}, '0002-00000503')

  const scope = readScope(credential, rules.region, bad)
  const additionalHeaders = readAdditionalHeaders(fields.get('AdditionalHeaders'), request, bad)
  const signedAtMs = readSigningDate(signingDate, scope.date, bad)
  checkTimeWindow(signedAtMs, rules.nowMs)
  const token = request.headers.get('x-oss-security-token')
  return verify(request, rules, { ...scope, signature, signingDate, additionalHeaders, token })
}

/** The same in the query: `x-oss-credential`, `x-oss-date`, `x-oss-expires`, `x-oss-signature` and so on. */
export function readV4Url(request: SignedRequest, rules: AuthenticationRules): Signed {
  const { query } = request
  const required = (name: string): string => {
    const value = query.get(name)
    if (value === undefined || value === '') {
      throw invalidArgument(`The signed URL needs ${name}.`, name, '')
    }
    return value
  }
  const version = required('x-oss-signature-version')
  if (version !== v4Algorithm) {
    throw invalidArgument('The signature version is not supported.', 'x-oss-signature-version', version)
  }
  const credential = required('x-oss-credential')
  const signature = required('x-oss-signature')
  const signingDate = required('x-oss-date')
  const expires = required('x-oss-expires')
  const bad = (why: string, ec?: string) => invalidArgument(why, 'x-oss-credential', credential, ec)

  const scope = readScope(credential, rules.region, bad)
  const additionalHeaders = readAdditionalHeaders(query.get('x-oss-additional-headers'), request, bad)
  const signedAtMs = readSigningDate(signingDate, scope.date, bad)
  const lifeSeconds = /^\d{1,7}$/.test(expires) ? Number(expires) : 0
  if (lifeSeconds < 1 || lifeSeconds > maxLifeSeconds) {
    throw invalidArgument(
      `x-oss-expires must be 1 to ${maxLifeSeconds} seconds.`,
      'x-oss-expires',
      expires,
      '0002-00000232',
    )
  }
  if (signedAtMs > rules.nowMs) checkTimeWindow(signedAtMs, rules.nowMs)
  const expiresAtMs = signedAtMs + lifeSeconds * 1000
  if (rules.nowMs > expiresAtMs) {
    const fields = { Expires: xmlDate(expiresAtMs), ServerTime: xmlDate(rules.nowMs) }
    throw accessDenied('Request has expired.', fields, '0002-00000069')
  }
  const token = query.get('x-oss-security-token')
  return verify(request, rules, { ...scope, signature, signingDate, additionalHeaders, token })
}

type Refuse = (why: string, ec?: string) => OssError

function readScope(credential: string, region: string, bad: Refuse): { accessKeyId: string; date: string } {
  const parts = credential.split('/')
  // An access key id never holds a slash, so the scope is always the last four fields.
  const [accessKeyId = '', date = '', scopeRegion = '', product = '', terminator = ''] = parts
  if (parts.length !== 5 || accessKeyId === '' || !/^\d{8}$/.test(date)) {
    throw bad('The Credential is malformed.')
  }
  if (scopeRegion !== region) {
    // The name of a location (`oss-cn-hangzhou`) in place of the region has a code of its own.
    const ec = scopeRegion.startsWith('oss-') ? '0002-00000226' : '0002-00000228'
    throw bad(`Invalid signing region in Authorization header: it must be '${region}'.`, ec)
  }
  if (product !== 'oss') throw bad('Invalid signing product in Authorization header.')
  if (terminator !== 'aliyun_v4_request') throw bad('Invalid signing terminator in Authorization header.')
  return { accessKeyId, date }
}

/** An announced list must not be empty, and every announced header must be there. */
function readAdditionalHeaders(list: string | undefined, request: SignedRequest, bad: Refuse): string[] {
  if (list === undefined) return []
  const names = list.split(';')
  for (const name of names) {
    if (name === '') throw bad('AdditionalHeaders must not be empty.', '0002-00000209')
    if (name !== name.toLowerCase() || isSignedByDefault(name) || !request.headers.has(name)) {
      throw bad(`AdditionalHeaders names '${name}', which is not an additional header of this request.`)
    }
  }
  return names
}

function readSigningDate(signingDate: string, scopeDate: string, bad: Refuse): number {
  const signedAtMs = parseBasicDate(signingDate)
  if (signedAtMs === undefined || signingDate.slice(0, 8) !== scopeDate) {
    throw bad('Invalid signing date in Authorization header.')
  }
  return signedAtMs
}

interface V4Claim {
  accessKeyId: string
  signature: string
  signingDate: string
  additionalHeaders: string[]
  token: string | undefined
}

function verify(request: SignedRequest, rules: AuthenticationRules, claim: V4Claim): Signed {
  const secret = rules.credentials.secretFor(claim.accessKeyId, claim.token, rules.nowMs)
  const input = (resource: Resource) => ({
    method: request.method,
    resource,
    query: request.query,
    headers: request.headers,
    additionalHeaders: claim.additionalHeaders,
    signingDate: claim.signingDate,
    region: rules.region,
  })
  return matchSignature({
    mismatchEc: '0002-00000201',
    accessKeyId: claim.accessKeyId,
    signature: claim.signature,
    resources: request.resources,
    sign: (resource) => signV4(input(resource), secret),
    stringToSign: (resource) => stringToSignV4(input(resource)),
  })
}

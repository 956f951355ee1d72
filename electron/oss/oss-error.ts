import { type RetryClass, UploadError, type UploadErrorData } from '../../shared/upload-error.ts'
import { classOfStatus, retryClassByCode } from './error-table.ts'
import { proxyAuthenticationRequired } from './proxy-error.ts'
import type { HttpAnswer } from './transport.ts'
import { childText, decodeEntities, parseXml, type XmlElement, type XmlNode } from './xml.ts'

/** What the failed request was about: fills the sentences. */
export interface CallContext {
  /** The permission it needs, e.g. `oss:PutObject` (R22). */
  action: string
  bucket: string
  key: string
  host: string
}

/** Elements that have a field of their own, or that would only repeat the signature. */
const notExtras = new Set([
  'Code',
  'Message',
  'RequestId',
  'HostId',
  'EC',
  'RecommendDoc',
  'SignatureProvided',
  'StringToSignBytes',
])
const maxExtraLength = 2048

/**
 * An answer that is not a success, as an error: from the XML body, from `x-oss-err` (base64 of the same XML) where there
 * is no body, and from the status and headers where there is neither.
 */
export function ossError(answer: HttpAnswer, context: CallContext): UploadError {
  const xml = errorXml(answer)
  if (xml === null) return new UploadError(unexplained(answer, context))
  const code = preciseCode(xml)
  const message = childText(xml, 'Message')
  const retry = Object.hasOwn(retryClassByCode, code) ? retryClassByCode[code] : undefined
  return new UploadError({
    code,
    retry: retry ?? classOfStatus(answer.status),
    message: message.slice(0, 500) || code,
    fromServer: true,
    params: { ...extras(xml), ...regionHint(code, answer, message), ...context, status: answer.status },
    ...identity(answer, xml),
  })
}

/** Says in the region of the signature that the bucket is elsewhere; OSS's code for it is a general one. */
const wrongRegionEc = '0002-00000228'

/** OSS's code, but for two that mean something particular, which a person can act on. */
function preciseCode(xml: XmlElement): string {
  const code = childText(xml, 'Code')
  if (code === 'AccessDenied' && childText(xml, 'Endpoint') !== '') return 'WrongEndpoint'
  if (childText(xml, 'EC') === wrongRegionEc) return 'WrongRegion'
  return code
}

/** The region OSS wants, in a header or in the words of the refusal: `… it must be 'cn-hangzhou'.` */
function regionHint(code: string, { headers }: HttpAnswer, message: string): { Region?: string } {
  if (code !== 'WrongRegion') return {}
  const named = headers['x-oss-region'] ?? /must be '([a-z0-9-]+)'/.exec(message)?.[1]
  return named ? { Region: named.replace(/^oss-/, '') } : {}
}

function identity(answer: HttpAnswer, xml: XmlElement | null): Partial<UploadErrorData> {
  const { headers } = answer
  const requestId = (xml && childText(xml, 'RequestId')) || headers['x-oss-request-id']
  const hostId = xml && childText(xml, 'HostId')
  const ec = (xml && childText(xml, 'EC')) || headers['x-oss-ec']
  const recommendDoc = xml && childText(xml, 'RecommendDoc')
  const retryAfterMs = retryAfter(headers['retry-after'])
  return {
    status: answer.status,
    ...(requestId && { requestId }),
    ...(hostId && { hostId }),
    ...(ec && { ec }),
    ...(recommendDoc && { recommendDoc }),
    ...(retryAfterMs !== null && { retryAfterMs }),
  }
}

function errorXml(answer: HttpAnswer): XmlElement | null {
  const fromHeader = Buffer.from(answer.headers['x-oss-err'] ?? '', 'base64').toString()
  for (const text of [answer.body.toString(), fromHeader]) {
    if (text === '') continue
    try {
      const xml = parseXml(text, 'Error')
      if (/^[A-Za-z][\w.-]{0,99}$/.test(childText(xml, 'Code'))) return xml
    } catch {
      // Not OSS's XML: the other place, or the status, has to do.
    }
  }
  return null
}

/** Without OSS's XML: OSS itself where it left its request id, else something between it and us. */
function unexplained(answer: HttpAnswer, context: CallContext): UploadErrorData {
  const { status } = answer
  // A proxy nobody set, between us and the endpoint.
  if (status === 407) return proxyAuthenticationRequired(context.host, answer.headers).data
  const isOss = 'x-oss-request-id' in answer.headers
  return {
    code: codeOfStatus(status, isOss),
    retry: retryOfUnexplained(status, isOss),
    message: `${context.host} answered with HTTP status ${status}${isOss ? '' : ', and not in the way OSS does'}.`,
    fromServer: isOss,
    params: { ...context, status },
    ...identity(answer, null),
  }
}

function codeOfStatus(status: number, isOss: boolean): string {
  if (!isOss && status < 500) return 'NotOss'
  if (status >= 500) return 'GatewayTrouble'
  // The bare answer to a HEAD.
  if (status === 403) return 'AccessDenied'
  if (status === 404) return 'NoSuchKey'
  return 'BadErrorResponse'
}

function retryOfUnexplained(status: number, isOss: boolean): RetryClass {
  // The log-in page of a hotel or office network answers 200 or 3xx; it goes away once somebody has logged in.
  if (!isOss && status < 400) return 'transient'
  return classOfStatus(status)
}

/** Other elements, nested ones too: for the sentence, the log and the details. Tokens are taken out. */
function extras(xml: XmlElement): Record<string, string> {
  const found: Record<string, string> = {}
  const visit = (name: string, node: XmlNode | undefined): void => {
    if (typeof node === 'string') {
      if (name !== '#text' && !notExtras.has(name))
        found[name] = redact(decodeEntities(node)).slice(0, maxExtraLength)
    } else if (Array.isArray(node)) {
      for (const item of node) visit(name, item)
    } else if (node) {
      for (const [childName, child] of Object.entries(node)) visit(childName, child)
    }
  }
  visit('#text', xml)
  return found
}

function redact(text: string): string {
  return text.replace(/(security-token[:=])[^\n&]+/gi, '$1…')
}

/** Seconds or a date, as milliseconds from now; at most a day. */
function retryAfter(value: string | undefined): number | null {
  if (value === undefined) return null
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), 86_400_000) : null
}

import { UploadError } from '../../shared/upload-error.ts'
import type { HttpAnswer } from './transport.ts'
import { childText, parseXml, type XmlElement } from './xml.ts'

/** A success that does not read like one: damaged on the way, or not from OSS. Trying again is the best there is. */
export function badAnswer(answer: HttpAnswer, detail: string): UploadError {
  const requestId = answer.headers['x-oss-request-id']
  return new UploadError({
    code: 'BadAnswer',
    retry: 'transient',
    message: `OSS's answer could not be read: ${detail}`,
    fromServer: true,
    status: answer.status,
    ...(requestId && { requestId }),
  })
}

/** The root element of an XML answer; throws `BadAnswer`. */
export function xmlOf(answer: HttpAnswer, rootName: string): XmlElement {
  try {
    return parseXml(answer.body.toString(), rootName)
  } catch (error) {
    throw badAnswer(answer, error instanceof Error ? error.message : String(error))
  }
}

/** Text that must be there; throws `BadAnswer`. */
export function requiredText(answer: HttpAnswer, element: XmlElement, name: string): string {
  const text = childText(element, name)
  if (text === '') throw badAnswer(answer, `<${name}> is missing.`)
  return text
}

/** A whole number from 0; throws `BadAnswer`. */
export function requiredNumber(answer: HttpAnswer, element: XmlElement, name: string): number {
  const text = childText(element, name)
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value)) throw badAnswer(answer, `<${name}> is not a number.`)
  return value
}

/** Reads names of a listing: percent-encoded where the server did what `encoding-type=url` asked for. */
export function nameReader(
  answer: HttpAnswer,
  root: XmlElement,
): (element: XmlElement, name: string) => string {
  const isEncoded = childText(root, 'EncodingType') === 'url'
  return (element, name) => {
    const text = childText(element, name)
    if (!isEncoded) return text
    try {
      return decodeURIComponent(text.replaceAll('+', '%20'))
    } catch {
      throw badAnswer(answer, `<${name}> is not percent-encoded.`)
    }
  }
}

/** CRC-64 as OSS writes it, or null where it has none (copied objects and parts may lack it). */
export function crc64Of(text: string | undefined): string | null {
  return text !== undefined && /^\d{1,20}$/.test(text) ? text : null
}

/** Without the quotes that ETags travel in. */
export function unquote(etag: string): string {
  const text = etag.trim()
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text
}

/** ETag, CRC and request id from the headers of a stored part or object; throws `BadAnswer` without an ETag. */
export function storedFromHeaders(
  answer: HttpAnswer,
  etagElsewhere = '',
): { etag: string; crc64: string | null; requestId: string } {
  const etag = unquote(answer.headers.etag ?? etagElsewhere)
  if (etag === '') throw badAnswer(answer, 'it has no ETag.')
  return {
    etag,
    crc64: crc64Of(answer.headers['x-oss-hash-crc64ecma']),
    requestId: answer.headers['x-oss-request-id'] ?? '',
  }
}

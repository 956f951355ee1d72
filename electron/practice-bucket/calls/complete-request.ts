import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { invalidArgument, OssError } from '../wire/oss-error.ts'
import type { RequestHeaders } from '../wire/request-headers.ts'

export interface ListedPart {
  partNumber: number
  /** Upper case, without quotes. */
  etag: string
}

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  removeNSPrefix: true,
  isArray: (name) => name === 'Part',
})

/** The listed parts, or `'all'` for `x-oss-complete-all: yes`, which goes with an empty body only. */
export function readCompleteRequest(headers: RequestHeaders, body: string): ListedPart[] | 'all' {
  const completeAll = headers.get('x-oss-complete-all')
  if (completeAll !== undefined) {
    if (completeAll.toLowerCase() === 'yes' && body.trim() === '') return 'all'
    throw invalidArgument(
      'x-oss-complete-all must be yes and goes without a body.',
      'x-oss-complete-all',
      completeAll,
      '0042-00000216',
    )
  }
  if (/<!DOCTYPE/i.test(body) || XMLValidator.validate(body) !== true) throw malformed()
  const document: unknown = parser.parse(body)
  const parts = child(child(document, 'CompleteMultipartUpload'), 'Part')
  if (!Array.isArray(parts) || parts.length === 0) throw malformed()
  return parts.map((part) => {
    const partNumber = child(part, 'PartNumber')
    const etag = child(part, 'ETag')
    if (typeof partNumber !== 'string' || !/^\d{1,9}$/.test(partNumber) || typeof etag !== 'string')
      throw malformed()
    return { partNumber: Number(partNumber), etag: withoutQuotes(etag).toUpperCase() }
  })
}

/** Clients write the quotes of an ETag as they are, as `&quot;` or as `&#34;`; some leave them out. */
function withoutQuotes(etag: string): string {
  return etag.replace(/&(quot|#34|#x22);/gi, '"').replace(/^"|"$/g, '')
}

function child(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[name] : undefined
}

function malformed(): OssError {
  return new OssError(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema.',
    { ec: '0042-00000205' },
  )
}

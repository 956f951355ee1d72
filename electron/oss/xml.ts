import { XMLParser, XMLValidator } from 'fast-xml-parser'

/** An element with children, by name. Text is a string; an element that OSS may repeat is always a list. */
export type XmlNode = string | XmlElement | XmlNode[]
export interface XmlElement {
  readonly [name: string]: XmlNode | undefined
}

/** Elements of which there may be many, by path: once is a list of one. */
const lists = new Set([
  'ListPartsResult.Part',
  'ListMultipartUploadsResult.Upload',
  'ListMultipartUploadsResult.CommonPrefixes',
  'ListBucketResult.Contents',
  'ListBucketResult.CommonPrefixes',
  'ListAllMyBucketsResult.Buckets.Bucket',
])

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  // Decoded below: the library would also expand what a document declares for itself.
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  isArray: (_name, path) => lists.has(String(path)),
})

/**
 * The children of the root element, which must be called `rootName`. Throws `Error` (never anything else) for text that
 * is not well-formed to its end, that declares a DTD, or that has another root.
 */
export function parseXml(text: string, rootName: string): XmlElement {
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) throw new Error('The XML declares a document type.')
  const verdict = XMLValidator.validate(text)
  if (verdict !== true) throw new Error(`The XML is broken: ${verdict.err.msg}`)
  const document: XmlElement = parser.parse(text)
  const roots = Object.keys(document).filter((name) => name !== '#text')
  const root = document[rootName]
  if (roots.length !== 1 || roots[0] !== rootName || Array.isArray(root)) {
    throw new Error(`The XML is no <${rootName}>.`)
  }
  return typeof root === 'object' ? root : { '#text': root }
}

/** Text of a child element; empty when it is absent or has children of its own. */
export function childText(element: XmlElement, name: string): string {
  const child = Object.hasOwn(element, name) ? element[name] : undefined
  return typeof child === 'string' ? decodeEntities(child) : ''
}

/** The only child element of this name, or an empty one. */
export function childElement(element: XmlElement, name: string): XmlElement {
  const child = Object.hasOwn(element, name) ? element[name] : undefined
  return typeof child === 'object' && !Array.isArray(child) ? child : {}
}

/** All child elements of a name that may be repeated. */
export function childList(element: XmlElement, name: string): XmlElement[] {
  const child = Object.hasOwn(element, name) ? element[name] : undefined
  if (!Array.isArray(child)) return []
  return child.filter((item): item is XmlElement => typeof item === 'object' && !Array.isArray(item))
}

const namedEntities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The five entities of XML and numeric ones; anything else stays as it is. */
export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex, dec, name) => {
      if (name !== undefined) return namedEntities[name] ?? whole
      const codePoint = Number.parseInt(hex ?? dec, hex === undefined ? 10 : 16)
      return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole
    },
  )
}

/** Text as it stands inside an element. */
export function encodeEntities(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (character) =>
      ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' })[character] ?? character,
  )
}

/** Nested elements as data: a text, a number, or child elements. `undefined` leaves the element out. */
export type XmlNode = readonly [name: string, content: XmlContent]
type XmlContent = string | number | boolean | readonly (XmlNode | undefined)[] | undefined

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Control characters become numeric references: a key may hold any of them. */
function escapeText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: object keys may hold control characters, XML text may not
  return text.replace(/[&<>"'\u0000-\u001f\u007f]/g, (character) => {
    return escapes[character] ?? `&#${character.charCodeAt(0)};`
  })
}

function write([name, content]: XmlNode): string {
  if (content === undefined) return ''
  if (typeof content === 'object') {
    return `<${name}>${content.map((child) => (child === undefined ? '' : write(child))).join('')}</${name}>`
  }
  return `<${name}>${typeof content === 'string' ? escapeText(content) : String(content)}</${name}>`
}

/** A whole document with declaration, UTF-8, no namespace. */
export function xmlDocument(root: XmlNode): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root)}`
}

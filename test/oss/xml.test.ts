import { describe, expect, it } from 'vitest'
import {
  childElement,
  childList,
  childText,
  decodeEntities,
  encodeEntities,
  parseXml,
} from '../../electron/oss/xml.ts'
import { SeededRandom } from '../soak/seeded-random.ts'
import { errorXml } from './scripted-server.ts'

describe('XML', () => {
  it('reads text, children and lists whatever the namespace and the order', () => {
    const root = parseXml(
      '<?xml version="1.0" encoding="UTF-8"?>\n<!-- a comment -->\n<o:ListPartsResult xmlns:o="http://doc.oss-cn-hangzhou.aliyuncs.com">' +
        '\n  <Part><Size>5</Size><PartNumber>1</PartNumber></Part>\n  <IsTruncated>false</IsTruncated><Empty/><Owner><ID>7</ID></Owner></o:ListPartsResult>\n',
      'ListPartsResult',
    )
    expect(childText(root, 'IsTruncated')).toBe('false')
    expect(childText(root, 'Empty')).toBe('')
    expect(childText(root, 'Absent')).toBe('')
    expect(childText(childElement(root, 'Owner'), 'ID')).toBe('7')
    expect(childList(root, 'Part').map((part) => childText(part, 'Size'))).toEqual(['5'])
    expect(childList(root, 'Upload')).toEqual([])
  })

  it('keeps numbers as the text they are', () => {
    const root = parseXml('<R><A>18446744073709551615</A><B>007</B><C>1e5</C><D> x </D></R>', 'R')
    expect(['A', 'B', 'C', 'D'].map((name) => childText(root, name))).toEqual([
      '18446744073709551615',
      '007',
      '1e5',
      ' x ',
    ])
  })

  it('expands the five entities and numeric ones, once', () => {
    const root = parseXml('<R><A>&quot;a&quot; &amp;lt; &#34;&#x5939; &apos;&gt; &nbsp;</A></R>', 'R')
    expect(childText(root, 'A')).toBe('"a" &lt; "夹 \'> &nbsp;')
    expect(decodeEntities('&#1114112;&#xFFFFFF;')).toBe('&#1114112;&#xFFFFFF;')
  })

  it('writes text so that it reads back the same', () => {
    const text = `"<&>' & &amp; 夏天 😀`
    expect(decodeEntities(encodeEntities(text))).toBe(text)
    expect(childText(parseXml(`<R><A>${encodeEntities(text)}</A></R>`, 'R'), 'A')).toBe(text)
  })

  it.each([
    ['nothing', ''],
    ['white space', '  \n'],
    ['plain text', 'Service Unavailable'],
    ['HTML', '<html><body><br></body></html>'],
    ['another root', '<Other><Code>X</Code></Other>'],
    ['an end that is missing', '<Error><Code>X</Code>'],
    ['an end that is wrong', '<Error><Code>X</Error></Code>'],
    ['two roots', '<Error><Code>X</Code></Error><Error/>'],
    ['a document type', '<!DOCTYPE Error [<!ENTITY a "aaaa">]><Error><Code>&a;</Code></Error>'],
  ])('refuses %s with an Error', (_what, text) => {
    expect(() => parseXml(text, 'Error')).toThrow(Error)
  })

  it('does not take names of JavaScript for elements', () => {
    const root = parseXml('<R><A>1</A></R>', 'R')
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(childText(root, name)).toBe('')
      expect(childList(root, name)).toEqual([])
      expect(childElement(root, name)).toEqual({})
      expect(() => parseXml('<R/>', name)).toThrow(Error)
    }
    try {
      parseXml('<R><__proto__><polluted>1</polluted></__proto__></R>', 'R')
    } catch {
      // Refusing it is as good.
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('answers 3,000 mutilated documents with a root or an Error, never with anything else', () => {
    const random = new SeededRandom(64)
    const seeds = [
      errorXml('NoSuchUpload', 'm', '<Detail><ServerTime>x</ServerTime></Detail>'),
      '<ListPartsResult><Part><PartNumber>1</PartNumber><ETag>&quot;A&quot;</ETag></Part><IsTruncated>true</IsTruncated></ListPartsResult>',
      '<a><b c="d"/><![CDATA[x]]><!-- y --></a>',
    ]
    const snippets = [
      '<',
      '>',
      '</',
      '/>',
      '&',
      '&#',
      ';',
      '"',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<?',
      '?>',
      '\0',
      '\uFFFF',
      '😀',
      '<Part>',
      '</Part>',
      '<constructor>',
      '=',
      ' ',
    ]
    let roots = 0
    for (let round = 0; round < 3000; round += 1) {
      let text = random.pick(seeds)
      for (let count = random.between(0, 4); count > 0; count -= 1) {
        const at = random.between(0, text.length)
        const cut = random.chance(0.5) ? random.between(0, 10) : 0
        text = text.slice(0, at) + (random.chance(0.7) ? random.pick(snippets) : '') + text.slice(at + cut)
      }
      if (random.chance(0.2)) text = text.slice(0, random.between(0, text.length))
      try {
        const root = parseXml(text, random.pick(['Error', 'ListPartsResult', 'a']))
        expect(typeof root).toBe('object')
        childText(root, 'Code')
        childList(root, 'Part')
        roots += 1
      } catch (error) {
        expect(error, JSON.stringify(text)).toBeInstanceOf(Error)
      }
    }
    // Otherwise the mutilation would be so thorough that it proves nothing.
    expect(roots).toBeGreaterThan(100)
  })

  it('refuses random bytes', () => {
    const random = new SeededRandom(65)
    for (let round = 0; round < 500; round += 1) {
      const bytes = Buffer.from(Array.from({ length: random.between(0, 300) }, () => random.between(0, 255)))
      expect(() => parseXml(bytes.toString(), 'Error')).toThrow(Error)
    }
  })

  it('survives very deep nesting', () => {
    const deep = `<Error>${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}</Error>`
    try {
      expect(childText(parseXml(deep, 'Error'), 'Code')).toBe('')
    } catch (error) {
      expect(error).toBeInstanceOf(Error)
    }
  })
})

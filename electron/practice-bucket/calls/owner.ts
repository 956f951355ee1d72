import type { XmlNode } from '../wire/xml.ts'

/** The one account of a practice bucket. */
export const owner: XmlNode = [
  'Owner',
  [
    ['ID', '1000000000000001'],
    ['DisplayName', '1000000000000001'],
  ],
]

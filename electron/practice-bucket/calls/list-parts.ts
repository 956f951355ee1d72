import { type Answer, xmlAnswer } from '../http/answer.ts'
import type { ObjectExchange } from '../http/exchange.ts'
import { partLastModified } from '../storage/part-files.ts'
import { xmlDate } from '../wire/dates.ts'
import type { XmlNode } from '../wire/xml.ts'
import { readEncoding, readWholeNumber } from './url-encoding.ts'

/** One page of the parts stored so far, by ascending number, after `part-number-marker`. */
export function listParts({ context, query, bucketName, key }: ObjectExchange): Answer {
  const encoding = readEncoding(query)
  const maxParts = readWholeNumber(query, 'max-parts', { min: 1, max: 1000, fallback: 1000 })
  const marker = readWholeNumber(query, 'part-number-marker', { min: 0, max: 2 ** 31 - 1, fallback: 0 })
  const { info, parts } = context.store.get(bucketName).uploads.get(query.get('uploadId') ?? '', key)
  const rest = [...parts.values()]
    .filter((part) => part.partNumber > marker)
    .sort((a, b) => a.partNumber - b.partNumber)
  const page = rest.slice(0, maxParts)
  return xmlAnswer([
    'ListPartsResult',
    [
      ['EncodingType', encoding.type],
      ['Bucket', bucketName],
      ['Key', encoding.encode(key)],
      ['UploadId', info.uploadId],
      ['StorageClass', info.headers.storageClass],
      ['PartNumberMarker', marker],
      ['NextPartNumberMarker', page.at(-1)?.partNumber ?? marker],
      ['MaxParts', maxParts],
      ['IsTruncated', rest.length > page.length],
      ...page.map(
        (part): XmlNode => [
          'Part',
          [
            ['PartNumber', part.partNumber],
            ['LastModified', xmlDate(partLastModified(part))],
            ['ETag', `"${part.md5}"`],
            ['HashCrc64ecma', part.crc64.toString()],
            ['Size', part.sizeBytes],
          ],
        ],
      ),
    ],
  ])
}

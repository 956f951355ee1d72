import { type Answer, xmlAnswer } from '../http/answer.ts'
import type { BucketExchange } from '../http/exchange.ts'
import { type ListPlace, listObjects } from '../storage/list-objects.ts'
import { xmlDate } from '../wire/dates.ts'
import { checkListText } from '../wire/names.ts'
import { invalidArgument } from '../wire/oss-error.ts'
import type { XmlNode } from '../wire/xml.ts'
import { owner } from './owner.ts'
import { readEncoding, readWholeNumber } from './url-encoding.ts'

/** One page of keys in byte order; with a delimiter, groups of keys stand as `CommonPrefixes`. */
export function listObjectsV2({ context, query, bucketName }: BucketExchange): Answer {
  const listType = query.get('list-type') ?? ''
  if (listType !== '2') throw invalidArgument('The list type must be 2.', 'list-type', listType)
  const encoding = readEncoding(query)
  const maxKeys = readWholeNumber(query, 'max-keys', { min: 0, max: 1000, fallback: 100 })
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const startAfter = query.get('start-after')
  const token = query.get('continuation-token')
  for (const [name, value] of Object.entries({ prefix, delimiter, 'start-after': startAfter ?? '' })) {
    checkListText(name, value)
  }
  // A token is further on than start-after, which only opened the listing.
  const after = token === undefined || token === '' ? startAfter && { key: startAfter } : readToken(token)
  const { objects } = context.store.get(bucketName)
  const page = listObjects(objects, { prefix, delimiter, maxEntries: maxKeys, ...(after ? { after } : {}) })
  const optional = (name: string, value: string | undefined): XmlNode[] =>
    value === undefined ? [] : [[name, encoding.encode(value)]]
  return xmlAnswer([
    'ListBucketResult',
    [
      ['Name', bucketName],
      ['Prefix', encoding.encode(prefix)],
      ...optional('StartAfter', startAfter),
      ...optional('ContinuationToken', token),
      ['MaxKeys', maxKeys],
      ['Delimiter', encoding.encode(delimiter)],
      ['EncodingType', encoding.type],
      ['IsTruncated', page.next !== undefined],
      ...optional('NextContinuationToken', page.next && writeToken(page.next)),
      ...page.objects.map(
        (record): XmlNode => [
          'Contents',
          [
            ['Key', encoding.encode(record.key)],
            ['LastModified', xmlDate(record.lastModified)],
            ['ETag', `"${record.etag}"`],
            ['Type', record.type],
            ['Size', record.sizeBytes],
            ['StorageClass', record.headers.storageClass],
            query.get('fetch-owner') === 'true' ? owner : undefined,
          ],
        ],
      ),
      ...page.commonPrefixes.map(
        (commonPrefix): XmlNode => ['CommonPrefixes', [['Prefix', encoding.encode(commonPrefix)]]],
      ),
      ['KeyCount', page.objects.length + page.commonPrefixes.length],
    ],
  ])
}

/** Opaque to clients: `k` or `p` and the key or common prefix the page ended with, in base64. */
function writeToken(place: ListPlace): string {
  return Buffer.from('key' in place ? `k${place.key}` : `p${place.commonPrefix}`).toString('base64url')
}

function readToken(token: string): ListPlace {
  const text = Buffer.from(token, 'base64url').toString('utf8')
  if (text.startsWith('k')) return { key: text.slice(1) }
  if (text.startsWith('p')) return { commonPrefix: text.slice(1) }
  throw invalidArgument('The continuation token is not valid.', 'continuation-token', token)
}

import { type Answer, xmlAnswer } from '../http/answer.ts'
import type { Exchange } from '../http/exchange.ts'
import { xmlDate } from '../wire/dates.ts'
import type { XmlNode } from '../wire/xml.ts'
import { owner } from './owner.ts'
import { readWholeNumber } from './url-encoding.ts'

/** The buckets by name; paging elements only appear when the answer is partial. */
export function listBuckets({ context, query }: Exchange): Answer {
  const maxKeys = readWholeNumber(query, 'max-keys', { min: 1, max: 1000, fallback: 100 })
  const prefix = query.get('prefix') ?? ''
  const marker = query.get('marker') ?? ''
  const rest = context.store.list().filter(({ name }) => name.startsWith(prefix) && name > marker)
  const page = rest.slice(0, maxKeys)
  const paging: XmlNode[] = [
    ['Prefix', prefix],
    ['Marker', marker],
    ['MaxKeys', maxKeys],
    ['IsTruncated', true],
    ['NextMarker', page.at(-1)?.name ?? ''],
  ]
  return xmlAnswer([
    'ListAllMyBucketsResult',
    [
      ...(rest.length > page.length ? paging : []),
      owner,
      [
        'Buckets',
        page.map(
          ({ name, created }): XmlNode => [
            'Bucket',
            [
              ['CreationDate', xmlDate(created)],
              ['ExtranetEndpoint', context.authority()],
              ['IntranetEndpoint', context.authority()],
              ['Location', `oss-${context.region}`],
              ['Name', name],
              ['Region', context.region],
              ['StorageClass', 'Standard'],
            ],
          ],
        ),
      ],
    ],
  ])
}

import { type Answer, xmlAnswer } from '../http/answer.ts'
import type { BucketExchange } from '../http/exchange.ts'
import { compareKeys } from '../storage/key-order.ts'
import type { UploadInfo } from '../storage/multipart-store.ts'
import { xmlDate } from '../wire/dates.ts'
import { checkListText } from '../wire/names.ts'
import type { XmlNode } from '../wire/xml.ts'
import { readEncoding, readWholeNumber } from './url-encoding.ts'

type Entry = { upload: UploadInfo } | { commonPrefix: string }

/** One page of unfinished uploads, by key and then upload id. */
export function listMultipartUploads({ context, query, bucketName }: BucketExchange): Answer {
  const encoding = readEncoding(query)
  const maxUploads = readWholeNumber(query, 'max-uploads', { min: 1, max: 1000, fallback: 1000 })
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const keyMarker = query.get('key-marker') ?? ''
  // Without a key marker there is no key it could belong to.
  const uploadIdMarker = keyMarker === '' ? '' : (query.get('upload-id-marker') ?? '')
  for (const [name, value] of Object.entries({ prefix, delimiter, 'key-marker': keyMarker }))
    checkListText(name, value)

  const uploads = context.store
    .get(bucketName)
    .uploads.list()
    .filter(({ key }) => key.startsWith(prefix))
    .filter((upload) => isAfter(upload, keyMarker, uploadIdMarker))
  const entries = group(uploads, prefix, delimiter, keyMarker)
  const page = entries.slice(0, maxUploads)
  const isTruncated = entries.length > page.length
  const last = page.at(-1)
  const next = last === undefined || !isTruncated ? { key: '', uploadId: '' } : markers(last)
  return xmlAnswer([
    'ListMultipartUploadsResult',
    [
      ['EncodingType', encoding.type],
      ['Bucket', bucketName],
      ['KeyMarker', encoding.encode(keyMarker)],
      ['UploadIdMarker', uploadIdMarker],
      ['NextKeyMarker', encoding.encode(next.key)],
      ['NextUploadIdMarker', next.uploadId],
      ['Delimiter', encoding.encode(delimiter)],
      ['Prefix', encoding.encode(prefix)],
      ['MaxUploads', maxUploads],
      ['IsTruncated', isTruncated],
      ...page.map((entry): XmlNode => {
        if ('commonPrefix' in entry)
          return ['CommonPrefixes', [['Prefix', encoding.encode(entry.commonPrefix)]]]
        return [
          'Upload',
          [
            ['Key', encoding.encode(entry.upload.key)],
            ['UploadId', entry.upload.uploadId],
            ['StorageClass', entry.upload.headers.storageClass],
            ['Initiated', xmlDate(entry.upload.initiated)],
          ],
        ]
      }),
    ],
  ])
}

function isAfter({ key, uploadId }: UploadInfo, keyMarker: string, uploadIdMarker: string): boolean {
  if (keyMarker === '') return true
  const order = compareKeys(key, keyMarker)
  return order > 0 || (order === 0 && uploadIdMarker !== '' && uploadId > uploadIdMarker)
}

function group(
  uploads: readonly UploadInfo[],
  prefix: string,
  delimiter: string,
  keyMarker: string,
): Entry[] {
  if (delimiter === '') return uploads.map((upload) => ({ upload }))
  const entries: Entry[] = []
  let lastPrefix: string | undefined
  for (const upload of uploads) {
    const cut = upload.key.indexOf(delimiter, prefix.length)
    if (cut === -1) {
      entries.push({ upload })
      continue
    }
    const commonPrefix = upload.key.slice(0, cut + delimiter.length)
    // The last page ended with this group, or it is in the list already.
    if (commonPrefix === keyMarker || commonPrefix === lastPrefix) continue
    lastPrefix = commonPrefix
    entries.push({ commonPrefix })
  }
  return entries
}

function markers(entry: Entry): { key: string; uploadId: string } {
  if ('commonPrefix' in entry) return { key: entry.commonPrefix, uploadId: '' }
  return { key: entry.upload.key, uploadId: entry.upload.uploadId }
}

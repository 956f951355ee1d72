import type { OpenMultipartUpload, RemotePart } from '../engine/ports/object-store.ts'
import { badAnswer, crc64Of, nameReader, requiredNumber, requiredText, unquote, xmlOf } from './answers.ts'
import { checkObjectKey, checkPrefix } from './names.ts'
import type { OssConnection } from './oss-connection.ts'
import type { HttpAnswer } from './transport.ts'
import { childList, childText, type XmlElement } from './xml.ts'

/** The most OSS puts on a page. */
const pageSize = 1000
const maxListingBytes = 16 * 1024 * 1024

/** ListParts to the last page, ascending. Throws `NoSuchUpload` (class `restart`). */
export async function listParts(
  connection: OssConnection,
  input: { key: string; uploadId: string; signal: AbortSignal },
): Promise<RemotePart[]> {
  checkObjectKey(input.key)
  const parts: RemotePart[] = []
  let marker: string | null = '0'
  while (marker !== null) {
    const answer: HttpAnswer = await connection.call({
      method: 'GET',
      action: 'oss:ListParts',
      key: input.key,
      query: {
        'encoding-type': 'url',
        'max-parts': String(pageSize),
        'part-number-marker': marker,
        uploadId: input.uploadId,
      },
      signal: input.signal,
      maxAnswerBytes: maxListingBytes,
    })
    const page = xmlOf(answer, 'ListPartsResult')
    for (const part of childList(page, 'Part')) parts.push(remotePart(answer, part))
    marker = nextMarker(answer, page, 'NextPartNumberMarker', marker)
  }
  return parts.sort((a, b) => a.partNumber - b.partNumber)
}

function remotePart(answer: HttpAnswer, part: XmlElement): RemotePart {
  return {
    partNumber: requiredNumber(answer, part, 'PartNumber'),
    sizeBytes: requiredNumber(answer, part, 'Size'),
    etag: unquote(requiredText(answer, part, 'ETag')),
    crc64: crc64Of(childText(part, 'HashCrc64ecma')),
  }
}

/** ListMultipartUploads to the last page, by key and upload id. */
export async function listMultipartUploads(
  connection: OssConnection,
  input: { prefix: string; signal: AbortSignal },
): Promise<OpenMultipartUpload[]> {
  checkPrefix(input.prefix)
  const uploads: OpenMultipartUpload[] = []
  let markers: { 'key-marker': string; 'upload-id-marker': string } | null = {
    'key-marker': '',
    'upload-id-marker': '',
  }
  while (markers !== null) {
    const answer: HttpAnswer = await connection.call({
      method: 'GET',
      action: 'oss:ListMultipartUploads',
      query: {
        uploads: '',
        'encoding-type': 'url',
        'max-uploads': String(pageSize),
        ...(input.prefix !== '' && { prefix: input.prefix }),
        ...(markers['key-marker'] !== '' && markers),
      },
      signal: input.signal,
      maxAnswerBytes: maxListingBytes,
    })
    const page = xmlOf(answer, 'ListMultipartUploadsResult')
    const readName = nameReader(answer, page)
    for (const upload of childList(page, 'Upload')) {
      uploads.push({
        key: readName(upload, 'Key'),
        uploadId: requiredText(answer, upload, 'UploadId'),
        initiatedAt: Date.parse(childText(upload, 'Initiated')) || 0,
      })
    }
    if (childText(page, 'IsTruncated') !== 'true') return uploads
    const next = {
      'key-marker': readName(page, 'NextKeyMarker'),
      'upload-id-marker': childText(page, 'NextUploadIdMarker'),
    }
    if (next['key-marker'] === '' || JSON.stringify(next) === JSON.stringify(markers)) {
      throw badAnswer(answer, 'the listing goes on, but not where.')
    }
    markers = next
  }
  return uploads
}

/** The marker of the next page, or null on the last one; a listing that stands still would never end. */
function nextMarker(answer: HttpAnswer, page: XmlElement, name: string, previous: string): string | null {
  if (childText(page, 'IsTruncated') !== 'true') return null
  const marker = childText(page, name)
  if (marker === '' || Number(marker) <= Number(previous)) {
    throw badAnswer(answer, 'the listing goes on, but not where.')
  }
  return marker
}

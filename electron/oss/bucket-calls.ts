import { UploadError } from '../../shared/upload-error.ts'
import { badAnswer, nameReader, requiredNumber, requiredText, unquote, xmlOf } from './answers.ts'
import { checkPrefix } from './names.ts'
import type { OssConnection } from './oss-connection.ts'
import type { HttpAnswer } from './transport.ts'
import { childElement, childList, childText } from './xml.ts'

const maxListingBytes = 16 * 1024 * 1024

export interface BucketSummary {
  name: string
  /** Bare id, e.g. `cn-hangzhou`. */
  region: string
  /** Host name, e.g. `oss-cn-hangzhou.aliyuncs.com`. */
  publicEndpoint: string
  internalEndpoint: string
  storageClass: string
}

export interface BucketInfo extends BucketSummary {
  /** With versioning, `forbidOverwrite` has no effect. */
  versioning: 'Enabled' | 'Suspended' | null
}

export interface ListedObject {
  key: string
  sizeBytes: number
  etag: string
  lastModified: number
}

/** GetBucketInfo; only its owner may ask. */
export async function getBucketInfo(connection: OssConnection, signal: AbortSignal): Promise<BucketInfo> {
  const answer = await connection.call({
    method: 'GET',
    action: 'oss:GetBucketInfo',
    query: { bucketInfo: '' },
    signal,
  })
  const bucket = childElement(xmlOf(answer, 'BucketInfo'), 'Bucket')
  const versioning = childText(bucket, 'Versioning')
  return {
    ...bucketSummary(answer, bucket),
    versioning: versioning === 'Enabled' || versioning === 'Suspended' ? versioning : null,
  }
}

/** ListBuckets of these credentials to the last page; a narrow policy may forbid it. */
export async function listBuckets(connection: OssConnection, signal: AbortSignal): Promise<BucketSummary[]> {
  const buckets: BucketSummary[] = []
  let marker: string | null = ''
  while (marker !== null) {
    const answer: HttpAnswer = await connection.call({
      method: 'GET',
      action: 'oss:ListBuckets',
      isServiceCall: true,
      query: { 'max-keys': '1000', ...(marker !== '' && { marker }) },
      signal,
      maxAnswerBytes: maxListingBytes,
    })
    const page = xmlOf(answer, 'ListAllMyBucketsResult')
    for (const bucket of childList(childElement(page, 'Buckets'), 'Bucket')) {
      buckets.push(bucketSummary(answer, bucket))
    }
    const next = childText(page, 'IsTruncated') === 'true' ? childText(page, 'NextMarker') : null
    if (next !== null && next <= marker) throw badAnswer(answer, 'the listing goes on, but not where.')
    marker = next
  }
  return buckets
}

function bucketSummary(answer: HttpAnswer, bucket: Parameters<typeof childText>[0]): BucketSummary {
  return {
    name: requiredText(answer, bucket, 'Name'),
    region: childText(bucket, 'Location').replace(/^oss-/, ''),
    publicEndpoint: childText(bucket, 'ExtranetEndpoint'),
    internalEndpoint: childText(bucket, 'IntranetEndpoint'),
    storageClass: childText(bucket, 'StorageClass'),
  }
}

/** ListObjectsV2, page by page, in the byte order of the keys. */
export async function* listObjects(
  connection: OssConnection,
  input: { prefix: string; signal: AbortSignal },
): AsyncGenerator<ListedObject> {
  checkPrefix(input.prefix)
  let token: string | null = ''
  while (token !== null) {
    const answer: HttpAnswer = await connection.call({
      method: 'GET',
      action: 'oss:ListObjects',
      query: {
        'list-type': '2',
        'encoding-type': 'url',
        'max-keys': '1000',
        ...(input.prefix !== '' && { prefix: input.prefix }),
        ...(token !== '' && { 'continuation-token': token }),
      },
      signal: input.signal,
      maxAnswerBytes: maxListingBytes,
    })
    const page = xmlOf(answer, 'ListBucketResult')
    const readName = nameReader(answer, page)
    for (const item of childList(page, 'Contents')) {
      yield {
        key: readName(item, 'Key'),
        sizeBytes: requiredNumber(answer, item, 'Size'),
        etag: unquote(childText(item, 'ETag')),
        lastModified: Date.parse(childText(item, 'LastModified')) || 0,
      }
    }
    const next: string | null =
      childText(page, 'IsTruncated') === 'true' ? readName(page, 'NextContinuationToken') : null
    if (next !== null && (next === '' || next === token)) {
      throw badAnswer(answer, 'the listing goes on, but not where.')
    }
    token = next
  }
}

/** PutBucket: a private bucket of the standard class in the region of the endpoint. One's own existing bucket is fine. */
export async function createBucket(connection: OssConnection, signal: AbortSignal): Promise<void> {
  try {
    await connection.call({ method: 'PUT', action: 'oss:PutBucket', signal })
  } catch (error) {
    if (!(error instanceof UploadError && error.code === 'BucketAlreadyOwnedByYou')) throw error
  }
}

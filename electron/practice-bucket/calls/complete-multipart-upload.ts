import { createHash } from 'node:crypto'
import { type Answer, xmlAnswer } from '../http/answer.ts'
import type { ObjectExchange } from '../http/exchange.ts'
import { receiveText } from '../http/receive-text.ts'
import { combineCrc64 } from '../integrity/crc64.ts'
import { joinParts } from '../storage/join-parts.ts'
import type { MultipartUpload } from '../storage/multipart-store.ts'
import type { PartRecord } from '../storage/part-files.ts'
import type { ObjectRecord } from '../storage/stored-headers.ts'
import { OssError } from '../wire/oss-error.ts'
import { percentEncodePath } from '../wire/percent-encoding.ts'
import { type ListedPart, readCompleteRequest } from './complete-request.ts'
import { readCallback, withCallback } from './upload-callback.ts'
import { encryptionHeaders, readForbidOverwrite, readObjectAcl } from './upload-headers.ts'
import { readEncoding } from './url-encoding.ts'

/** 10,000 parts with long ETag entities and indentation. */
const maxBodyBytes = 4 * 1024 * 1024

/**
 * Makes the parts one object, in one step: before it the upload is as it was, after it the object is there and the id is
 * gone. Goes on when the client disconnects meanwhile, as OSS does.
 */
export async function completeMultipartUpload(exchange: ObjectExchange): Promise<Answer> {
  const { context, headers, query, bucketName, key } = exchange
  const encoding = readEncoding(query)
  const { uploads } = context.store.get(bucketName)
  const uploadId = query.get('uploadId') ?? ''
  uploads.get(uploadId, key)
  const acl = readObjectAcl(headers)
  const forbidOverwrite = readForbidOverwrite(headers)
  const callback = readCallback(exchange)
  const listed = readCompleteRequest(headers, await receiveText(exchange, maxBodyBytes))

  // Read again after every wait: the upload may have been aborted or completed meanwhile.
  let upload = uploads.get(uploadId, key)
  while (upload.completing !== undefined) {
    await upload.completing
    upload = uploads.get(uploadId, key)
  }
  const completion = Promise.withResolvers<void>()
  upload.completing = completion.promise
  let record: ObjectRecord
  try {
    record = await joinIntoObject(exchange, upload, chooseParts(upload, listed, context.minPartBytes), {
      acl,
      forbidOverwrite,
    })
  } finally {
    delete upload.completing
    completion.resolve()
  }

  const answer = xmlAnswer(
    [
      'CompleteMultipartUploadResult',
      [
        ['EncodingType', encoding.type],
        ['Location', `http://${context.authority()}/${bucketName}/${percentEncodePath(key)}`],
        ['Bucket', bucketName],
        ['Key', encoding.encode(key)],
        ['ETag', `"${record.etag}"`],
      ],
    ],
    {
      ETag: `"${record.etag}"`,
      'x-oss-hash-crc64ecma': record.crc64,
      ...encryptionHeaders(record.headers),
    },
  )
  const described = {
    bucket: bucketName,
    object: key,
    etag: record.etag,
    size: record.sizeBytes,
    mimeType: record.headers.contentType,
  }
  return withCallback(answer, callback, described, exchange)
}

/** Numbers ascending, every listed part there with that ETag, and large enough unless it is the last. */
function chooseParts(
  { parts }: MultipartUpload,
  listed: ListedPart[] | 'all',
  minPartBytes: number,
): PartRecord[] {
  const wanted =
    listed === 'all'
      ? [...parts.values()]
          .map(({ partNumber, md5 }) => ({ partNumber, etag: md5 }))
          .sort((a, b) => a.partNumber - b.partNumber)
      : listed
  const chosen: PartRecord[] = []
  for (const { partNumber, etag } of wanted) {
    if (partNumber <= (chosen.at(-1)?.partNumber ?? 0)) {
      throw new OssError(400, 'InvalidPartOrder', 'The list of parts was not in ascending order.')
    }
    const part = parts.get(partNumber)
    if (part === undefined || part.md5 !== etag) {
      throw new OssError(
        400,
        'InvalidPart',
        'One or more of the specified parts could not be found, or its ETag differs.',
        {
          fields: { PartNumber: String(partNumber), ETag: etag },
        },
      )
    }
    chosen.push(part)
  }
  const tooSmall = chosen.slice(0, -1).find((part) => part.sizeBytes < minPartBytes)
  if (tooSmall !== undefined) {
    throw new OssError(
      400,
      'EntityTooSmall',
      'Your proposed upload is smaller than the minimum allowed size.',
      {
        ec: '0042-00000213',
        fields: {
          MinSizeAllowed: String(minPartBytes),
          ProposedSize: String(tooSmall.sizeBytes),
          PartNumber: String(tooSmall.partNumber),
        },
      },
    )
  }
  if (chosen.length === 0) throw new OssError(400, 'InvalidPart', 'The upload has no parts.')
  return chosen
}

async function joinIntoObject(
  { context, bucketName, key }: ObjectExchange,
  { info }: MultipartUpload,
  parts: readonly PartRecord[],
  { acl, forbidOverwrite }: { acl: string | undefined; forbidOverwrite: boolean },
): Promise<ObjectRecord> {
  const { objects, uploads } = context.store.get(bucketName)
  if (forbidOverwrite) objects.checkOverwrite(key)
  const { temporary, isDurable } = context.store
  const temporaryName = temporary.newName()
  try {
    const { md5 } = await joinParts(
      parts.map((part) => ({ path: uploads.partPath(info.uploadId, part), sizeBytes: part.sizeBytes })),
      temporary.pathOf(temporaryName),
      { wantsMd5: info.isSequential, isDurable, signal: context.closing },
    )
    const record = objects.put({
      temporaryName,
      forbidOverwrite,
      uploadId: info.uploadId,
      record: {
        key,
        sizeBytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0),
        etag: multipartEtag(parts),
        crc64: parts.reduce((crc, part) => combineCrc64(crc, part.crc64, part.sizeBytes), 0n).toString(),
        ...(md5 === undefined ? {} : { md5 }),
        lastModified: context.now(),
        type: 'Multipart',
        headers: { ...info.headers, ...(acl === undefined ? {} : { acl }) },
      },
    })
    uploads.remove(info.uploadId)
    return record
  } catch (error) {
    await temporary.discard(temporaryName)
    throw error
  }
}

/** OSS's formula is not public; this one is the MD5 of the parts' MD5s and their count. */
function multipartEtag(parts: readonly PartRecord[]): string {
  const md5 = createHash('md5')
  for (const part of parts) md5.update(part.md5, 'hex')
  return `${md5.digest('hex').toUpperCase()}-${parts.length}`
}

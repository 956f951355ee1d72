import type { Answer } from '../http/answer.ts'
import type { ObjectExchange } from '../http/exchange.ts'
import { readTrafficLimit } from '../http/pace.ts'
import { checkContentLength, receiveFile } from '../http/receive-file.ts'
import { readDeclaredDigests } from '../integrity/declared-digests.ts'
import type { MultipartUpload } from '../storage/multipart-store.ts'
import { invalidArgument, OssError } from '../wire/oss-error.ts'
import type { Query } from '../wire/request-target.ts'
import { refuseHeaders } from './refuse-headers.ts'

const maxPartNumber = 10_000

/** Stores one part. Its size is not looked at here, only at Complete; the same number again replaces the part. */
export async function uploadPart(exchange: ObjectExchange): Promise<Answer> {
  const { context, headers, query, bucketName, key } = exchange
  refuseHeaders(headers, ['x-oss-copy-source'])
  const sse = headers.get('x-oss-server-side-encryption')
  if (sse !== undefined) {
    throw invalidArgument(
      'Encryption is fixed when the upload is initiated.',
      'x-oss-server-side-encryption',
      sse,
    )
  }
  const { uploads } = context.store.get(bucketName)
  const uploadId = query.get('uploadId') ?? ''
  if (uploadId === '') throw invalidArgument('The uploadId is missing.', 'uploadId', '')
  const partNumber = readPartNumber(query)
  const upload = uploads.get(uploadId, key)
  readDeclaredDigests(headers)
  readTrafficLimit(exchange)
  checkContentLength(exchange, { allowsChunked: false })
  if (upload.info.isSequential) checkSequence(upload, partNumber)

  upload.receiving += 1
  try {
    const file = await receiveFile(exchange)
    try {
      // A Complete that is joining the parts ends this upload: the part then comes too late.
      while (upload.completing !== undefined) await upload.completing
      const md5 = file.md5.toString('hex').toUpperCase()
      uploads.storePart(uploadId, key, file.temporaryName, {
        partNumber,
        md5,
        crc64: file.crc64,
        sizeBytes: file.sizeBytes,
      })
      return {
        status: 200,
        headers: {
          ETag: `"${md5}"`,
          'Content-MD5': file.md5.toString('base64'),
          'x-oss-hash-crc64ecma': file.crc64.toString(),
        },
      }
    } catch (error) {
      await context.store.temporary.discard(file.temporaryName)
      throw error
    }
  } finally {
    upload.receiving -= 1
  }
}

function readPartNumber(query: Query): number {
  const text = query.get('partNumber')
  if (text === undefined || text === '') {
    throw invalidArgument('The part number is missing.', 'PartNumber', '', '0017-00000219')
  }
  const partNumber = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (partNumber >= 1 && partNumber <= maxPartNumber) return partNumber
  const message = `Part number must be an integer between 1 and ${maxPartNumber}, inclusive.`
  throw invalidArgument(message, 'PartNumber', text, '0017-00000220')
}

/** A sequential upload takes its parts in order, one at a time. */
function checkSequence({ parts, receiving }: MultipartUpload, partNumber: number): void {
  const last = Math.max(0, ...parts.keys())
  if (receiving === 0 && partNumber === last + 1) return
  throw new OssError(400, 'PartNotSequential', 'The part is not the next one of this sequential upload.')
}

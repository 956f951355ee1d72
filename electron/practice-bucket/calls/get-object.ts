import { closeSync } from 'node:fs'
import type { Answer } from '../http/answer.ts'
import type { ObjectExchange } from '../http/exchange.ts'
import { readTrafficLimit } from '../http/pace.ts'
import type { ObjectRecord } from '../storage/stored-headers.ts'
import { accessDenied, noSuchKey, OssError } from '../wire/oss-error.ts'
import { readByteRange } from './byte-range.ts'
import { isNotModified } from './conditions.ts'
import { objectHeaders } from './object-headers.ts'

const archived = ['Archive', 'ColdArchive', 'DeepColdArchive']

/** The object or one range of it. The checksum header is the whole object's in either case. */
export function getObject(exchange: ObjectExchange): Answer {
  const { context, headers, bucketName, key } = exchange
  const bitsPerSecond = readTrafficLimit(exchange)
  const overrides = readOverrides(exchange)
  const opened = context.store.get(bucketName).objects.open(key)
  if (opened === undefined) throw missing(exchange)
  const { record, descriptor } = opened
  try {
    checkReadable(exchange, record)
    if (archived.includes(record.headers.storageClass)) {
      throw new OssError(403, 'InvalidObjectState', 'The operation is not valid for the object state.')
    }
    if (isNotModified(headers, record)) {
      closeSync(descriptor)
      return notModified(record)
    }
    const range = readByteRange(headers, record.sizeBytes)
    const { startOffset, endOffset } = range ?? { startOffset: 0, endOffset: record.sizeBytes }
    return {
      status: range === undefined ? 200 : 206,
      headers: {
        ...objectHeaders(record),
        ...overrides,
        'Content-Length': String(endOffset - startOffset),
        ...(range === undefined
          ? {}
          : { 'Content-Range': `bytes ${startOffset}-${endOffset - 1}/${record.sizeBytes}` }),
      },
      body: {
        kind: 'file',
        descriptor,
        startOffset,
        endOffset,
        ...(bitsPerSecond === undefined ? {} : { bitsPerSecond }),
      },
    }
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
}

/** As GetObject, without the body. */
export function headObject(exchange: ObjectExchange): Answer {
  const { context, headers, bucketName, key } = exchange
  const record = context.store.get(bucketName).objects.find(key)
  if (record === undefined) throw missing(exchange)
  checkReadable(exchange, record)
  if (isNotModified(headers, record)) return notModified(record)
  return { status: 200, headers: objectHeaders(record) }
}

function notModified(record: ObjectRecord): Answer {
  const { ETag, 'Last-Modified': lastModified } = objectHeaders(record)
  return { status: 304, headers: { ETag: ETag ?? '', 'Last-Modified': lastModified ?? '' } }
}

/** Strangers learn nothing about which keys exist. */
function missing({ isAnonymous, key }: ObjectExchange): OssError {
  return isAnonymous ? forbidden() : noSuchKey(key)
}

function checkReadable(
  { context, bucketName, isAnonymous }: ObjectExchange,
  { headers }: ObjectRecord,
): void {
  if (!isAnonymous) return
  const own = headers.acl === undefined || headers.acl === 'default' ? undefined : headers.acl
  const acl = own ?? context.store.get(bucketName).info.acl
  if (!acl.startsWith('public-read')) throw forbidden()
}

function forbidden(): OssError {
  return accessDenied('You have no right to access this object because of bucket acl.', {}, '0003-00000001')
}

/** `response-content-type` and its kin change the answer's headers; only for signed requests. */
function readOverrides({ query, isAnonymous }: ObjectExchange): Record<string, string> {
  const overrides: Record<string, string> = {}
  for (const [name, value] of query) {
    if (!name.startsWith('response-')) continue
    if (isAnonymous) throw new OssError(400, 'InvalidRequest', 'response- parameters need a signed request.')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a line break here would let a URL write headers of its own
    if (/[\u0000-\u001f\u007f]/.test(value))
      throw new OssError(400, 'InvalidRequest', `The value of ${name} is not a header.`)
    overrides[name.slice('response-'.length)] = Buffer.from(value).toString('latin1')
  }
  return overrides
}

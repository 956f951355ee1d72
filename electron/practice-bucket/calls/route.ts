import { isSubResource } from '../auth/sub-resources.ts'
import type { Answer } from '../http/answer.ts'
import type { BucketExchange, Exchange, ObjectExchange } from '../http/exchange.ts'
import type { Resource } from '../wire/addressing.ts'
import { checkBucketName, checkObjectKey } from '../wire/names.ts'
import { accessDenied, notImplemented, OssError } from '../wire/oss-error.ts'
import type { Query } from '../wire/request-target.ts'
import { abortMultipartUpload } from './abort-multipart-upload.ts'
import { completeMultipartUpload } from './complete-multipart-upload.ts'
import { deleteObject } from './delete-object.ts'
import { getBucketInfo, getBucketLocation } from './get-bucket.ts'
import { getObject, headObject } from './get-object.ts'
import { initiateMultipartUpload } from './initiate-multipart-upload.ts'
import { listBuckets } from './list-buckets.ts'
import { listMultipartUploads } from './list-multipart-uploads.ts'
import { listObjectsV2 } from './list-objects-v2.ts'
import { listParts } from './list-parts.ts'
import { putBucket } from './put-bucket.ts'
import { putObject } from './put-object.ts'
import { uploadPart } from './upload-part.ts'

/** A call is known by its method and by the sub-resources in its query. */
interface Route<E> {
  method: string
  /** The permission it needs. */
  action: string
  /** Query parameters that make this call, all needed. */
  by: readonly string[]
  /** Further sub-resources it understands. */
  also?: readonly string[]
  isOpenToAnonymous?: boolean
  call(exchange: E): Promise<Answer> | Answer
}

const overrides = [
  'response-content-type',
  'response-content-language',
  'response-expires',
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
]
const callback = ['callback', 'callback-var']
const trafficLimit = ['x-oss-traffic-limit']

const objectRoutes: readonly Route<ObjectExchange>[] = [
  {
    method: 'POST',
    action: 'oss:PutObject',
    by: ['uploads'],
    also: ['sequential'],
    call: initiateMultipartUpload,
  },
  {
    method: 'POST',
    action: 'oss:PutObject',
    by: ['uploadId'],
    also: callback,
    call: completeMultipartUpload,
  },
  {
    method: 'PUT',
    action: 'oss:PutObject',
    by: ['uploadId'],
    also: ['partNumber', ...trafficLimit],
    call: uploadPart,
  },
  { method: 'PUT', action: 'oss:PutObject', by: ['partNumber'], also: trafficLimit, call: uploadPart },
  { method: 'GET', action: 'oss:ListParts', by: ['uploadId'], call: listParts },
  { method: 'DELETE', action: 'oss:AbortMultipartUpload', by: ['uploadId'], call: abortMultipartUpload },
  { method: 'PUT', action: 'oss:PutObject', by: [], also: [...callback, ...trafficLimit], call: putObject },
  {
    method: 'GET',
    action: 'oss:GetObject',
    by: [],
    also: [...overrides, ...trafficLimit],
    isOpenToAnonymous: true,
    call: getObject,
  },
  { method: 'HEAD', action: 'oss:GetObject', by: [], isOpenToAnonymous: true, call: headObject },
  { method: 'DELETE', action: 'oss:DeleteObject', by: [], call: deleteObject },
]

const bucketRoutes: readonly Route<BucketExchange>[] = [
  { method: 'GET', action: 'oss:ListMultipartUploads', by: ['uploads'], call: listMultipartUploads },
  { method: 'GET', action: 'oss:GetBucketInfo', by: ['bucketInfo'], call: getBucketInfo },
  { method: 'GET', action: 'oss:GetBucketLocation', by: ['location'], call: getBucketLocation },
  {
    method: 'GET',
    action: 'oss:ListObjects',
    by: ['list-type'],
    also: ['continuation-token'],
    call: listObjectsV2,
  },
  { method: 'PUT', action: 'oss:PutBucket', by: [], call: putBucket },
]

const serviceRoutes: readonly Route<Exchange>[] = [
  { method: 'GET', action: 'oss:ListBuckets', by: [], call: listBuckets },
]

/** Checks names, finds the call and makes it. Whatever is not understood is refused, never taken for something simpler. */
export async function callFor(exchange: Exchange, { bucket, key }: Resource): Promise<Answer> {
  if (bucket === undefined) return make(serviceRoutes, exchange, 'SERVICE')
  checkBucketName(bucket)
  if (key === undefined) return make(bucketRoutes, { ...exchange, bucketName: bucket }, 'BUCKET')
  checkObjectKey(key)
  return make(objectRoutes, { ...exchange, bucketName: bucket, key }, 'OBJECT')
}

async function make<E extends Exchange>(
  routes: readonly Route<E>[],
  exchange: E,
  resourceType: string,
): Promise<Answer> {
  const { method, query, context } = exchange
  const route = routes.find(
    (candidate) => candidate.method === method && candidate.by.every((name) => query.has(name)),
  )
  if (route === undefined) {
    if (routes.some((candidate) => candidate.method === method)) {
      throw notImplemented('The practice bucket does not know this call.', subResourcesOf(query).join('&'))
    }
    throw new OssError(
      405,
      'MethodNotAllowed',
      'The specified method is not allowed against this resource.',
      {
        fields: { Method: method, ResourceType: resourceType },
      },
    )
  }
  const understood = [...route.by, ...(route.also ?? []), 'security-token']
  const stray = subResourcesOf(query).find(
    (name) => !understood.includes(name) && !isSignatureParameter(name),
  )
  if (stray !== undefined) throw notImplemented(`The practice bucket does not know '${stray}' here.`, stray)
  if (exchange.isAnonymous && route.isOpenToAnonymous !== true) {
    throw accessDenied('You have no right to access this object because of bucket acl.', {}, '0003-00000001')
  }
  if (
    exchange.accessKeyId !== undefined &&
    context.credentials.isDenied(exchange.accessKeyId, route.action)
  ) {
    throw accessDenied('You have no right to access this object because of bucket acl.', {}, '0003-00000001')
  }
  return route.call(exchange)
}

function subResourcesOf(query: Query): string[] {
  return [...query.keys()].filter(isSubResource)
}

function isSignatureParameter(name: string): boolean {
  return /^x-oss-(signature|signature-version|credential|date|expires|additional-headers|security-token)$/.test(
    name,
  )
}

import type { Answer } from '../http/answer.ts'
import type { BucketExchange } from '../http/exchange.ts'
import { receiveText } from '../http/receive-text.ts'
import { invalidArgument } from '../wire/oss-error.ts'

/** Makes a bucket; one of that name that is there already stays as it is. */
export async function putBucket(exchange: BucketExchange): Promise<Answer> {
  const { context, headers, bucketName } = exchange
  const acl = headers.get('x-oss-acl')
  if (acl !== undefined && !['private', 'public-read', 'public-read-write'].includes(acl)) {
    throw invalidArgument('The bucket ACL is not supported.', 'x-oss-acl', acl)
  }
  // A configuration (storage class, redundancy) may come along; a folder on this computer has neither.
  await receiveText(exchange, 64 * 1024)
  context.store.create(bucketName, context.now(), acl)
  return { status: 200, headers: { Location: `/${bucketName}` } }
}

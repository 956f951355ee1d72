import type { Answer } from '../http/answer.ts'
import type { ObjectExchange } from '../http/exchange.ts'

/** 204 whether or not the object was there. */
export function deleteObject({ context, bucketName, key }: ObjectExchange): Answer {
  context.store.get(bucketName).objects.delete(key)
  return { status: 204 }
}

import type { BucketStore } from './bucket-store.ts'
import { compareKeys } from './key-order.ts'
import type { ObjectRecord } from './stored-headers.ts'

export interface ListQuery {
  prefix: string
  delimiter: string
  /** Entries after this one; a common prefix counts as read when the place is that prefix. */
  after?: ListPlace
  maxEntries: number
}

/** Where a page ended: after a key, or after everything under a common prefix. */
export type ListPlace = { key: string } | { commonPrefix: string }

export interface ListPage {
  objects: ObjectRecord[]
  commonPrefixes: string[]
  /** Set when there is more. */
  next?: ListPlace
}

/** One page in byte order of the keys. With a delimiter, whole groups are stepped over, not read. */
export function listObjects(store: BucketStore, query: ListQuery): ListPage {
  const { keys } = store
  const page: ListPage = { objects: [], commonPrefixes: [] }
  let index = startIndex(store, query)
  let last: ListPlace | undefined
  for (;;) {
    const key = keys.at(index)
    if (key === undefined || !key.startsWith(query.prefix)) return page
    const cut = query.delimiter === '' ? -1 : key.indexOf(query.delimiter, query.prefix.length)
    const record = cut === -1 ? store.find(key) : undefined
    if (cut === -1 && record === undefined) continue // Its file is gone: the key left the list just now.
    if (page.objects.length + page.commonPrefixes.length >= query.maxEntries) {
      return last === undefined ? page : { ...page, next: last }
    }
    if (record === undefined) {
      const commonPrefix = key.slice(0, cut + query.delimiter.length)
      page.commonPrefixes.push(commonPrefix)
      last = { commonPrefix }
      index = keys.firstAfterPrefix(commonPrefix)
    } else {
      page.objects.push(record)
      last = { key }
      index += 1
    }
  }
}

function startIndex({ keys }: BucketStore, { prefix, after }: ListQuery): number {
  const first = keys.firstAtOrAfter(prefix)
  if (after === undefined) return first
  if ('commonPrefix' in after) return Math.max(first, keys.firstAfterPrefix(after.commonPrefix))
  const index = keys.firstAtOrAfter(after.key)
  const found = keys.at(index)
  return Math.max(first, found !== undefined && compareKeys(found, after.key) === 0 ? index + 1 : index)
}

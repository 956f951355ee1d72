import { notImplemented } from '../wire/oss-error.ts'
import type { RequestHeaders } from '../wire/request-headers.ts'

/** 400 `NotImplemented` for headers that would change what the call means and are not supported with it. */
export function refuseHeaders(headers: RequestHeaders, names: readonly string[]): void {
  const found = names.find((name) => headers.has(name))
  if (found !== undefined) {
    throw notImplemented('A header you provided implies functionality that is not implemented.', found)
  }
}

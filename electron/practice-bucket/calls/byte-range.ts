import { OssError } from '../wire/oss-error.ts'
import type { RequestHeaders } from '../wire/request-headers.ts'

export interface ByteRange {
  startOffset: number
  /** Exclusive. */
  endOffset: number
}

/**
 * The slice a `Range` header asks for (`bytes=a-b`, `a-`, `-n`; one range only), or `undefined` for the whole object.
 * OSS answers a range that reaches outside the object with the whole object; with `x-oss-range-behavior: standard` the
 * end is cut and a start past the end is 416 `InvalidRange`.
 */
export function readByteRange(headers: RequestHeaders, sizeBytes: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(headers.get('range') ?? '')
  const [, first = '', last = ''] = match ?? []
  if (first === '' && last === '') return undefined
  if (first !== '' && last !== '' && Number(first) > Number(last)) return undefined
  const isStandard = headers.get('x-oss-range-behavior') === 'standard'
  const startOffset = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first)
  const endOffset = first === '' || last === '' ? sizeBytes : Number(last) + 1
  const isOutside = first === '' ? Number(last) > sizeBytes : endOffset > sizeBytes
  if (startOffset >= sizeBytes) {
    if (!isStandard) return undefined
    throw new OssError(416, 'InvalidRange', 'The requested range cannot be satisfied.', {
      headers: { 'Content-Range': `bytes */${sizeBytes}` },
    })
  }
  if (isOutside && !isStandard) return undefined
  return { startOffset, endOffset: Math.min(endOffset, sizeBytes) }
}

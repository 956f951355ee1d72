import { limits } from '../../shared/part-plan.ts'
import { badInput, shown } from './bad-input.ts'

const bucketForm = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/
const regionForm = /^[a-z0-9-]+$/

/** 3 to 63 of `a-z 0-9 -`, with neither end a `-`; throws `BucketNameInvalid`. */
export function checkBucketName(bucket: string): void {
  if (bucketForm.test(bucket)) return
  throw badInput(
    'BucketNameInvalid',
    `"${shown(bucket)}" is not a bucket name: 3 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit.`,
    { bucket: shown(bucket), min: 3, max: 63 },
  )
}

/**
 * 1 to 1023 bytes of UTF-8 without a leading `/` or `\\`; throws
 * `KeyTooLong`, `NameNotUnicode`, `KeyHoldsNul`, `KeyStartsWithSlash`.
 */
export function checkObjectKey(key: string): void {
  const lengthBytes = Buffer.byteLength(key)
  const max = limits.maxObjectKeyBytes
  const isUsable = lengthBytes > 0 && lengthBytes <= max && key.isWellFormed()
  if (isUsable && !key.includes('\0') && !/^[/\\]/.test(key)) return
  const params = { key: shown(key), lengthBytes, max }
  if (!key.isWellFormed()) {
    const message = `The object key "${shown(key)}" holds half a character, which UTF-8 cannot carry.`
    throw badInput('NameNotUnicode', message, params)
  }
  if (key.includes('\0')) {
    const message = `The object key "${shown(key)}" holds a NUL character, which no listing can carry.`
    throw badInput('KeyHoldsNul', message, params)
  }
  if (lengthBytes === 0 || lengthBytes > max) {
    const message = `The object key "${shown(key)}" has ${lengthBytes} bytes; 1 to ${max} are possible.`
    throw badInput('KeyTooLong', message, params)
  }
  const message = `The object key "${shown(key)}" begins with a slash or backslash, which OSS refuses.`
  throw badInput('KeyStartsWithSlash', message, params)
}

/** At most 1023 bytes of UTF-8; may be empty; throws `PrefixInvalid`. */
export function checkPrefix(prefix: string): void {
  const lengthBytes = Buffer.byteLength(prefix)
  const isText = prefix.isWellFormed() && !prefix.includes('\0')
  if (lengthBytes <= limits.maxObjectKeyBytes && isText && !/^[/\\]/.test(prefix)) return
  throw badInput(
    'PrefixInvalid',
    `"${shown(prefix)}" cannot be a prefix: at most ${limits.maxObjectKeyBytes} bytes of text, not beginning with a slash or backslash.`,
    { prefix: shown(prefix), lengthBytes, max: limits.maxObjectKeyBytes },
  )
}

/** The bare id that V4 signs with, e.g. `cn-hangzhou`; with `oss-` in front OSS refuses the request. */
export function checkRegion(region: string): void {
  if (region === '') {
    throw badInput('RegionMissing', 'The region is missing; V4 signatures need it, e.g. cn-hangzhou.')
  }
  if (regionForm.test(region) && !region.startsWith('oss-')) return
  throw badInput('RegionInvalid', `"${shown(region)}" is not a region id such as cn-hangzhou.`, {
    region: shown(region),
  })
}

import { limits } from '../../shared/part-plan.ts'
import { UploadError } from '../../shared/upload-error.ts'

/**
 * The object key of a file (R23): prefix and name, with `/` on every system. `normalize` composes accented letters (NFC):
 * macOS hands out decomposed names, which look the same and are another key.
 */
export function objectKeyFor(prefix: string, name: string, normalize: boolean): string {
  const key = prefix + name
  return normalize ? key.normalize('NFC') : key
}

/**
 * Why OSS would refuse this key, or null. Keys have 1 to 1,023 bytes of UTF-8 and do not begin with `/` or `\`.
 * All are `fatal`; `params` names key and limit.
 */
export function objectKeyProblem(key: string): UploadError | null {
  // Half a surrogate pair cannot be written as UTF-8.
  if (!key.isWellFormed()) {
    return problem('NameNotUnicode', key, 'The file name is not valid Unicode; rename the file.')
  }
  const lengthBytes = new TextEncoder().encode(key).length
  const max = limits.maxObjectKeyBytes
  if (lengthBytes === 0 || lengthBytes > max) {
    return problem('KeyTooLong', key, `The object key has ${lengthBytes} bytes; 1 to ${max} are possible.`, {
      lengthBytes,
      max,
    })
  }
  if (key.startsWith('/') || key.startsWith('\\')) {
    return problem('KeyStartsWithSlash', key, 'An object key cannot begin with a slash or a backslash.')
  }
  return null
}

function problem(
  code: string,
  key: string,
  message: string,
  params: Record<string, number> = {},
): UploadError {
  const data = { code, retry: 'fatal' as const, message, fromServer: false, params: { key, ...params } }
  return new UploadError(data)
}

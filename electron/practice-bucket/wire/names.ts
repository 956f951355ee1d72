import { invalidArgument, OssError } from './oss-error.ts'

/** 3 to 63 characters of `a-z 0-9 -`, not beginning or ending with `-`. */
export function isBucketName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name)
}

/** 400 `InvalidBucketName` unless it is one. */
export function checkBucketName(name: string): void {
  if (isBucketName(name)) return
  throw new OssError(400, 'InvalidBucketName', 'The specified bucket is not valid.', {
    fields: { BucketName: name },
  })
}

const maxKeyBytes = 1023

/** 1 to 1023 bytes of UTF-8, not beginning with `/` or `\`; otherwise 400 `InvalidObjectName`. */
export function checkObjectKey(key: string): void {
  const sizeBytes = Buffer.byteLength(key)
  if (sizeBytes >= 1 && sizeBytes <= maxKeyBytes && !/^[/\\]/.test(key)) return
  throw new OssError(
    400,
    'InvalidObjectName',
    'The length of the object name must be 1 to 1023 bytes, without a leading slash.',
    {
      fields: { ObjectName: key },
    },
  )
}

/** Prefixes, markers and delimiters are shorter than 1,024 bytes; otherwise 400 `InvalidArgument`. */
export function checkListText(name: string, value: string): void {
  if (Buffer.byteLength(value) < 1024) return
  throw invalidArgument(`The ${name} must be shorter than 1024 bytes.`, name, value)
}

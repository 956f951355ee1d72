import { OssError } from '../wire/oss-error.ts'
import type { RequestHeaders } from '../wire/request-headers.ts'

/** What the client says its body hashes to. */
export interface DeclaredDigests {
  /** Base64 of 16 bytes. */
  md5?: string
  /** Unsigned decimal. */
  crc64?: string
}

/** 400 `InvalidDigest` for a Content-MD5 that is not the base64 of 16 bytes, before any body is read. */
export function readDeclaredDigests(headers: RequestHeaders): DeclaredDigests {
  const md5 = headers.get('content-md5')
  const crc64 = headers.get('x-oss-hash-crc64ecma')
  if (md5 !== undefined && !/^[A-Za-z0-9+/]{21}[AQgw]==$/.test(md5)) {
    throw new OssError(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.', {
      ec: '0017-00000502',
    })
  }
  return { ...(md5 === undefined ? {} : { md5 }), ...(crc64 === undefined ? {} : { crc64 }) }
}

/** 400 `InvalidDigest` or `InvalidCRC64` when the body is not what was declared; nothing is stored then. */
export function checkDigests(declared: DeclaredDigests, actual: { md5: Buffer; crc64: bigint }): void {
  if (declared.md5 !== undefined && declared.md5 !== actual.md5.toString('base64')) {
    throw new OssError(
      400,
      'InvalidDigest',
      'The Content-MD5 you specified did not match what we received.',
      {
        ec: '0017-00000503',
      },
    )
  }
  if (declared.crc64 !== undefined && declared.crc64 !== actual.crc64.toString()) {
    throw new OssError(
      400,
      'InvalidCRC64',
      'The CRC64 checksum you specified did not match what we received.',
    )
  }
}

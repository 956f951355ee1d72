import { timingSafeEqual } from 'node:crypto'
import type { Resource } from '../wire/addressing.ts'
import { OssError } from '../wire/oss-error.ts'
import { asText } from './canonical-bytes.ts'

/** Whose signature it is, and what it was made for. */
export interface Signed {
  resource: Resource
  accessKeyId: string
}

interface Claim {
  /** OSS tells the versions apart by the extended code. */
  mismatchEc: string
  accessKeyId: string
  signature: string
  resources: readonly Resource[]
  sign(resource: Resource): string
  stringToSign(resource: Resource): string
}

/**
 * The resource the signature was made for. 403 `SignatureDoesNotMatch` shows the string this server signed, so that the
 * difference can be found by comparing it with the client's.
 */
export function matchSignature(claim: Claim): Signed {
  for (const resource of claim.resources) {
    if (isSame(claim.sign(resource), claim.signature)) return { resource, accessKeyId: claim.accessKeyId }
  }
  const [first = {}] = claim.resources
  const stringToSign = claim.stringToSign(first)
  throw new OssError(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    {
      ec: claim.mismatchEc,
      fields: {
        OSSAccessKeyId: claim.accessKeyId,
        SignatureProvided: claim.signature,
        StringToSign: asText(stringToSign),
        StringToSignBytes: Buffer.from(stringToSign, 'latin1')
          .toString('hex')
          .toUpperCase()
          .replace(/..(?=.)/g, '$& '),
      },
    },
  )
}

function isSame(expected: string, provided: string): boolean {
  const a = Buffer.from(expected)
  const b = Buffer.from(provided)
  return a.length === b.length && timingSafeEqual(a, b)
}

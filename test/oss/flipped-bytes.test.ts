import { expect, it } from 'vitest'
import type { OssCall } from '../../electron/oss/oss-call.ts'
import { RequestBuilder } from '../../electron/oss/request-builder.ts'
import { authenticate } from '../../electron/practice-bucket/auth/authenticate.ts'
import { Credentials } from '../../electron/practice-bucket/auth/credentials.ts'
import { resolveResource } from '../../electron/practice-bucket/wire/addressing.ts'
import { OssError } from '../../electron/practice-bucket/wire/oss-error.ts'
import { parseRequestTarget } from '../../electron/practice-bucket/wire/request-target.ts'

const key = { accessKeyId: 'AK', accessKeySecret: 'secret' }
const nowMs = Date.UTC(2026, 10, 21, 7)
const signal = new AbortController().signal
const object = 'raw/a b+夏.mov'

/** One of each kind of request the client sends, with headers and queries that are signed. */
const requests: Record<string, Omit<OssCall, 'action' | 'signal'>> = {
  PutObject: {
    method: 'PUT',
    key: object,
    headers: {
      'content-type': 'video/mp4',
      'content-md5': 'eB5eJF1ptWaXm4bijSPyxw==',
      'x-oss-meta-a': 'one',
    },
  },
  HeadObject: { method: 'HEAD', key: object },
  DeleteObject: { method: 'DELETE', key: object },
  InitiateMultipartUpload: {
    method: 'POST',
    key: object,
    query: { uploads: '' },
    headers: { 'x-oss-tagging': 'a=b' },
  },
  UploadPart: { method: 'PUT', key: object, query: { partNumber: '7', uploadId: 'ABC123' } },
  ListParts: { method: 'GET', key: object, query: { uploadId: 'ABC123' } },
  CompleteMultipartUpload: { method: 'POST', key: object, query: { uploadId: 'ABC123' } },
  AbortMultipartUpload: { method: 'DELETE', key: object, query: { uploadId: 'ABC123' } },
  ListMultipartUploads: { method: 'GET', query: { uploads: '' } },
  GetBucketInfo: { method: 'GET', query: { bucketInfo: '' } },
}

interface Head {
  method: string
  target: string
  headers: Map<string, string>
}

/** The code of the refusal; null when the request is accepted. */
function verdict({ method, target, headers }: Head): string | null {
  try {
    const { path, query } = parseRequestTarget(target)
    const rules = { isBucket: () => true, customDomains: new Map<string, string>() }
    const resources = resolveResource('127.0.0.1:9000', path, rules)
    const credentials = new Credentials(key, [])
    authenticate({ method, resources, query, headers }, { credentials, region: 'cn-hangzhou', nowMs })
    return null
  } catch (error) {
    if (error instanceof OssError) return error.code
    throw error
  }
}

/** Another letter or digit in its place, so that the request stays well formed; null for any other byte. */
function flipped(text: string, index: number): string | null {
  const byte = text[index] ?? ''
  // A percent-encoded byte stays one.
  if (!/[a-zA-Z0-9]/.test(byte) || /%.?$/.test(text.slice(Math.max(0, index - 2), index))) return null
  return `${text.slice(0, index)}${byte === '7' ? '8' : '7'}${text.slice(index + 1)}`
}

it.each(['v4', 'v1'] as const)(
  'any signed byte of any request that is another is refused, with %s',
  (signatureVersion) => {
    const place = {
      endpoint: 'http://127.0.0.1:9000',
      region: 'cn-hangzhou',
      bucket: 'films',
      isCustomDomain: false,
    }
    const builder = new RequestBuilder({ ...place, signatureVersion })
    let flips = 0
    for (const [name, call] of Object.entries(requests)) {
      const built = builder.build({ ...call, action: 'oss:x', signal }, key, new Date(nowMs))
      const head = {
        method: built.method,
        target: built.target,
        headers: new Map(Object.entries(built.headers)),
      }
      expect(verdict(head), name).toBe(null)
      for (let index = '/films/'.length; index < head.target.length; index += 1) {
        const target = flipped(head.target, index)
        if (target === null) continue
        // V1 leaves parameters it does not know out of the signature; there the call is another then.
        const isName =
          signatureVersion === 'v1' && index > head.target.indexOf('?') && head.target.includes('?')
        if (isName && !/=[^&]*$/.test(head.target.slice(0, index))) continue
        expect(verdict({ ...head, target }), `${name} ${target}`).toBe('SignatureDoesNotMatch')
        flips += 1
      }
      const isSigned = (header: string) => header.startsWith('x-oss-') || /^content-(type|md5)$/.test(header)
      for (const [header, value] of head.headers) {
        if (!isSigned(header)) continue
        for (let index = 0; index < value.length; index += 1) {
          const other = flipped(value, index)
          if (other === null) continue
          const code = verdict({ ...head, headers: new Map(head.headers).set(header, other) })
          // A date or a kind of hash that cannot be is refused before the signature is looked at.
          const isLookedAtFirst = header === 'x-oss-date' || header === 'x-oss-content-sha256'
          if (isLookedAtFirst) expect(code, `${name} ${header}: ${other}`).not.toBe(null)
          else expect(code, `${name} ${header}: ${other}`).toBe('SignatureDoesNotMatch')
          flips += 1
        }
      }
      expect(verdict({ ...head, method: head.method === 'PUT' ? 'POST' : 'PUT' }), name).toBe(
        'SignatureDoesNotMatch',
      )
    }
    expect(flips).toBeGreaterThan(200)
  },
)

import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { signV1 } from '../../electron/oss/sign-v1.ts'
import { signV4 } from '../../electron/oss/sign-v4.ts'
import type { SignableRequest } from '../../electron/oss/signable-request.ts'
import { SeededRandom } from '../soak/seeded-random.ts'

/** The public library's signer, as an independent judge. */
const peer = createRequire(import.meta.url)('ali-oss/lib/common/signUtils.js') as {
  authorizationV4(
    accessKeyId: string,
    accessKeySecret: string,
    region: string,
    method: string,
    request: { headers: Record<string, string>; queries: Record<string, string | null> },
    bucket?: string,
    key?: string,
    additionalHeaders?: string[],
  ): string
  buildCanonicalString(
    method: string,
    resource: string,
    request: { headers: Record<string, string>; parameters: Record<string, string> },
  ): string
  authorization(accessKeyId: string, accessKeySecret: string, canonicalString: string): string
}

const lower = [...'abcdefghijklmnopqrstuvwxyz0123456789']
const awkward = [
  ...'aZ9 +%&#?=/;:@!$\'()*,~._-"<>\\|[]{}^`',
  '中',
  '文',
  'é',
  '😀',
  '\u0301',
  '%2F',
  '//',
  './',
]
const headerText = [...'abcXYZ019 ,;=+/()"', '夏', 'ü']
const methods = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'] as const

function text(
  random: SeededRandom,
  alphabet: readonly string[],
  minLength: number,
  maxLength: number,
): string {
  return Array.from({ length: random.between(minLength, maxLength) }, () => random.pick(alphabet)).join('')
}

function randomRequest(random: SeededRandom, queryNames: (random: SeededRandom) => string): SignableRequest {
  const headers: Record<string, string> = {}
  for (let count = random.between(0, 5); count > 0; count -= 1) {
    const prefix = random.pick(['x-oss-', 'x-oss-meta-', 'x-other-', ''])
    headers[`${prefix}${text(random, lower, 1, 8)}`] = text(random, headerText, 0, 20)
  }
  if (random.next() < 0.6) headers['content-type'] = random.pick(['video/mp4', 'text/plain; charset=utf-8'])
  if (random.next() < 0.3) headers['content-md5'] = 'eB5eJF1ptWaXm4bijSPyxw=='
  const query: Record<string, string> = {}
  for (let count = random.between(0, 5); count > 0; count -= 1) {
    query[queryNames(random)] = random.next() < 0.3 ? '' : text(random, awkward, 1, 12)
  }
  return {
    method: random.pick(methods),
    bucket: `b-${text(random, lower, 1, 10)}`,
    key: random.next() < 0.1 ? '' : `k${text(random, awkward, 0, 40)}`,
    query,
    headers,
  }
}

function randomCredentials(random: SeededRandom) {
  const token = random.next() < 0.5 ? { securityToken: text(random, [...'abc+/=019'], 5, 60) } : {}
  return { accessKeyId: text(random, lower, 5, 20), accessKeySecret: text(random, lower, 5, 30), ...token }
}

describe('our signatures and those of the public library', () => {
  it('agree on 1,000 random requests with V4', () => {
    const random = new SeededRandom(20231114)
    for (let round = 0; round < 1000; round += 1) {
      // Lower-case letters and digits: the library sorts other names by the rules of a language, not by their bytes.
      const request = randomRequest(random, (source) => text(source, lower, 1, 8))
      const credentials = randomCredentials(random)
      const date = new Date(random.between(1_600_000_000, 1_900_000_000) * 1000)
      const region = random.pick(['cn-hangzhou', 'us-west-1', 'ap-southeast-5'])
      const additionalHeaders = Object.keys(request.headers).filter(() => random.next() < 0.3)
      const added = signV4(request, { credentials, region, date, additionalHeaders })
      const { authorization, ...signed } = added
      const expected = peer.authorizationV4(
        credentials.accessKeyId,
        credentials.accessKeySecret,
        region,
        request.method,
        {
          headers: { ...request.headers, ...signed },
          queries: Object.fromEntries(
            Object.entries(request.query).map(([name, value]) => [name, value || null]),
          ),
        },
        request.bucket,
        request.key,
        additionalHeaders,
      )
      expect(authorization, `round ${round}: ${JSON.stringify(request)}`).toBe(expected)
    }
  })

  it('agree on 1,000 random requests with V1', () => {
    const random = new SeededRandom(19700101)
    const signedNames = ['uploads', 'uploadId', 'partNumber', 'continuation-token', 'acl', 'x-oss-process']
    for (let round = 0; round < 1000; round += 1) {
      const request = randomRequest(random, (source) => source.pick(signedNames))
      const credentials = randomCredentials(random)
      const date = new Date(random.between(1_600_000_000, 1_900_000_000) * 1000)
      const { authorization, ...signed } = signV1(request, { credentials, date })
      const canonical = peer.buildCanonicalString(request.method, `/${request.bucket}/${request.key}`, {
        headers: { ...request.headers, ...signed },
        parameters: { ...request.query },
      })
      const expected = peer.authorization(credentials.accessKeyId, credentials.accessKeySecret, canonical)
      expect(authorization, `round ${round}: ${JSON.stringify(request)}`).toBe(expected)
    }
  })
})

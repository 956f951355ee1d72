import { describe, expect, it } from 'vitest'
import { reportLanguage } from '../../electron/cli/report-language.ts'
import { decideRetry, defaultRetryPolicy } from '../../electron/engine/retry-policy.ts'
import { retryClassByCode } from '../../electron/oss/error-table.ts'
import { ossError } from '../../electron/oss/oss-error.ts'
import { errorXml } from './scripted-server.ts'

type Act = 'again' | 'again, with fewer at once' | 'waits for credentials' | 'all parts again' | 'stops'

/** Every code of OSS, what the program does about its first occurrence, and with which status it comes. */
const table: [code: string, status: number, act: Act][] = [
  ['InternalError', 500, 'again'],
  ['ServiceUnavailable', 503, 'again'],
  ['CpuLimitExceeded', 503, 'again'],
  ['UploadTrafficRateLimitExceeded', 503, 'again, with fewer at once'],
  ['DownloadTrafficRateLimitExceeded', 503, 'again, with fewer at once'],
  ['TotalQpsLimitExceeded', 503, 'again, with fewer at once'],
  ['MetaOperationQpsLimitExceeded', 503, 'again, with fewer at once'],
  ['ActiveRequestLimitExceeded', 503, 'again, with fewer at once'],
  ['QpsLimitExceeded', 503, 'again, with fewer at once'],
  ['RequestTimeout', 400, 'again'],
  ['IncompleteBody', 400, 'again'],
  ['BadRequest', 400, 'again'],
  ['InvalidDigest', 400, 'again'],
  ['InvalidCRC64', 400, 'again'],
  ['RequestTimeTooSkewed', 403, 'again'],
  ['SecurityTokenExpired', 403, 'waits for credentials'],
  ['InvalidSecurityToken', 403, 'waits for credentials'],
  ['AccessKeyIdAndSecurityTokenNotMatch', 403, 'waits for credentials'],
  ['InvalidAccessKeyId', 403, 'waits for credentials'],
  ['SignatureDoesNotMatch', 403, 'waits for credentials'],
  ['NoSuchUpload', 404, 'all parts again'],
  ['InvalidPart', 400, 'all parts again'],
  ['PartNotSequential', 400, 'all parts again'],
  ['AccessDenied', 403, 'stops'],
  ['SecondLevelDomainForbidden', 403, 'stops'],
  ['TransferAccelerationDisabled', 403, 'stops'],
  ['UserDisable', 403, 'stops'],
  ['BucketDisable', 403, 'stops'],
  ['AbnormalBucketOwnerStatus', 403, 'stops'],
  ['InDebt', 403, 'stops'],
  ['KmsServiceNotEnabled', 403, 'stops'],
  ['NoSuchBucket', 404, 'stops'],
  ['NoSuchKey', 404, 'stops'],
  ['MethodNotAllowed', 405, 'stops'],
  ['FileAlreadyExists', 409, 'stops'],
  ['FileImmutable', 409, 'stops'],
  ['MissingContentLength', 411, 'stops'],
  ['PreconditionFailed', 412, 'stops'],
  ['InvalidPartOrder', 400, 'stops'],
  ['EntityTooSmall', 400, 'stops'],
  ['EntityTooLarge', 400, 'stops'],
  ['InvalidArgument', 400, 'stops'],
  ['InvalidRequest', 400, 'stops'],
  ['MissingArgument', 400, 'stops'],
  ['InvalidObjectName', 400, 'stops'],
  ['InvalidBucketName', 400, 'stops'],
  ['InvalidEncryptionAlgorithmError', 400, 'stops'],
  ['InvalidTag', 400, 'stops'],
  ['InvalidObjectState', 403, 'stops'],
  ['MalformedXML', 400, 'stops'],
  ['NotImplemented', 400, 'stops'],
  ['NotImplemented', 501, 'stops'],
  ['InvalidRange', 416, 'stops'],
  ['CallbackFailed', 203, 'stops'],
]

const context = {
  action: 'oss:PutObject',
  bucket: 'films',
  key: 'a.mov',
  host: 'films.oss-cn-hangzhou.aliyuncs.com',
}

function errorOf(code: string, status: number) {
  const headers = { 'x-oss-request-id': 'A1' }
  return ossError({ status, headers, body: Buffer.from(errorXml(code, 'in the words of OSS')) }, context).data
}

function act(code: string, status: number): Act {
  const decision = decideRetry(errorOf(code, status), 1, defaultRetryPolicy, () => 0.5)
  if (decision.action === 'retry') return decision.slowDown ? 'again, with fewer at once' : 'again'
  if (decision.action === 'wait') return decision.cause === 'credentials' ? 'waits for credentials' : 'stops'
  return decision.action === 'start-over' ? 'all parts again' : 'stops'
}

describe('what the program does about each code of OSS', () => {
  it.each(table)('%s (%i): %s', (code, status, expected) => {
    expect(act(code, status)).toBe(expected)
  })

  it('leaves out no code it knows', () => {
    const named = new Set(table.map(([code]) => code))
    // Two names of our own for an AccessDenied and an InvalidArgument that say more.
    const known = Object.keys(retryClassByCode).filter(
      (code) => !['WrongEndpoint', 'WrongRegion'].includes(code),
    )
    expect(known.filter((code) => !named.has(code))).toEqual([])
  })

  it('treats a code nobody knows by its status: 5xx again, 4xx stops', () => {
    expect(act('NeverSeenBefore', 500)).toBe('again')
    expect(act('NeverSeenBefore', 503)).toBe('again')
    expect(act('NeverSeenBefore', 429)).toBe('again, with fewer at once')
    expect(act('NeverSeenBefore', 401)).toBe('waits for credentials')
    expect(act('NeverSeenBefore', 400)).toBe('stops')
    expect(act('NeverSeenBefore', 418)).toBe('stops')
  })
})

describe.each(['en', 'zh-CN'] as const)('what people read in %s', (locale) => {
  const language = reportLanguage(locale)

  it.each(table)('about %s (%i) is a sentence and a next step without a hole', (code, status) => {
    const error = errorOf(code, status)
    const values = { ...error.params, message: error.message }
    for (const key of [code, `${code}_next`]) {
      const text = language.sentence('errors', key, values)
      expect(text, key).toBeTruthy()
      expect(/[\u4e00-\u9fff]/.test(text ?? ''), key).toBe(locale === 'zh-CN')
    }
  })

  it('about a callback that failed is that the object is stored (R19)', () => {
    const text = language.sentence('errors', 'CallbackFailed', { message: 'm' })
    expect(text).toMatch(locale === 'en' ? /is stored, but .*call/ : /已保存.*回调/)
  })
})

import { describe, expect, it } from 'vitest'
import { ossError } from '../../electron/oss/oss-error.ts'
import type { RetryClass } from '../../shared/upload-error.ts'
import { errorXml } from './scripted-server.ts'

const context = { action: 'oss:PutObject', bucket: 'demo-bucket', key: 'a/b', host: '127.0.0.1:9000' }

function answer(
  status: number,
  body: string,
  headers: Record<string, string> = { 'x-oss-request-id': 'A1' },
) {
  return ossError({ status, headers, body: Buffer.from(body) }, context)
}

/** Every code OSS is known to answer with: status and what to do. */
const codes: [code: string, status: number, retry: RetryClass][] = [
  ['InternalError', 500, 'transient'],
  ['ServiceUnavailable', 503, 'transient'],
  ['UploadTrafficRateLimitExceeded', 503, 'throttled'],
  ['DownloadTrafficRateLimitExceeded', 503, 'throttled'],
  ['TotalQpsLimitExceeded', 503, 'throttled'],
  ['MetaOperationQpsLimitExceeded', 503, 'throttled'],
  ['ActiveRequestLimitExceeded', 503, 'throttled'],
  ['CpuLimitExceeded', 503, 'transient'],
  ['RequestTimeout', 400, 'transient'],
  ['IncompleteBody', 400, 'transient'],
  ['BadRequest', 400, 'transient'],
  ['RequestTimeTooSkewed', 403, 'transient'],
  ['InvalidArgument', 400, 'fatal'],
  ['SecurityTokenExpired', 403, 'auth'],
  ['InvalidSecurityToken', 403, 'auth'],
  ['AccessKeyIdAndSecurityTokenNotMatch', 403, 'auth'],
  ['InvalidAccessKeyId', 403, 'auth'],
  ['SignatureDoesNotMatch', 403, 'auth'],
  ['AccessDenied', 403, 'fatal'],
  ['SecondLevelDomainForbidden', 403, 'fatal'],
  ['TransferAccelerationDisabled', 403, 'fatal'],
  ['UserDisable', 403, 'fatal'],
  ['BucketDisable', 403, 'fatal'],
  ['AbnormalBucketOwnerStatus', 403, 'fatal'],
  ['InDebt', 403, 'fatal'],
  ['KmsServiceNotEnabled', 403, 'fatal'],
  ['NoSuchBucket', 404, 'fatal'],
  ['NoSuchKey', 404, 'fatal'],
  ['NoSuchUpload', 404, 'restart'],
  ['MethodNotAllowed', 405, 'fatal'],
  ['FileAlreadyExists', 409, 'fatal'],
  ['FileImmutable', 409, 'fatal'],
  ['MissingContentLength', 411, 'fatal'],
  ['PreconditionFailed', 412, 'fatal'],
  ['InvalidDigest', 400, 'transient'],
  ['InvalidCRC64', 400, 'transient'],
  ['InvalidPart', 400, 'restart'],
  ['InvalidPartOrder', 400, 'fatal'],
  ['PartNotSequential', 400, 'restart'],
  ['EntityTooSmall', 400, 'fatal'],
  ['EntityTooLarge', 400, 'fatal'],
  ['InvalidObjectName', 400, 'fatal'],
  ['InvalidBucketName', 400, 'fatal'],
  ['InvalidEncryptionAlgorithmError', 400, 'fatal'],
  ['InvalidTag', 400, 'fatal'],
  ['MalformedXML', 400, 'fatal'],
  ['NotImplemented', 501, 'fatal'],
  ['InvalidRange', 416, 'fatal'],
  ['CallbackFailed', 203, 'fatal'],
  ['ACodeNobodyKnows', 400, 'fatal'],
  ['ACodeNobodyKnows', 401, 'auth'],
  ['ACodeNobodyKnows', 408, 'transient'],
  ['ACodeNobodyKnows', 429, 'throttled'],
  ['QuotaExceeded', 500, 'transient'],
  ['SlowDown', 503, 'transient'],
  ['toString', 400, 'fatal'],
]

describe('an error of OSS', () => {
  it.each(codes)('%s (%i) is %s and keeps what OSS said (R17)', (code, status, retry) => {
    const error = answer(
      status,
      errorXml(code, 'text &amp; more', '<Detail><ServerTime>x</ServerTime></Detail>'),
    )
    expect(error.data).toEqual({
      code,
      retry,
      message: 'text & more',
      fromServer: true,
      status,
      requestId: '6553F0B0A1B2C3D4E5F60718',
      hostId: 'demo-bucket.oss-cn-shanghai.aliyuncs.com',
      ec: '0042-00000002',
      recommendDoc: 'https://api.aliyun.com/troubleshoot?q=0042-00000002',
      params: { ...context, status, ServerTime: 'x' },
    })
  })

  it('AccessDenied that names another endpoint says which', () => {
    const xml = errorXml(
      'AccessDenied',
      'The bucket you are attempting to access must be addressed using the specified endpoint.',
      '<Bucket>demo-bucket</Bucket><Endpoint>oss-cn-beijing.aliyuncs.com</Endpoint>',
    )
    expect(answer(403, xml).data).toMatchObject({
      code: 'WrongEndpoint',
      retry: 'fatal',
      params: { Endpoint: 'oss-cn-beijing.aliyuncs.com' },
    })
  })

  it('whose extended code speaks of the region says so', () => {
    const xml = errorXml('InvalidArgument').replace('0042-00000002', '0002-00000228')
    expect(answer(400, xml).data).toMatchObject({ code: 'WrongRegion', retry: 'fatal' })
  })

  it('about the signature keeps the text that was signed, without the token', () => {
    const xml = errorXml(
      'SignatureDoesNotMatch',
      'm',
      '<OSSAccessKeyId>ak</OSSAccessKeyId><SignatureProvided>s</SignatureProvided><StringToSignBytes>50 55</StringToSignBytes>' +
        '<StringToSign>PUT\n\n\nx-oss-security-token:very-secret\n/b/k?security-token=very-secret&amp;uploads</StringToSign>',
    )
    expect(answer(403, xml).data.params).toEqual({
      ...context,
      status: 403,
      OSSAccessKeyId: 'ak',
      StringToSign: 'PUT\n\n\nx-oss-security-token:…\n/b/k?security-token=…&uploads',
    })
  })

  it('carries how long the server asks us to wait', () => {
    const busy = (value: string) =>
      answer(503, errorXml('ServiceUnavailable'), { 'x-oss-request-id': 'A', 'retry-after': value }).data
    expect(busy('7').retryAfterMs).toBe(7000)
    expect(busy('999999999').retryAfterMs).toBe(86_400_000)
    const inAMinute = busy(new Date(Date.now() + 60_000).toUTCString()).retryAfterMs
    expect(inAMinute).toBeGreaterThan(50_000)
    expect(inAMinute).toBeLessThanOrEqual(60_000)
    expect(busy('soon').retryAfterMs).toBeUndefined()
  })
})

describe('an answer that explains nothing', () => {
  it.each([
    ['a gateway', 502, {}, '<html>Bad gateway</html>', 'GatewayTrouble', 'transient', false],
    ['a gateway that timed out', 504, {}, '', 'GatewayTrouble', 'transient', false],
    ['the log-in page of a network', 200, {}, '<html>', 'NotOss', 'transient', false],
    ['a redirect', 302, { location: 'http://login' }, '', 'NotOss', 'transient', false],
    ['some other server', 404, {}, 'nothing here', 'NotOss', 'fatal', false],
    ['a firewall', 403, {}, '<html>', 'NotOss', 'fatal', false],
    ['a proxy', 407, {}, '', 'ProxyAuthenticationRequired', 'auth', false],
    ['OSS without a body', 403, { 'x-oss-request-id': 'A' }, '', 'AccessDenied', 'fatal', true],
    [
      'OSS with a broken body',
      400,
      { 'x-oss-request-id': 'A' },
      '<Error><Code>X',
      'BadErrorResponse',
      'fatal',
      true,
    ],
    ['OSS with a broken body', 500, { 'x-oss-request-id': 'A' }, '<Err', 'GatewayTrouble', 'transient', true],
  ] as const)(
    'from %s with status %i is told by what is there',
    (_who, status, headers, body, code, retry, isOss) => {
      const { data } = answer(status, body, headers)
      expect(data).toMatchObject({ code, retry, fromServer: isOss, status })
      expect(data.message).not.toContain('<')
    },
  )
})

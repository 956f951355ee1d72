import { describe, expect, it } from 'vitest'
import { retryClassByCode } from '../../electron/oss/error-table.ts'
import { messages } from '../../shared/locales/messages.ts'

/** Codes of our own in this folder, with the values their sentences may use. */
const ownCodes: Record<string, string[]> = {
  BadErrorResponse: ['host', 'status'],
  GatewayTrouble: ['host', 'status'],
  NotOss: ['host'],
  ProxyAuthenticationRequired: ['proxy', 'schemes'],
  ProxyAuthenticationUnsupported: ['proxy', 'schemes'],
  ProxyRefused: ['proxy', 'target', 'answer'],
  ProxyUnreachable: ['proxy', 'reason'],
  ProxyLoginTooLong: ['max'],
  BadAnswer: [],
  AnswerTooLarge: ['host', 'max'],
  ConnectionRefused: ['host', 'systemCode'],
  NameNotResolved: ['host', 'systemCode'],
  NetworkUnreachable: ['host', 'systemCode'],
  ConnectTimedOut: ['host', 'systemCode'],
  ConnectionBlocked: ['host', 'systemCode'],
  NoServiceEndpoint: [],
  ConnectionReset: ['host', 'systemCode'],
  ConnectionFailed: ['host', 'systemCode'],
  RequestTimedOut: ['host', 'systemCode'],
  CertificateExpired: ['host', 'systemCode'],
  CertificateForOtherHost: ['host', 'systemCode'],
  CertificateIssuerUnknown: ['host', 'systemCode'],
  CertificateRefused: ['host', 'systemCode'],
  CaFileInvalid: ['file', 'reason'],
  EndpointNotEncrypted: ['host'],
  CredentialsMalformed: ['field'],
  KeyHoldsNul: ['key'],
  TlsFailed: ['host', 'systemCode'],
  TlsNotSpoken: ['host', 'systemCode'],
  BodyLengthWrong: [],
  CredentialsMissing: ['name'],
  EndpointInvalid: ['endpoint'],
  BucketNameInvalid: ['bucket', 'min', 'max'],
  RegionMissing: [],
  RegionUnknown: ['bucket', 'reason'],
  RegionInvalid: ['region'],
  PrefixInvalid: ['prefix', 'lengthBytes', 'max'],
  KeyTooLong: ['key', 'lengthBytes', 'max'],
  KeyStartsWithSlash: ['key'],
  NameNotUnicode: ['key'],
  HeaderValueInvalid: ['name', 'value'],
  MetadataNameInvalid: ['name'],
  MetadataTooLarge: ['sizeBytes', 'max'],
  TooManyTags: ['count', 'max'],
  TagInvalid: ['key', 'maxKeyBytes', 'maxValueBytes'],
  TrafficLimitOutOfRange: ['limit', 'min', 'max'],
  CallbackInvalid: ['detail'],
  LinkLifeOutOfRange: ['expiresSeconds', 'min', 'max'],
  ProxyInvalid: ['proxy'],
}
const ofEveryCall = ['action', 'bucket', 'key', 'host', 'status', 'message']

const allCodes = [
  ...Object.keys(retryClassByCode).map((code): [string, string[]] => [
    code,
    code === 'WrongEndpoint' ? [...ofEveryCall, 'Endpoint'] : ofEveryCall,
  ]),
  ...Object.entries(ownCodes),
]

describe.each(['en', 'zh-CN'] as const)('in %s', (language) => {
  const sentences: Record<string, string> = messages[language].errors

  it.each(allCodes)(
    '%s has a sentence and a next step that use only what the error carries',
    (code, values) => {
      for (const key of [code, `${code}_next`]) {
        const sentence = sentences[key]
        expect(sentence, key).toMatch(language === 'en' ? /(\.|\}\})$/ : /(。|）|\}\})$/)
        const used = [...(sentence ?? '').matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1])
        for (const name of used) expect(values, `${key} uses ${name}`).toContain(name)
      }
    },
  )

  it('AccessDenied names the permission that is missing (R22)', () => {
    expect(sentences.AccessDenied).toContain('{{action}}')
  })
})

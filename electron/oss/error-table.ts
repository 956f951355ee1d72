import type { RetryClass } from '../../shared/upload-error.ts'

/** What to do about each code OSS answers with. Codes that are not here go by their status (`classOfStatus`). */
export const retryClassByCode: Readonly<Record<string, RetryClass>> = {
  // Trouble on the way or on the server: the same request may well work in a moment.
  InternalError: 'transient',
  ServiceUnavailable: 'transient',
  CpuLimitExceeded: 'transient',
  /** 400: the body stalled or came too short. */
  RequestTimeout: 'transient',
  IncompleteBody: 'transient',
  BadRequest: 'transient',
  /** Content-MD5 or the CRC of the body differ: it was damaged in transit. */
  InvalidDigest: 'transient',
  InvalidCRC64: 'transient',
  /** The offset of our clock has been corrected by the time this is thrown. */
  RequestTimeTooSkewed: 'transient',

  // Too much at once.
  UploadTrafficRateLimitExceeded: 'throttled',
  DownloadTrafficRateLimitExceeded: 'throttled',
  TotalQpsLimitExceeded: 'throttled',
  MetaOperationQpsLimitExceeded: 'throttled',
  ActiveRequestLimitExceeded: 'throttled',
  QpsLimitExceeded: 'throttled',

  // Other credentials are needed.
  SecurityTokenExpired: 'auth',
  InvalidSecurityToken: 'auth',
  AccessKeyIdAndSecurityTokenNotMatch: 'auth',
  InvalidAccessKeyId: 'auth',
  SignatureDoesNotMatch: 'auth',

  // The upload id is of no use any more.
  NoSuchUpload: 'restart',
  /** Complete named a part that OSS does not have like that. */
  InvalidPart: 'restart',
  PartNotSequential: 'restart',

  // A setting, a permission, a name or the account: trying again cannot help.
  AccessDenied: 'fatal',
  /** `AccessDenied` that names the right endpoint. */
  WrongEndpoint: 'fatal',
  /** The signature names another region than the bucket's. */
  WrongRegion: 'fatal',
  SecondLevelDomainForbidden: 'fatal',
  TransferAccelerationDisabled: 'fatal',
  UserDisable: 'fatal',
  BucketDisable: 'fatal',
  AbnormalBucketOwnerStatus: 'fatal',
  InDebt: 'fatal',
  KmsServiceNotEnabled: 'fatal',
  NoSuchBucket: 'fatal',
  NoSuchKey: 'fatal',
  MethodNotAllowed: 'fatal',
  FileAlreadyExists: 'fatal',
  FileImmutable: 'fatal',
  MissingContentLength: 'fatal',
  PreconditionFailed: 'fatal',
  InvalidPartOrder: 'fatal',
  /** A new upload id with the same plan would fail in the same way, so this is not `restart`. */
  EntityTooSmall: 'fatal',
  EntityTooLarge: 'fatal',
  InvalidArgument: 'fatal',
  InvalidRequest: 'fatal',
  MissingArgument: 'fatal',
  InvalidObjectName: 'fatal',
  InvalidBucketName: 'fatal',
  InvalidEncryptionAlgorithmError: 'fatal',
  InvalidTag: 'fatal',
  InvalidObjectState: 'fatal',
  MalformedXML: 'fatal',
  NotImplemented: 'fatal',
  InvalidRange: 'fatal',
  /** 203: the object is stored, only the callback failed. */
  CallbackFailed: 'fatal',
}

/** For codes nobody has told us of, and for answers without a code. */
export function classOfStatus(status: number): RetryClass {
  if (status >= 500 || status === 408) return 'transient'
  if (status === 429) return 'throttled'
  if (status === 401) return 'auth'
  return 'fatal'
}

/** Codes after which other credentials, where there are any, deserve one more try. */
export const refusedCredentialCodes: ReadonlySet<string> = new Set([
  'SecurityTokenExpired',
  'InvalidSecurityToken',
  'AccessKeyIdAndSecurityTokenNotMatch',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
])

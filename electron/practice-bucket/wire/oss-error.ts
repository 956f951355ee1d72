/** Extra elements of the error document, e.g. `UploadId` of `NoSuchUpload`; in the order they are written. */
export type ErrorFields = Readonly<Record<string, string>>

interface OssErrorOptions {
  /** Extended error code (`EC`), the finer reason behind `code`; only where OSS's own is known. */
  ec?: string | undefined
  fields?: ErrorFields
  headers?: Readonly<Record<string, string>>
}

/** An answer that is not a success, in OSS's words: HTTP status, `Code`, `Message` and the code's extra elements. */
export class OssError extends Error {
  override readonly name = 'OssError'
  readonly status: number
  readonly code: string
  readonly ec: string | undefined
  readonly fields: ErrorFields
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: string, message: string, options: OssErrorOptions = {}) {
    super(message)
    this.status = status
    this.code = code
    this.ec = options.ec
    this.fields = options.fields ?? {}
    this.headers = options.headers ?? {}
  }
}

/** 400 `InvalidArgument` naming the argument and its value. */
export function invalidArgument(message: string, name: string, value: string, ec?: string): OssError {
  return new OssError(400, 'InvalidArgument', message, {
    fields: { ArgumentName: name, ArgumentValue: value },
    ec,
  })
}

/** 404 `NoSuchUpload`: the id never existed, was aborted, or was completed. */
export function noSuchUpload(uploadId: string, ec = '0042-00000002'): OssError {
  return new OssError(
    404,
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { ec, fields: { UploadId: uploadId } },
  )
}

/** 404 `NoSuchKey`. */
export function noSuchKey(key: string): OssError {
  return new OssError(404, 'NoSuchKey', 'The specified key does not exist.', {
    ec: '0026-00000001',
    fields: { Key: key },
  })
}

/** 403 `AccessDenied`. */
export function accessDenied(message: string, fields: ErrorFields = {}, ec?: string): OssError {
  return new OssError(403, 'AccessDenied', message, { ec, fields })
}

/** 400 `NotImplemented`: the header or parameter is not supported by this call. */
export function notImplemented(message: string, header: string): OssError {
  return new OssError(400, 'NotImplemented', message, { fields: { Header: header } })
}

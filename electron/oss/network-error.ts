import { errors } from 'undici'
import { type RetryClass, UploadError } from '../../shared/upload-error.ts'

/** Our codes for what happens below HTTP. */
const byCode: Record<string, { code: string; retry: RetryClass; message: string }> = {
  ECONNREFUSED: offline('ConnectionRefused', 'Nothing accepts connections there.'),
  ENOTFOUND: offline('NameNotResolved', 'The name was not found.'),
  EAI_AGAIN: offline('NameNotResolved', 'The name could not be looked up.'),
  EAI_FAIL: offline('NameNotResolved', 'The name could not be looked up.'),
  ENETUNREACH: offline('NetworkUnreachable', 'There is no way to that network.'),
  ENETDOWN: offline('NetworkUnreachable', 'The network is down.'),
  EHOSTUNREACH: offline('NetworkUnreachable', 'There is no way to that host.'),
  EHOSTDOWN: offline('NetworkUnreachable', 'The host is down.'),
  EADDRNOTAVAIL: offline('NetworkUnreachable', 'This computer has no address on that network.'),
  UND_ERR_CONNECT_TIMEOUT: offline('ConnectTimedOut', 'The connection was not answered in time.'),
  ECONNRESET: transient('ConnectionReset', 'The connection was cut.'),
  ECONNABORTED: transient('ConnectionReset', 'The connection was cut.'),
  EPIPE: transient('ConnectionReset', 'The connection was cut.'),
  UND_ERR_SOCKET: transient('ConnectionReset', 'The connection was cut.'),
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: transient('ConnectionReset', 'The answer ended early.'),
  ETIMEDOUT: transient('RequestTimedOut', 'Nothing moved on the connection for too long.'),
  UND_ERR_HEADERS_TIMEOUT: transient('RequestTimedOut', 'The answer did not come in time.'),
  UND_ERR_BODY_TIMEOUT: transient('RequestTimedOut', 'The answer stopped coming.'),
  UND_ERR_DESTROYED: transient('ConnectionReset', 'The connection was closed.'),
  UND_ERR_CLOSED: transient('ConnectionReset', 'The connection was closed.'),
  ERR_SSL_WRONG_VERSION_NUMBER: fatal('TlsNotSpoken', 'The server does not speak TLS there.'),
  EPROTO: fatal('TlsFailed', 'No secure connection could be agreed on.'),
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: fatal('BodyLengthWrong', 'The body is not as long as announced.'),
}

/** The same codes mean something else before there is a connection. */
const whileConnecting: typeof byCode = {
  ETIMEDOUT: offline('ConnectTimedOut', 'The connection was not answered in time.'),
  EACCES: offline('ConnectionBlocked', 'This computer does not allow the connection.'),
  EPERM: offline('ConnectionBlocked', 'This computer does not allow the connection.'),
}

/**
 * Why a certificate is refused, by the reasons of OpenSSL and Node. A state, not a failure of one file: a clock is set
 * right, an authority is added, the log-in page of a hotel goes away, and then everything goes on.
 */
const certificateReasons: readonly [RegExp, ReturnType<typeof offline>][] = [
  [
    /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/,
    offline('CertificateExpired', 'The certificate is not valid at this time.'),
  ],
  [
    /^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/,
    offline('CertificateForOtherHost', 'The certificate belongs to another host.'),
  ],
  [
    /^(UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|CERT_UNTRUSTED)$/,
    offline('CertificateIssuerUnknown', 'Nobody who is trusted here has issued the certificate.'),
  ],
]
const certificateCodes =
  /^(CERT_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|ERR_TLS_CERT_ALTNAME_INVALID|INVALID_CA|HOSTNAME_MISMATCH|CRL_|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)/

function offline(code: string, message: string) {
  return { code, retry: 'offline' as const, message }
}
function transient(code: string, message: string) {
  return { code, retry: 'transient' as const, message }
}
function fatal(code: string, message: string) {
  return { code, retry: 'fatal' as const, message }
}

/** True when a server answered whose certificate is not accepted: another way to it would not help. */
export function isCertificateTrouble(error: { readonly code: string }): boolean {
  return error.code.startsWith('Certificate')
}

/**
 * What undici or the system threw while a request was on its way, classified. `UploadError`s pass through: they come
 * from the body (a file that changed). Anything unknown below HTTP is a cut connection.
 */
export function networkError(thrown: unknown, host: string): UploadError {
  const chain = causes(thrown)
  const known = chain.find((error) => error instanceof UploadError)
  if (known instanceof UploadError) return known
  for (const error of chain) {
    const systemCode = 'code' in error ? String(error.code) : ''
    const isConnecting = 'syscall' in error && error.syscall === 'connect'
    const entry =
      (isConnecting ? whileConnecting[systemCode] : undefined) ??
      byCode[systemCode] ??
      protocolFailure(error, systemCode)
    if (entry) return asError(entry, host, systemCode, thrown)
  }
  const last = chain.at(-1)
  return asError(
    { code: 'ConnectionFailed', retry: 'transient', message: last?.message ?? String(thrown) },
    host,
    '',
    thrown,
  )
}

function protocolFailure(error: Error, systemCode: string) {
  if (error instanceof errors.HTTPParserError) {
    return transient('NotOss', 'What answered there does not speak HTTP.')
  }
  if (certificateCodes.test(systemCode)) {
    const known = certificateReasons.find(([codes]) => codes.test(systemCode))?.[1]
    return known ?? offline('CertificateRefused', 'The certificate of the server is not accepted.')
  }
  if (/^ERR_(SSL|TLS)_/.test(systemCode))
    return fatal('TlsFailed', 'No secure connection could be agreed on.')
  return null
}

function asError(
  entry: { code: string; retry: RetryClass; message: string },
  host: string,
  systemCode: string,
  cause: unknown,
): UploadError {
  return new UploadError(
    {
      code: entry.code,
      retry: entry.retry,
      message: `${host}: ${entry.message}${systemCode === '' ? '' : ` (${systemCode})`}`,
      fromServer: false,
      params: { host, systemCode },
    },
    { cause },
  )
}

/** The error, its causes and, of several failed attempts to connect (one per address), the first. */
function causes(thrown: unknown): Error[] {
  const chain: Error[] = []
  let error = thrown
  while (error instanceof Error && !chain.includes(error) && chain.length < 10) {
    chain.push(error)
    error = error instanceof AggregateError ? (error.errors[0] ?? error.cause) : error.cause
  }
  return chain
}

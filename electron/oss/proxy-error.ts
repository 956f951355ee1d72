import type { IncomingHttpHeaders } from 'node:http'
import { UploadError } from '../../shared/upload-error.ts'
import { shown } from './bad-input.ts'
import { isCertificateTrouble, networkError } from './network-error.ts'

/**
 * The proxy wants to know who we are (407). A person has to act, so the class is `auth`: what was sent stays, and goes on
 * once the log-in has been entered. Only Basic is spoken; where the proxy offers nothing else than NTLM, Kerberos
 * (Negotiate) or Digest, the code is `ProxyAuthenticationUnsupported`. `headers` are those of the 407.
 */
export function proxyAuthenticationRequired(proxy: string, headers: IncomingHttpHeaders): UploadError {
  const schemes = offeredSchemes(headers['proxy-authenticate'])
  const isSupported = schemes.length === 0 || schemes.some((scheme) => scheme.toLowerCase() === 'basic')
  const offered = schemes.join(', ') || 'Basic'
  return new UploadError({
    code: isSupported ? 'ProxyAuthenticationRequired' : 'ProxyAuthenticationUnsupported',
    retry: 'auth',
    message: isSupported
      ? `The proxy ${proxy} wants a user name and a password that are right (${offered}).`
      : `The proxy ${proxy} only takes ${offered}. Stevedore speaks Basic, not NTLM, Kerberos or Digest.`,
    fromServer: false,
    status: 407,
    params: { proxy, schemes: offered },
  })
}

/** The same of a SOCKS5 proxy, which has no status and no schemes. */
export function socksLogInRequired(proxy: string): UploadError {
  const schemes = 'SOCKS5'
  return new UploadError({
    code: 'ProxyAuthenticationRequired',
    retry: 'auth',
    message: `The proxy ${proxy} wants a user name and a password that are right (${schemes}).`,
    fromServer: false,
    params: { proxy, schemes },
  })
}

/** Nothing could be said to the proxy at all; a certificate of the proxy that is not trusted stays what it is. */
export function proxyUnreachable(proxy: string, thrown: unknown): UploadError {
  if (thrown instanceof UploadError) return thrown
  const known = networkError(thrown, proxy)
  if (known.retry === 'fatal' || isCertificateTrouble(known)) return known
  return new UploadError(
    {
      code: 'ProxyUnreachable',
      retry: 'offline',
      message: `The proxy ${proxy} cannot be reached. ${known.message}`,
      fromServer: false,
      params: { proxy, reason: known.code },
    },
    { cause: thrown },
  )
}

/** The proxy was reached and does not let us through, e.g. because it cannot reach the endpoint itself. */
export function proxyRefused(proxy: string, target: string, answer: string): UploadError {
  return new UploadError({
    code: 'ProxyRefused',
    retry: 'offline',
    message: `The proxy ${proxy} does not connect to ${target}: ${shown(answer)}`,
    fromServer: false,
    params: { proxy, target, answer: shown(answer) },
  })
}

/** The names in `Proxy-Authenticate`, which may hold several challenges with parameters: `NTLM, Basic realm="a, b"`. */
function offeredSchemes(value: string | string[] | undefined): string[] {
  const text = (Array.isArray(value) ? value.join(', ') : (value ?? '')).replace(/"(?:[^"\\]|\\.)*"/g, '""')
  const names = text
    .split(',')
    .map((piece) => piece.trim())
    // A further parameter of the challenge before it: `nonce=…`.
    .filter((piece) => piece !== '' && !/^[\w-]+\s*=/.test(piece))
    .map((piece) => piece.split(/\s/)[0] ?? '')
    .filter((name) => /^[\w-]{1,40}$/.test(name))
  return [...new Set(names)]
}

import type { Dispatcher } from 'undici'
import { readCredentialJson } from '../../shared/credential-json.ts'
import { isLoopback } from '../../shared/loopback.ts'
import type { UploadError } from '../../shared/upload-error.ts'
import type { Credentials } from '../oss/credentials.ts'
import { networkError } from '../oss/network-error.ts'
import { credentialError, unusable } from './credential-error.ts'

const limitMs = 15_000
const maxBytes = 256 * 1024

/**
 * Throws `UploadError` unless the address may be asked for credentials: https, or http on this computer, since they would
 * cross the network readable otherwise; no user and password, which would be stored readable.
 */
export function checkCredentialUrl(text: string): URL {
  const url = URL.parse(text.trim())
  const isAllowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
  if (url === null || !isAllowed || url.username !== '' || url.password !== '') {
    throw credentialError(
      'CredentialUrlInvalid',
      'The address of the credentials must be https, or http on this computer.',
    )
  }
  return url
}

/**
 * Asks a URL for credentials as JSON. Follows no redirects. Errors name the address without its query, which may be
 * secret. Throws `UploadError`: class `auth` for what it answered, that of the network where nothing answers.
 */
export async function fetchCredentials(
  text: string,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Credentials> {
  const url = checkCredentialUrl(text)
  const source = `${url.origin}${url.pathname}`
  const { status, body } = await get(url, dispatcher, signal)
  if (status !== 200) {
    throw credentialError('CredentialUrlRefused', `${source} answered with HTTP status ${status}.`, {
      source,
      status,
    })
  }
  const read = readCredentialJson(body)
  if ('problem' in read) throw unusable(source, read)
  return read.credentials
}

async function get(
  url: URL,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<{ status: number; body: string }> {
  const timeout = AbortSignal.timeout(limitMs)
  try {
    const { statusCode: status, body } = await dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'GET',
      headers: { accept: 'application/json' },
      signal: AbortSignal.any([signal, timeout]),
    })
    const chunks: Buffer[] = []
    let sizeBytes = 0
    for await (const chunk of body as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length
      // What is this long is not JSON of credentials; what was read of it says so.
      if (sizeBytes > maxBytes) break
      chunks.push(chunk)
    }
    return { status, body: Buffer.concat(chunks).toString('utf8') }
  } catch (error) {
    signal.throwIfAborted()
    const failure = networkError(error, url.host)
    // The proxy wants a login: that is the same for the bucket, and says so itself.
    if (failure.retry === 'auth') throw failure
    throw noAnswer(url, timeout.aborted ? 'timeout' : failure.code)
  }
}

/** Not `offline`: the bucket may well be there, and it is credentials that are waited for. */
function noAnswer(url: URL, reason: string): UploadError {
  const source = `${url.origin}${url.pathname}`
  return credentialError('CredentialUrlUnreachable', `${source} does not answer (${reason}).`, {
    source,
    reason,
  })
}

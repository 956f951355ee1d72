import { metadataLimits } from '../../shared/metadata-limits.ts'
import type { UploadCallback } from '../../shared/object-metadata.ts'
import { badInput, shown } from './bad-input.ts'

const { callbackUrls: maxUrls, callbackHeaderBytes: maxHeaderBytes } = metadataLimits

/**
 * `x-oss-callback` and `x-oss-callback-var`: base64 of JSON (R19). OSS posts `body` to the first of the URLs that answers
 * well, with `${bucket}`, `${object}`, `${size}` … and the variables filled in. Throws `CallbackInvalid`.
 */
export function callbackHeaders(callback: UploadCallback | undefined): Record<string, string> {
  if (!callback) return {}
  const { urls, body, bodyType, host, variables = {} } = callback
  if (urls.length === 0 || urls.length > maxUrls) {
    throw invalid(`it needs 1 to ${maxUrls} URLs, not ${urls.length}`)
  }
  for (const url of urls) {
    if (!/^https?:\/\/[^\s;]+$/.test(url)) throw invalid(`"${shown(url)}" is not an http or https URL`)
  }
  if (body === '') throw invalid('its body is empty')
  for (const name of Object.keys(variables)) {
    if (!/^x:[a-z0-9_.-]+$/.test(name)) {
      throw invalid(`the variable "${shown(name)}" must begin with x: and be in lower case`)
    }
  }
  return {
    'x-oss-callback': encode({
      callbackUrl: urls.join(';'),
      ...(host && { callbackHost: host }),
      callbackBody: body,
      ...(bodyType && { callbackBodyType: bodyType }),
    }),
    ...(Object.keys(variables).length > 0 && { 'x-oss-callback-var': encode(variables) }),
  }
}

function encode(value: Record<string, string>): string {
  const text = Buffer.from(JSON.stringify(value)).toString('base64')
  if (text.length > maxHeaderBytes) {
    throw invalid(`encoded it has ${text.length} bytes, more than ${maxHeaderBytes}`)
  }
  return text
}

function invalid(detail: string) {
  return badInput('CallbackInvalid', `The upload callback cannot be used: ${detail}.`, { detail })
}

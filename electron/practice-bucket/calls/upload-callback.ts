import type { Answer } from '../http/answer.ts'
import { errorDocument } from '../http/error-answer.ts'
import type { Exchange } from '../http/exchange.ts'
import { invalidArgument, OssError } from '../wire/oss-error.ts'
import { postCallback } from './post-callback.ts'

const callbackFailedEc = '0007-00000203'
const maxEncodedBytes = 5 * 1024
const maxUrls = 5
const bodyTypes = ['application/x-www-form-urlencoded', 'application/json']

export interface Callback {
  urls: URL[]
  host?: string
  bodyTemplate: string
  bodyType: string
  /** By name with its `x:`. */
  variables: Readonly<Record<string, string>>
}

/** What the `${...}` of a body template stand for. */
export interface DescribedObject {
  bucket: string
  object: string
  etag: string
  size: number
  mimeType: string
}

/**
 * The upload callback, from the headers `x-oss-callback` and `x-oss-callback-var` or from the query `callback` and
 * `callback-var`, never both. 400 `InvalidArgument` for anything that could not be posted later.
 */
export function readCallback({ headers, query }: Pick<Exchange, 'headers' | 'query'>): Callback | undefined {
  const inHeaders = headers.get('x-oss-callback')
  const inQuery = query.get('callback')
  if (inHeaders !== undefined && inQuery !== undefined) {
    throw invalidArgument(
      'The callback is given twice, in the headers and in the query.',
      'callback',
      inQuery,
    )
  }
  const encoded = inHeaders ?? inQuery
  if (encoded === undefined || encoded === '') return undefined
  const bad = (why: string) => invalidArgument(why, 'callback', encoded)
  const parameters = decodeObject('callback', encoded)
  const urlList = parameters.callbackUrl
  const bodyTemplate = parameters.callbackBody
  const bodyType = parameters.callbackBodyType ?? 'application/x-www-form-urlencoded'
  const host = parameters.callbackHost
  if (typeof urlList !== 'string' || urlList === '') throw bad('The callback needs a callbackUrl.')
  if (typeof bodyTemplate !== 'string' || bodyTemplate === '') throw bad('The callback needs a callbackBody.')
  if (typeof bodyType !== 'string' || !bodyTypes.includes(bodyType))
    throw bad('The callbackBodyType is not supported.')
  if (host !== undefined && typeof host !== 'string') throw bad('The callbackHost is not a text.')
  const texts = urlList.split(';').filter((url) => url !== '')
  if (texts.length > maxUrls) throw bad(`The callback has more than ${maxUrls} URLs.`)
  const urls = texts.map((text) => {
    const url = URL.parse(text)
    if (url === null || !['http:', 'https:'].includes(url.protocol))
      throw bad(`'${text}' is not an http or https URL.`)
    return url
  })
  const variables = readVariables(headers.get('x-oss-callback-var') ?? query.get('callback-var'))
  for (const [, name = ''] of bodyTemplate.matchAll(/\$\{([^}]*)\}/g)) {
    if (!isKnownName(name)) throw bad(`The callbackBody names '${name}', which is not known.`)
  }
  return { urls, bodyTemplate, bodyType, variables, ...(host === undefined ? {} : { host }) }
}

/**
 * Posts the callback after the object is stored and hands the application's answer on in place of the call's own. When
 * that fails the answer is 203 `CallbackFailed`, with the headers of a success: the object is there.
 */
export async function withCallback(
  answer: Answer,
  callback: Callback | undefined,
  described: DescribedObject,
  { requestId, headers, context }: Exchange,
): Promise<Answer> {
  if (callback === undefined) return answer
  try {
    const text = await postCallback(callback, described)
    return { ...answer, body: { kind: 'text', text, contentType: 'application/json' } }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const failure = new OssError(203, 'CallbackFailed', message, { ec: callbackFailedEc })
    const hostId = headers.get('host') ?? context.authority()
    return {
      status: 203,
      errorCode: failure.code,
      headers: { ...answer.headers, 'x-oss-ec': callbackFailedEc },
      body: {
        kind: 'text',
        text: errorDocument(failure, { requestId, hostId }),
        contentType: 'application/xml',
      },
    }
  }
}

function readVariables(encoded: string | undefined): Record<string, string> {
  if (encoded === undefined || encoded === '') return {}
  const variables: Record<string, string> = {}
  for (const [name, value] of Object.entries(decodeObject('callback-var', encoded))) {
    if (!/^x:[^A-Z]+$/.test(name) || typeof value !== 'string') {
      throw invalidArgument(
        "Names of callback variables begin with 'x:' in lower case, values are texts.",
        'callback-var',
        name,
      )
    }
    variables[name] = value
  }
  return variables
}

function decodeObject(name: string, encoded: string): Record<string, unknown> {
  if (encoded.length > maxEncodedBytes) throw invalidArgument('The callback is longer than 5 KB.', name, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded))
    throw invalidArgument('The callback is not base64.', name, encoded)
  try {
    const value: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch {
    // Falls through to the same answer.
  }
  throw invalidArgument('The callback is not a JSON object.', name, encoded)
}

function isKnownName(name: string): boolean {
  return /^(bucket|object|etag|size|mimeType|imageInfo\.(height|width|format)|x:.+)$/.test(name)
}

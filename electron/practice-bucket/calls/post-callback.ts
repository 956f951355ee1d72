import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Callback, DescribedObject } from './upload-callback.ts'

const answerTimeoutMs = 5000
const maxAnswerBytes = 1024 * 1024

/** The application's JSON, from the first URL that answers well; the last failure is thrown. */
export async function postCallback(callback: Callback, described: DescribedObject): Promise<string> {
  const body = fillTemplate(callback, described)
  let failure: unknown
  for (const url of callback.urls) {
    try {
      return await post(url, callback, body)
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

function fillTemplate({ bodyTemplate, bodyType, variables }: Callback, described: DescribedObject): string {
  const values: Record<string, string | number> = { ...described, ...variables }
  const isJson = bodyType === 'application/json'
  return bodyTemplate.replaceAll(/\$\{([^}]*)\}/g, (_match, name: string) => {
    const value = values[name] ?? ''
    return isJson ? JSON.stringify(value) : encodeURIComponent(value)
  })
}

/** Only this computer is called: a practice bucket must not be a way to reach other machines. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

function post(url: URL, { bodyType, host }: Callback, body: string): Promise<string> {
  if (!isLoopback(url.hostname)) {
    return Promise.reject(
      new Error(`The practice bucket only calls back this computer, not ${url.hostname}.`),
    )
  }
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const outgoing = start(url, {
      method: 'POST',
      agent: false,
      headers: {
        'Content-Type': bodyType,
        'Content-Length': Buffer.byteLength(body),
        'User-Agent': 'http-client/0.0.1',
        ...(host === undefined ? {} : { Host: host }),
      },
      signal: AbortSignal.timeout(answerTimeoutMs),
    })
    outgoing.on('error', (error) => {
      reject(
        new Error(error.name === 'AbortError' ? 'Callback took too long.' : 'Callback URL is not reachable.'),
      )
    })
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = []
      let sizeBytes = 0
      const fail = (message: string) => {
        reject(new Error(message))
        outgoing.destroy()
      }
      if (incoming.statusCode !== 200) return fail(`Error status : ${incoming.statusCode}.`)
      const declared = Number(incoming.headers['content-length'] ?? Number.NaN)
      if (!(declared <= maxAnswerBytes)) return fail('Response Content-Length is missing or too long.')
      incoming.on('data', (chunk: Buffer) => {
        sizeBytes += chunk.length
        chunks.push(chunk)
      })
      incoming.on('close', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        if (sizeBytes !== declared) return fail('Callback took too long, or its answer was cut short.')
        if (!isJson(text)) return fail('Response body is not valid json format.')
        resolve(text)
      })
    })
    outgoing.end(body)
  })
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

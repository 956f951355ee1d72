import { type IncomingHttpHeaders, request } from 'node:http'
import { signV1 } from '../../electron/practice-bucket/auth/signature-v1.ts'
import { scopeV4, signV4 } from '../../electron/practice-bucket/auth/signature-v4.ts'
import { percentEncode, percentEncodePath } from '../../electron/practice-bucket/wire/percent-encoding.ts'
import { accessKeyId, accessKeySecret, bucket, region } from './running-bucket.ts'

/** One request as a client describes it. The signers used here are themselves held to published vectors. */
export interface Ask {
  method: string
  /** Absent: the bucket itself. */
  key?: string
  /** `null`: the service. */
  bucket?: string | null
  query?: Record<string, string>
  headers?: Record<string, string>
  body?: Buffer | string
  version?: 'v4' | 'v1' | 'none'
  additionalHeaders?: string[]
  accessKeyId?: string
  accessKeySecret?: string
  region?: string
  /** Unix ms the request is signed for. */
  time?: number
}

export interface Reply {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
  text: string
  /** Text of the first element of that name in an XML answer. */
  element(name: string): string | undefined
  elements(name: string): string[]
}

export interface SignedHead {
  method: string
  /** Path style, encoded, with its query. */
  path: string
  headers: Record<string, string>
}

/** The head of a signed request for `host`, which tests may spoil before they send it. */
export function signedHead(host: string, ask: Ask): SignedHead {
  const bucketName = ask.bucket === undefined ? bucket : ask.bucket
  const resource = {
    ...(bucketName === null ? {} : { bucket: bucketName }),
    ...(ask.key === undefined ? {} : { key: ask.key }),
  }
  const query = new Map(Object.entries(ask.query ?? {}))
  const rawQuery = [...query].map(([name, value]) =>
    value === '' ? percentEncode(name) : `${percentEncode(name)}=${percentEncode(value)}`,
  )
  const path = bucketName === null ? '/' : `/${bucketName}/${percentEncodePath(ask.key ?? '')}`
  const headers: Record<string, string> = { host, ...ask.headers }
  const time = new Date(ask.time ?? Date.now())
  const id = ask.accessKeyId ?? accessKeyId
  const secret = ask.accessKeySecret ?? accessKeySecret
  if (ask.version === 'v1') {
    headers.date = time.toUTCString()
    const lines = new Map(Object.entries(headers))
    const signature = signV1(
      { method: ask.method, resource, query, headers: lines, date: headers.date },
      secret,
    )
    headers.authorization = `OSS ${id}:${signature}`
  } else if (ask.version !== 'none') {
    const signingDate = time.toISOString().replace(/[-:]|\.\d+/g, '')
    headers['x-oss-date'] = signingDate
    headers['x-oss-content-sha256'] = 'UNSIGNED-PAYLOAD'
    const additionalHeaders = ask.additionalHeaders ?? []
    const input = {
      method: ask.method,
      resource,
      query,
      headers: new Map(Object.entries(headers)),
      additionalHeaders,
      signingDate,
      region: ask.region ?? region,
    }
    const announced =
      additionalHeaders.length === 0 ? '' : `,AdditionalHeaders=${additionalHeaders.join(';')}`
    headers.authorization = `OSS4-HMAC-SHA256 Credential=${id}/${scopeV4(input)}${announced},Signature=${signV4(input, secret)}`
  }
  return { method: ask.method, path: rawQuery.length === 0 ? path : `${path}?${rawQuery.join('&')}`, headers }
}

/** Signs and sends over a connection of its own. */
export function send(server: { endpoint: string }, ask: Ask): Promise<Reply> {
  return sendHead(server, signedHead(new URL(server.endpoint).host, ask), ask.body)
}

/** Sends a head as it is, path and all. */
export function sendHead(
  server: { endpoint: string },
  head: SignedHead,
  body?: Buffer | string,
): Promise<Reply> {
  const { hostname, port } = new URL(server.endpoint)
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        hostname,
        port,
        method: head.method,
        path: head.path,
        headers:
          body === undefined ? head.headers : { 'content-length': Buffer.byteLength(body), ...head.headers },
        agent: false,
        setHost: false,
      },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', reject)
        incoming.on('end', () =>
          resolve(reply(incoming.statusCode ?? 0, incoming.headers, Buffer.concat(chunks))),
        )
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

export function reply(status: number, headers: IncomingHttpHeaders, body: Buffer): Reply {
  const encoded = headers['x-oss-err']
  const text = typeof encoded === 'string' ? Buffer.from(encoded, 'base64').toString() : body.toString()
  const elements = (name: string) =>
    [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((match) =>
      unescapeXml(match[1] ?? ''),
    )
  return { status, headers, body, text, elements, element: (name) => elements(name)[0] }
}

function unescapeXml(text: string): string {
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
  return text.replace(/&(?:#(\d+)|(\w+));/g, (_match, code?: string, name?: string) =>
    code === undefined ? (names[name ?? ''] ?? '') : String.fromCodePoint(Number(code)),
  )
}

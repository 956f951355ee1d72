import type { Head } from './http-wire.ts'

/** What a request means to an upload, read from its method and query (path style, so the bucket is the first segment). */
export const phases = [
  'initiate',
  'part',
  'list',
  'complete',
  'abort',
  'put',
  'head',
  'list-uploads',
  'other',
] as const
export type Phase = (typeof phases)[number]

export interface RequestInfo {
  method: string
  /** Path and query as the client wrote them. */
  target: string
  phase: Phase
  /** Decoded; empty for requests that name no object. */
  objectKey: string
  /** Null for everything but a part. */
  partNumber: number | null
  multipartUploadId: string | null
  /** Length of the body the client announced. */
  bodyBytes: number
  /** Unix milliseconds the client signed with (`x-oss-date` of V4); null when the request does not say. */
  signedAt: number | null
}

export function describeRequest(head: Head): RequestInfo {
  const [method = '', target = ''] = head.startLine.split(' ')
  const [path = '', query = ''] = target.split('?')
  const [, , ...keySegments] = path.split('/')
  const parameters = new URLSearchParams(query)
  const objectKey = decodeURIComponent(keySegments.join('/'))
  const phase = phaseOf(method, parameters, objectKey)
  return {
    method,
    target,
    phase,
    objectKey,
    partNumber: phase === 'part' ? Number(parameters.get('partNumber')) : null,
    multipartUploadId: parameters.get('uploadId'),
    bodyBytes: Number(head.headers.get('content-length') ?? 0),
    signedAt: signingTime(head.headers.get('x-oss-date') ?? ''),
  }
}

function phaseOf(method: string, parameters: URLSearchParams, objectKey: string): Phase {
  if (objectKey === '') return method === 'GET' && parameters.has('uploads') ? 'list-uploads' : 'other'
  const hasUploadId = parameters.has('uploadId')
  switch (method) {
    case 'POST':
      if (parameters.has('uploads')) return 'initiate'
      return hasUploadId ? 'complete' : 'other'
    case 'PUT':
      return parameters.has('partNumber') ? 'part' : 'put'
    case 'GET':
      return hasUploadId ? 'list' : 'other'
    case 'DELETE':
      return hasUploadId ? 'abort' : 'other'
    case 'HEAD':
      return 'head'
    default:
      return 'other'
  }
}

function signingTime(date: string): number | null {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date)
  if (found === null) return null
  const [, year, month, day, hour, minute, second] = found.map(Number)
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second)
}

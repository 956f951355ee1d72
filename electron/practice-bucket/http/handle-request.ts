import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { authenticate } from '../auth/authenticate.ts'
import { callFor } from '../calls/route.ts'
import { resolveResource } from '../wire/addressing.ts'
import { collectHeaders, type RequestHeaders } from '../wire/request-headers.ts'
import { parseRequestTarget, type Query } from '../wire/request-target.ts'
import type { Answer } from './answer.ts'
import { BodyReader, ClientGone } from './body-reader.ts'
import { errorAnswer } from './error-answer.ts'
import type { PracticeContext } from './exchange.ts'
import type { Observer } from './observer.ts'
import { sendAnswer } from './send-answer.ts'

export interface HandlerOptions {
  context: PracticeContext
  customDomains: ReadonlyMap<string, string>
  bodyIdleTimeoutMs: number
  observer: Observer
  log(message: string): void
}

/** What is known of a request so far; an error may come before all of it is. */
interface Progress {
  requestId: string
  bucket?: string
  key?: string
  query: Query
  headers: RequestHeaders
  receivedBytes: number
}

/** One request from its first byte to the last byte of its answer. Never throws. */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  options: HandlerOptions,
): Promise<void> {
  const startedAt = performance.now()
  const method = request.method ?? ''
  const progress: Progress = {
    requestId: newRequestId(),
    query: new Map(),
    headers: collectHeaders(request.rawHeaders),
    receivedBytes: 0,
  }
  const body = new BodyReader(request, {
    idleTimeoutMs: options.bodyIdleTimeoutMs,
    onChunk: (bytes) => {
      progress.receivedBytes += bytes
      options.observer.onBodyChunk?.({ ...describe(method, progress), bytes })
    },
    ...(progress.headers.has('expect') ? { sendContinue: () => response.writeContinue() } : {}),
  })
  let status = 0
  let code: string | undefined
  let sentBytes = 0
  try {
    const answer = await answerOf(request, method, progress, body, options)
    code = answer.errorCode
    status = answer.status
    const durationMs = Math.round(performance.now() - startedAt)
    sentBytes = await sendAnswer(
      request,
      response,
      {
        ...answer,
        headers: { ...standardHeaders(progress.requestId, durationMs, options.context), ...answer.headers },
      },
      body,
    )
  } catch (error) {
    // The connection is gone, or broke while the answer was on its way: nobody is left to be told.
    status = 0
    if (!(error instanceof ClientGone)) {
      if (!response.destroyed) options.log(`${progress.requestId} ${method}: ${String(error)}`)
      response.destroy()
    }
  }
  options.observer.onRequest?.({
    ...describe(method, progress),
    headers: Object.fromEntries(progress.headers),
    status,
    ...(code === undefined ? {} : { code }),
    bytes: progress.receivedBytes,
    sentBytes,
    durationMs: performance.now() - startedAt,
  })
}

async function answerOf(
  request: IncomingMessage,
  method: string,
  progress: Progress,
  body: BodyReader,
  { context, customDomains, log }: HandlerOptions,
): Promise<Answer> {
  const { headers, requestId } = progress
  try {
    const { path, query } = parseRequestTarget(request.url ?? '/')
    progress.query = query
    const rules = { isBucket: (name: string) => context.store.has(name), customDomains }
    const resources = resolveResource(headers.get('host') ?? '', path, rules)
    Object.assign(progress, resources[0])
    const { credentials, region } = context
    const { resource, ...signer } = authenticate(
      { method, resources, query, headers },
      { credentials, region, nowMs: context.now() },
    )
    Object.assign(progress, resource)
    return await callFor({ context, requestId, method, query, headers, body, ...signer }, resource)
  } catch (error) {
    if (error instanceof ClientGone) throw error
    // Nobody hears an answer any more, and what broke off for the end is no fault.
    if (context.closing.aborted) throw new ClientGone('The server is closing.')
    return errorAnswer(error, {
      requestId,
      hostId: headers.get('host') ?? context.authority(),
      hasBody: method !== 'HEAD',
      log,
    })
  }
}

function describe(method: string, { requestId, bucket, key, query }: Progress) {
  return {
    requestId,
    method,
    ...(bucket === undefined ? {} : { bucket }),
    ...(key === undefined ? {} : { key }),
    query: Object.fromEntries(query),
  }
}

/** 24 upper-case hex characters. */
export function newRequestId(): string {
  return randomBytes(12).toString('hex').toUpperCase()
}

/** On every answer; `Date` is what clients correct their clocks with, so it tells this server's time. */
export function standardHeaders(
  requestId: string,
  durationMs: number,
  { now }: PracticeContext,
): Record<string, string> {
  return {
    Server: 'AliyunOSS',
    Date: new Date(now()).toUTCString(),
    'x-oss-request-id': requestId,
    'x-oss-server-time': String(durationMs),
  }
}

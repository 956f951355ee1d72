import type { CustomScheme, Protocol } from 'electron'
import type { Request as PageRequest, Route } from 'playwright-core'
import { strict } from './strict.ts'

/**
 * Chromium takes no new schemes, so `app://ui/x` is shown to it as `https://ui.app.localhost/x`: a secure origin of its
 * own that never leaves the browser, because every request to it is answered here. Only the page sees the difference.
 */
const suffix = '.localhost'
const schemes = new Set<string>()
type Handler = Parameters<Protocol['handle']>[1]
const handlers = new Map<string, Handler>()
let isReady = false

export function toChromiumUrl(url: string): string {
  const parsed = new URL(url)
  const scheme = parsed.protocol.slice(0, -1)
  if (!schemes.has(scheme)) return url
  return `https://${parsed.host}.${scheme}${suffix}${parsed.pathname}${parsed.search}${parsed.hash}`
}

export function isChromiumUrl(url: string): boolean {
  return fromChromiumUrl(url) !== url
}

export function fromChromiumUrl(url: string): string {
  const parsed = URL.parse(url)
  if (parsed === null || parsed.protocol !== 'https:' || !parsed.hostname.endsWith(suffix)) return url
  const labels = parsed.hostname.slice(0, -suffix.length).split('.')
  const scheme = labels.pop() ?? ''
  if (!schemes.has(scheme)) return url
  return `${scheme}://${labels.join('.')}${parsed.pathname}${parsed.search}${parsed.hash}`
}

/** What the program's handler answers, in playwright's form; without a handler the request fails as in Electron. */
export async function answerFor(url: string, request: PageRequest): Promise<Parameters<Route['fulfill']>[0]> {
  const handler = handlers.get(new URL(url).protocol.slice(0, -1))
  if (handler === undefined) return { status: 404 }
  const body = request.postDataBuffer()
  const response = await handler(
    new Request(url, {
      method: request.method(),
      headers: request.headers(),
      ...(body === null ? {} : { body: new Uint8Array(body) }),
    }) as Parameters<Handler>[0],
  )
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  }
}

export function schemesAreFixed(): void {
  isReady = true
}

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(customSchemes: CustomScheme[]) {
    if (isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme } of customSchemes) schemes.add(scheme)
  },
  handle(scheme: string, handler: Handler) {
    if (!isReady) throw new Error("protocol can't be used before app is ready")
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    handlers.set(scheme, handler)
  },
  unhandle: (scheme: string) => void handlers.delete(scheme),
  isProtocolHandled: (scheme: string) => handlers.has(scheme),
} satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'>)

import { readFile } from 'node:fs/promises'
import { join, normalize, sep } from 'node:path'
import mime from 'mime'

/** `protocol.registerSchemesAsPrivileged` wants this before `ready`, once. */
export const appScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
}

export const windowUrl = 'app://ui/index.html'

/** Everything comes from the program itself; all traffic to OSS goes through the main process. */
const securityHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** True for addresses of the window's own pages. Compared by parts: the `origin` of a custom scheme is "null" in Node. */
export function isAppUrl(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed?.protocol === 'app:' && parsed.host === 'ui'
}

/** Serves the files below `folder` under `app://ui/`; anything else is 404, also a path that leads out of the folder. */
export function serveFolder(folder: string): (request: { url: string; method: string }) => Promise<Response> {
  return async ({ url, method }) => {
    const file = isAppUrl(url) && method === 'GET' ? fileFor(folder, url) : null
    const body = file === null ? null : await readFile(file).catch(() => null)
    if (file === null || body === null) return new Response(null, { status: 404, headers: securityHeaders })
    const contentType = mime.getType(file) ?? 'application/octet-stream'
    return new Response(body, { headers: { ...securityHeaders, 'content-type': contentType } })
  }
}

function fileFor(folder: string, url: string): string | null {
  let path: string
  try {
    path = decodeURIComponent(new URL(url).pathname)
  } catch {
    return null
  }
  if (path.includes('\0')) return null
  const file = normalize(join(folder, path))
  return file.startsWith(normalize(folder) + sep) ? file : null
}

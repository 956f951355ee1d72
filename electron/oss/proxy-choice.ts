import { isLoopback } from '../../shared/loopback.ts'
import { UploadError } from '../../shared/upload-error.ts'
import { withoutLogIn } from './bad-input.ts'
import { isProxyException } from './proxy-exceptions.ts'

/** One way out: straight to the endpoint, or through a proxy. */
export type ProxyChoice =
  | { kind: 'direct' }
  | { kind: 'http' | 'https' | 'socks5'; host: string; port: number; username?: string; password?: string }

const defaultPorts = { http: 80, https: 443, socks5: 1080 } as const

/**
 * A proxy as a person types it: `http://user:password@proxy.example:3128`, `socks5://…`, or `proxy.example:3128`.
 * Throws `UploadError` `ProxyInvalid` that names the input (without its password) and the accepted forms.
 */
export function parseProxyUrl(input: string): ProxyChoice {
  const text = input.trim()
  if (text === '' || text.toLowerCase() === 'direct') return { kind: 'direct' }
  const url = URL.parse(text.includes('://') ? text : `http://${text}`)
  const kind = url && schemeKind(url.protocol)
  // Schemes the URL parser does not know (socks5:) may have an empty host. A path means the address of a PAC file.
  const isAddress = url !== null && url.hostname !== '' && /^\/?$/.test(url.pathname) && url.search === ''
  if (!isAddress || !kind || /\p{Cc}/u.test(text)) throw invalidProxy(text)
  return {
    kind,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? defaultPorts[kind] : Number(url.port),
    ...(url.username !== '' && { username: decoded(url.username, text) }),
    ...(url.password !== '' && { password: decoded(url.password, text) }),
  }
}

/** A proxy as text that can be shown and typed again: `socks5://127.0.0.1:1080`, without user and password. */
export function proxyAddress(proxy: Exclude<ProxyChoice, { kind: 'direct' }>): string {
  const { kind, host, port } = proxy
  return `${kind}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** `%40` is `@`; a `%` that begins nothing is what a person typed without escaping it. */
function decoded(part: string, input: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw invalidProxy(input)
  }
}

function schemeKind(protocol: string): 'http' | 'https' | 'socks5' | null {
  if (protocol === 'http:') return 'http'
  if (protocol === 'https:') return 'https'
  if (protocol === 'socks5:' || protocol === 'socks:' || protocol === 'socks5h:') return 'socks5'
  return null
}

function invalidProxy(input: string): UploadError {
  const shown = withoutLogIn(input)
  return new UploadError({
    code: 'ProxyInvalid',
    retry: 'fatal',
    message: `"${shown}" is not a proxy address. Use http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT.`,
    fromServer: false,
    params: { proxy: shown },
  })
}

const pacKinds: Record<string, ProxyChoice['kind']> = {
  DIRECT: 'direct',
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS: 'socks5',
  SOCKS5: 'socks5',
}

/**
 * The answer of the system's resolver (PAC form): `PROXY h:p; SOCKS5 h:p; DIRECT`, to be tried in order.
 * SOCKS4 is not supported and left out; an answer with nothing usable means direct.
 */
export function parsePacAnswer(answer: string): ProxyChoice[] {
  const choices: ProxyChoice[] = []
  for (const entry of answer.split(';')) {
    const [word = '', address = ''] = entry.trim().split(/\s+/)
    const kind = pacKinds[word.toUpperCase()]
    if (kind === 'direct') choices.push({ kind })
    else if (kind && address !== '') choices.push(...usable(`${kind}://${address}`))
  }
  return choices.length > 0 ? choices : [{ kind: 'direct' }]
}

/** One entry that cannot be read must not take the others with it. */
function usable(address: string): ProxyChoice[] {
  try {
    return [parseProxyUrl(address)]
  } catch {
    return []
  }
}

/**
 * What the environment says for an endpoint, by the convention of curl: `https_proxy`, `http_proxy`, `all_proxy` (lower
 * case wins over upper case) unless `no_proxy` names the host, a parent domain of it, or `*`. Loopback never uses one.
 */
export function proxyFromEnvironment(
  endpoint: string,
  environment: Record<string, string | undefined>,
): ProxyChoice {
  const url = URL.parse(endpoint)
  if (!url || isLoopback(url.hostname) || isProxyException(url, read(environment, 'no_proxy') ?? '')) {
    return { kind: 'direct' }
  }
  const scheme = url.protocol.replace(':', '')
  const value = read(environment, `${scheme}_proxy`) ?? read(environment, 'all_proxy')
  return value === undefined ? { kind: 'direct' } : parseProxyUrl(value)
}

function read(environment: Record<string, string | undefined>, name: string): string | undefined {
  const value = environment[name] ?? environment[name.toUpperCase()]
  return value === '' ? undefined : value
}

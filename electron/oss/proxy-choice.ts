import { UploadError } from '../../shared/upload-error.ts'

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
  // Schemes the URL parser does not know (socks5:) may have an empty host, hence the check.
  if (!url || !kind || url.hostname === '') throw invalidProxy(text)
  return {
    kind,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? defaultPorts[kind] : Number(url.port),
    ...(url.username !== '' && { username: decodeURIComponent(url.username) }),
    ...(url.password !== '' && { password: decodeURIComponent(url.password) }),
  }
}

function schemeKind(protocol: string): 'http' | 'https' | 'socks5' | null {
  if (protocol === 'http:') return 'http'
  if (protocol === 'https:') return 'https'
  if (protocol === 'socks5:' || protocol === 'socks:' || protocol === 'socks5h:') return 'socks5'
  return null
}

function invalidProxy(input: string): UploadError {
  const shown = input.replace(/\/\/[^@/]*@/, '//…@')
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
    else if (kind && address !== '') choices.push(parseProxyUrl(`${kind}://${address}`))
  }
  return choices.length > 0 ? choices : [{ kind: 'direct' }]
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
  if (!url || isLoopback(url.hostname) || isExcluded(url, read(environment, 'no_proxy') ?? '')) {
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

/** `localhost`, 127.0.0.0/8 and ::1: the practice bucket must never be asked for through an office proxy. */
function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
  )
}

function isExcluded(url: URL, noProxy: string): boolean {
  return noProxy
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true
      const [name = '', port] = entry.toLowerCase().split(':')
      if (port !== undefined && port !== effectivePort(url)) return false
      const domain = name.replace(/^\*?\./, '')
      return url.hostname === domain || url.hostname.endsWith(`.${domain}`)
    })
}

function effectivePort(url: URL): string {
  if (url.port !== '') return url.port
  return url.protocol === 'https:' ? '443' : '80'
}

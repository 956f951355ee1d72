import { BlockList, isIP } from 'node:net'

/**
 * True when the list says that a host is reached without the proxy. Entries are divided by commas, semicolons or spaces:
 * `*` (all), `example.com`, `.example.com` or `*.example.com` (the domain and what is below it), `10.0.0.7`,
 * `10.0.0.0/8`, `[::1]`, `<local>` (names without a dot), each but the last two kinds with `:PORT` if wanted.
 */
export function isProxyException(url: URL, list: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  return list
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((entry) => entry !== '')
    .some((entry) => matches(entry, host, effectivePort(url)))
}

function matches(entry: string, host: string, hostPort: string): boolean {
  if (entry === '*') return true
  if (entry === '<local>') return !host.includes('.') && isIP(host) === 0
  if (entry.includes('/')) return isInNetwork(entry, host)
  const { name, port } = takeApart(entry)
  if (port !== '' && port !== hostPort) return false
  // Addresses have no domains above them.
  if (isIP(name) !== 0 || isIP(host) !== 0) return name === host
  const domain = name.replace(/^\*?\./, '')
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`))
}

/** `example.com:443`, `[::1]:443`, and `::1`, whose colons divide no port. */
function takeApart(entry: string): { name: string; port: string } {
  if (isIP(entry) === 6) return { name: entry, port: '' }
  const [, bracketed, bare = '', port = ''] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d*))?$/.exec(entry) ?? []
  return { name: bracketed ?? bare, port }
}

function isInNetwork(entry: string, host: string): boolean {
  const [network = '', length = ''] = entry.split('/')
  const family = isIP(network)
  const bits = Number(length)
  if (family === 0 || family !== isIP(host) || !/^\d+$/.test(length) || bits > (family === 4 ? 32 : 128))
    return false
  const list = new BlockList()
  const kind = family === 4 ? 'ipv4' : 'ipv6'
  list.addSubnet(network, bits, kind)
  return list.check(host, kind)
}

function effectivePort(url: URL): string {
  if (url.port !== '') return url.port
  return url.protocol === 'https:' ? '443' : '80'
}

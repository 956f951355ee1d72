import { isIP, type Socket } from 'node:net'
import { badInput } from './bad-input.ts'
import { proxyRefused, proxyUnreachable, socksLogInRequired } from './proxy-error.ts'

interface Socks5Tunnel {
  /** `HOST:PORT` of the proxy, for sentences. */
  proxy: string
  host: string
  port: number
  username?: string
  password?: string
  timeoutMs: number
}

const version = 5
const noLogin = 0
const passwordLogin = 2
const noneAcceptable = 0xff

/** RFC 1928, section 6. */
const replies: Record<number, string> = {
  1: 'general failure',
  2: 'not allowed by its rules',
  3: 'network unreachable',
  4: 'host unreachable',
  5: 'connection refused',
  6: 'time to live expired',
  7: 'command not supported',
  8: 'address type not supported',
}

/**
 * Asks the SOCKS5 proxy on the other end of `socket` (RFC 1928, log-in by RFC 1929) to connect to a host, whose name the
 * proxy looks up; resolves once the socket belongs to that host. Rejects with what the proxy said.
 */
export async function openSocks5Tunnel(socket: Socket, tunnel: Socks5Tunnel): Promise<void> {
  const reader = new ExactReader(socket, tunnel.timeoutMs)
  try {
    await logIn(socket, reader, tunnel)
    await connect(socket, reader, tunnel)
  } catch (error) {
    throw proxyUnreachable(tunnel.proxy, error)
  } finally {
    reader.release()
  }
}

async function logIn(socket: Socket, reader: ExactReader, tunnel: Socks5Tunnel): Promise<void> {
  const { proxy, username, password = '' } = tunnel
  const methods = username === undefined ? [noLogin] : [noLogin, passwordLogin]
  socket.write(Buffer.from([version, methods.length, ...methods]))
  const [spoken, method] = await reader.read(2)
  if (spoken !== version) throw proxyRefused(proxy, targetOf(tunnel), 'it does not speak SOCKS5')
  if (method === noLogin) return
  const isUsable = method === passwordLogin && username !== undefined
  if (method !== noneAcceptable && !isUsable) {
    throw proxyRefused(proxy, targetOf(tunnel), `log-in method ${method} is not supported`)
  }
  if (method === noneAcceptable || username === undefined) throw socksLogInRequired(proxy)
  socket.write(Buffer.concat([Buffer.from([1]), lengthPrefixed(username), lengthPrefixed(password)]))
  const [, status] = await reader.read(2)
  if (status !== 0) throw socksLogInRequired(proxy)
}

async function connect(socket: Socket, reader: ExactReader, tunnel: Socks5Tunnel): Promise<void> {
  const port = Buffer.alloc(2)
  port.writeUInt16BE(tunnel.port)
  socket.write(Buffer.concat([Buffer.from([version, 1, 0]), addressBytes(tunnel.host), port]))
  const [, reply = 1, , addressType] = await reader.read(4)
  if (reply !== 0) {
    throw proxyRefused(tunnel.proxy, targetOf(tunnel), replies[reply] ?? `reply ${reply}`)
  }
  // The address it connects from is of no interest, but must be taken off the line.
  const [nameLength = 0] = addressType === 3 ? await reader.read(1) : []
  await reader.read((addressType === 1 ? 4 : addressType === 4 ? 16 : nameLength) + 2)
}

function targetOf({ host, port }: Socks5Tunnel): string {
  return `${host}:${port}`
}

function addressBytes(host: string): Buffer {
  const family = isIP(host)
  if (family === 4) return Buffer.from([1, ...host.split('.').map(Number)])
  if (family === 6) return Buffer.concat([Buffer.from([4]), ipv6Bytes(host)])
  return Buffer.concat([Buffer.from([3]), lengthPrefixed(host)])
}

function ipv6Bytes(host: string): Buffer {
  // A URL writes all of it in hexadecimal, also the dotted end of `::ffff:192.0.2.1`.
  const address = new URL(`http://[${host}]`).hostname.slice(1, -1)
  const [front = '', back] = address.split('::')
  const groups = (text: string) => text.split(':').filter((group) => group !== '')
  const [first, last] = [groups(front), groups(back ?? '')]
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0')
  const bytes = Buffer.alloc(16)
  for (const [index, group] of [...first, ...zeros, ...last].entries()) {
    bytes.writeUInt16BE(Number.parseInt(group, 16), index * 2)
  }
  return bytes
}

function lengthPrefixed(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.byteLength > 255) {
    throw badInput('ProxyLoginTooLong', 'SOCKS5 takes user names and passwords of at most 255 bytes.', {
      max: 255,
    })
  }
  return Buffer.concat([Buffer.from([bytes.byteLength]), bytes])
}

/** Reads as many bytes as are asked for and leaves the rest on the socket. */
class ExactReader {
  readonly #socket: Socket
  readonly #failed = Promise.withResolvers<never>()
  readonly #onEnd = () => this.#fail('ECONNRESET')
  readonly #onError = (error: Error) => this.#failed.reject(error)
  readonly #timer: NodeJS.Timeout
  #onReadable: (() => void) | null = null

  constructor(socket: Socket, timeoutMs: number) {
    this.#socket = socket
    this.#failed.promise.catch(() => undefined)
    this.#timer = setTimeout(() => this.#fail('UND_ERR_CONNECT_TIMEOUT'), timeoutMs)
    socket.on('end', this.#onEnd).on('close', this.#onEnd).on('error', this.#onError)
  }

  async read(lengthBytes: number): Promise<Buffer> {
    if (lengthBytes === 0) return Buffer.alloc(0)
    const read = new Promise<Buffer>((resolve) => {
      const attempt = () => {
        const bytes = this.#socket.read(lengthBytes) as Buffer | null
        if (bytes === null) return
        if (this.#onReadable) this.#socket.off('readable', this.#onReadable)
        resolve(bytes)
      }
      this.#onReadable = attempt
      this.#socket.on('readable', attempt)
      attempt()
    })
    return await Promise.race([read, this.#failed.promise])
  }

  release(): void {
    clearTimeout(this.#timer)
    this.#socket.off('end', this.#onEnd).off('close', this.#onEnd).off('error', this.#onError)
    if (this.#onReadable) this.#socket.off('readable', this.#onReadable)
  }

  #fail(code: string): void {
    this.#failed.reject(Object.assign(new Error('The proxy said nothing more.'), { code }))
  }
}

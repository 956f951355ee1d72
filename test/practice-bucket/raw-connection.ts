import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { type Reply, reply, type SignedHead } from './signed-request.ts'

/** A plain TCP connection to a server, for everything a well-behaved client would not send. */
export class RawConnection {
  readonly socket: Socket
  #received = Buffer.alloc(0)
  #isClosed = false
  #wake: () => void = () => undefined

  constructor(server: { port: number }, options: { allowHalfOpen?: boolean } = {}) {
    this.socket = connect({ port: server.port, host: '127.0.0.1', ...options })
    this.socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk])
      this.#wake()
    })
    // A reset counts as an end; what came before it is still read.
    this.socket.on('error', () => undefined)
    this.socket.on('end', () => this.#wake())
    this.socket.on('close', () => {
      this.#isClosed = true
      this.#wake()
    })
    onTestFinished(() => {
      this.socket.destroy()
    })
  }

  write(data: string | Buffer): void {
    this.socket.write(data)
  }

  /** Waits until the server has closed the connection. */
  async closed(): Promise<void> {
    while (!this.#isClosed) await this.#somethingNew()
  }

  /** Waits until the text has come. */
  async received(text: string): Promise<void> {
    while (!this.#received.includes(text)) {
      if (this.#isClosed) throw new Error(`closed before '${text}' came: ${this.#received.toString()}`)
      await this.#somethingNew()
    }
  }

  /** Takes the next whole answer off the connection. */
  async answer(): Promise<Reply> {
    for (;;) {
      const end = this.#received.indexOf('\r\n\r\n')
      if (end !== -1) {
        const [statusLine = '', ...lines] = this.#received.toString('latin1', 0, end).split('\r\n')
        const headers = Object.fromEntries(
          lines.map((line) => [
            line.slice(0, line.indexOf(':')).toLowerCase(),
            line.slice(line.indexOf(':') + 1).trim(),
          ]),
        )
        const length = Number(headers['content-length'] ?? 0)
        if (this.#received.length >= end + 4 + length) {
          const body = this.#received.subarray(end + 4, end + 4 + length)
          this.#received = this.#received.subarray(end + 4 + length)
          return reply(Number(statusLine.split(' ')[1]), headers, body)
        }
      }
      if (this.#isClosed) throw new Error(`closed without an answer: '${this.#received.toString()}'`)
      await this.#somethingNew()
    }
  }

  #somethingNew(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}

/** The bytes of a request head. */
export function headBytes({ method, path, headers }: SignedHead, more: Record<string, string> = {}): string {
  const lines = Object.entries({ ...headers, ...more }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`
}

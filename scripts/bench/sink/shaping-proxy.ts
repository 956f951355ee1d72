import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a line does to what passes. Rates in bytes per second. */
export interface Line {
  perConnection?: number
  shared?: number
  /** Every answer comes so much later. */
  latencyMs?: number
}

/** Waits shorter than this are not worth a timer. */
const shortestWaitMs = 4

/** Lets through so many bytes per second, in the order they came. */
class Valve {
  readonly #bytesPerMs: number
  #freeAt = 0

  constructor(bytesPerSecond = Number.POSITIVE_INFINITY) {
    this.#bytesPerMs = bytesPerSecond / 1000
  }

  async pass(bytes: number): Promise<void> {
    const now = performance.now()
    this.#freeAt = Math.max(now, this.#freeAt) + bytes / this.#bytesPerMs
    if (this.#freeAt - now >= shortestWaitMs) await sleep(this.#freeAt - now)
  }
}

/** A line in front of a server, made of nothing but waiting: reads no faster than it may pass on. */
export class ShapingProxy {
  readonly endpoint: string
  readonly #server: ReturnType<typeof createServer>
  readonly #sockets = new Set<Socket>()
  #forwardedBytes = 0

  private constructor(server: ReturnType<typeof createServer>, line: Line, target: URL) {
    const shared = new Valve(line.shared)
    this.#server = server
    this.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    server.on('connection', (client) => {
      const upstream = connect(Number(target.port), target.hostname)
      for (const socket of [client, upstream]) this.#keep(socket)
      void this.#forward(client, upstream, new Valve(line.perConnection), shared).catch(() => undefined)
      upstream.on('data', (answer) => {
        setTimeout(() => client.write(answer), line.latencyMs ?? 0)
      })
      upstream.once('close', () => client.destroy())
      client.once('close', () => upstream.destroy())
    })
  }

  static async start(line: Line, targetEndpoint: string): Promise<ShapingProxy> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new ShapingProxy(server, line, new URL(targetEndpoint))
  }

  /** Everything that has passed towards the server. */
  get forwardedBytes(): number {
    return this.#forwardedBytes
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => undefined).once('close', () => this.#sockets.delete(socket))
  }

  async #forward(client: Socket, upstream: Socket, own: Valve, shared: Valve): Promise<void> {
    for await (const chunk of client) {
      await own.pass(chunk.length)
      await shared.pass(chunk.length)
      this.#forwardedBytes += chunk.length
      if (!upstream.write(chunk)) await once(upstream, 'drain')
    }
  }
}

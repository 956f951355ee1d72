import { connect, createServer, type Server, type Socket } from 'node:net'
import { carry } from './exchange.ts'
import { type Fault, type FaultRule, FaultScript, type ScriptedFault } from './fault.ts'
import { WireReader } from './http-wire.ts'
import { newRecord, type PassedRequest } from './passed-request.ts'
import type { Wires } from './relay.ts'
import { describeRequest, type Phase, type RequestInfo } from './request-phase.ts'

export interface FaultProxyOptions {
  /** Where the bucket listens; asked at each connection, so that a bucket may come back elsewhere. */
  target: () => { host: string; port: number }
  /** Paces slow lines and refusals; real time when absent. */
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>
  /** Asked when no rule takes a request: the random faults of the soak. */
  decide?: (request: RequestInfo) => Fault | null
}

/**
 * A loopback HTTP/1.1 proxy between the client and the bucket. The client is given its address as the endpoint and
 * reaches the bucket by path style; head and body go on byte by byte, `Host` included, so signatures hold.
 */
export class FaultProxy {
  readonly #options: FaultProxyOptions
  readonly #script = new FaultScript()
  readonly #clients = new Set<Socket>()
  readonly #ended = new AbortController()
  readonly #watchers = new Set<() => void>()
  readonly #connections = new Map<PassedRequest, Socket>()
  #server: Server | null = null
  #port = 0
  /** Every request so far, in order of arrival. */
  readonly requests: PassedRequest[] = []

  constructor(options: FaultProxyOptions) {
    this.#options = options
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get isListening(): boolean {
    return this.#server !== null
  }

  /** Head and body bytes handed to the server so far. */
  get bytesToServer(): number {
    return this.requests.reduce((sum, request) => sum + request.toServerBytes, 0)
  }

  /** Requests that a fault keeps from moving. */
  get held(): PassedRequest[] {
    return this.requests.filter((request) => request.state === 'held')
  }

  /** Closes the connection of a request that the client has given up on; while nothing is read, that does not show. */
  hangUp(request: PassedRequest): void {
    this.#connections.get(request)?.destroy()
  }

  inject(rule: FaultRule): ScriptedFault {
    return this.#script.add(rule)
  }

  heal(): void {
    this.#script.clear()
  }

  of(phase: Phase): PassedRequest[] {
    return this.requests.filter((request) => request.phase === phase)
  }

  /** Resolves once `condition` holds; asked again whenever something moves here. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#watchers.add(resolve))
  }

  /** Accepts connections, at the same port as before when there was one. */
  async open(): Promise<void> {
    if (this.#server !== null) return
    const server = createServer({ noDelay: true }, (client) => {
      this.#serve(client).catch(() => client.destroy())
    })
    this.#port = await listenOutsideEphemeralRange(server, this.#port)
    this.#server = server
  }

  /** Refuses new connections and resets the present ones. */
  async shut(): Promise<void> {
    const server = this.#server
    this.#server = null
    for (const client of this.#clients) client.resetAndDestroy()
    if (server !== null) await new Promise<void>((resolve) => server.close(() => resolve()))
  }

  async close(): Promise<void> {
    this.#ended.abort()
    await this.shut()
  }

  async #refuseFor(ms: number): Promise<void> {
    await this.shut()
    await this.#sleep(ms).catch(() => undefined)
    if (!this.#ended.signal.aborted) await this.open()
  }

  async #serve(client: Socket): Promise<void> {
    this.#clients.add(client)
    client.on('close', () => this.#clients.delete(client))
    // Resets are this proxy's trade; what they mean shows in the reads and writes that follow.
    client.on('error', () => undefined)
    const wires = this.#wire(client)
    for (;;) {
      const head = await wires.fromClient.head()
      if (head === null) break
      const request = describeRequest(head)
      const fault = this.#script.take(request) ?? this.#options.decide?.(request) ?? null
      const record = newRecord(this.requests.length, request, fault)
      this.requests.push(record)
      this.#connections.set(record, client)
      this.#tell()
      if (fault?.kind === 'refuse') {
        fault.onBegin?.()
        void this.#refuseFor(fault.forMs)
      }
      const isUsable = await carry(wires, head, record, fault).catch(() => false)
      record.state = 'ended'
      record.endedAt = performance.now()
      this.#connections.delete(record)
      this.#tell()
      if (!isUsable) break
    }
    if (client.writable) client.end()
  }

  #wire(client: Socket): Wires {
    let server: ReturnType<Wires['server']> | null = null
    const gone = new AbortController()
    client.on('close', () => gone.abort())
    return {
      client,
      fromClient: new WireReader(client),
      server: () => {
        server ??= this.#connect(client)
        return server
      },
      // Nobody waits for a slow line once the client is gone.
      sleep: (ms) => this.#sleep(ms, gone.signal),
      moved: () => this.#tell(),
    }
  }

  async #connect(client: Socket): Promise<{ socket: Socket; reader: WireReader }> {
    const socket = connect({ ...this.#options.target(), noDelay: true })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    socket.on('error', () => undefined)
    client.on('close', () => socket.destroy())
    // A server that hangs up between two requests hangs up on the client too.
    socket.on('close', () => client.end())
    return { socket, reader: new WireReader(socket) }
  }

  #sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const sleep = this.#options.sleep ?? realSleep
    return sleep(ms, signal ? AbortSignal.any([signal, this.#ended.signal]) : this.#ended.signal)
  }

  #tell(): void {
    const watchers = [...this.#watchers]
    this.#watchers.clear()
    for (const watcher of watchers) watcher()
  }
}

function realSleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}

/**
 * Listens on `port`, or on a free one from 20,000 to 30,000 when it is 0. Below the range that systems hand out by
 * themselves nobody takes the port while the proxy refuses connections, and no client can connect to itself there.
 */
async function listenOutsideEphemeralRange(server: Server, port: number): Promise<number> {
  for (;;) {
    const candidate = port === 0 ? 20_000 + Math.floor(Math.random() * 10_000) : port
    const isListening = await new Promise<boolean>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE' && port === 0) resolve(false)
        else reject(error)
      })
      server.listen(candidate, '127.0.0.1', () => resolve(true))
    })
    if (isListening) return candidate
  }
}

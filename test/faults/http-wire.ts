import type { Socket } from 'node:net'

/**
 * As much HTTP/1.1 as a proxy needs that must not change a byte: where a head ends and where its body ends.
 * Everything is handed on raw, because OSS signs the path and headers exactly as the client wrote them.
 */

export interface Head {
  startLine: string
  /** Lower-case names. A repeated header keeps its last value; none of the framing headers may repeat. */
  headers: ReadonlyMap<string, string>
  /** The bytes as they came, with the empty line. */
  raw: Buffer
}

/** How the end of a body is found. `rest` lasts until the connection ends. */
export type Framing = { kind: 'length'; bytes: number } | { kind: 'chunked' } | { kind: 'rest' }

const headEnd = Buffer.from('\r\n\r\n')
const maxHeadBytes = 64 * 1024

/** Reads one direction of a connection on demand; a slow reader slows the sender, as TCP does. */
export class WireReader {
  #socket: Socket
  #held: Buffer[] = []
  #waiting: Promise<boolean> | null = null

  constructor(socket: Socket) {
    this.#socket = socket
    socket.pause()
  }

  /** The next bytes, or null at the end of the connection (also when it was cut). */
  async next(): Promise<Buffer | null> {
    if (this.#waiting !== null) await this.#waiting
    return this.#held.shift() ?? (await this.#pull())
  }

  /** Waits for bytes without taking them; false at the end of the connection. */
  waitForBytes(): Promise<boolean> {
    if (this.#held.length > 0) return Promise.resolve(true)
    this.#waiting ??= this.#pull().then((chunk) => {
      this.#waiting = null
      if (chunk !== null) this.#held.push(chunk)
      return chunk !== null
    })
    return this.#waiting
  }

  async #pull(): Promise<Buffer | null> {
    for (;;) {
      const chunk: Buffer | null = this.#socket.read()
      if (chunk !== null) return chunk
      if (this.#socket.readableEnded || this.#socket.destroyed) return null
      await somethingToRead(this.#socket)
    }
  }

  /** Gives bytes back that belong to what comes next. */
  unread(bytes: Buffer): void {
    if (bytes.length > 0) this.#held.unshift(bytes)
  }

  /** The next request or answer head; null when the connection ends before one is complete. */
  async head(): Promise<Head | null> {
    let bytes: Buffer = Buffer.alloc(0)
    for (;;) {
      const end = bytes.indexOf(headEnd)
      if (end >= 0) {
        this.unread(bytes.subarray(end + headEnd.length))
        return parseHead(bytes.subarray(0, end + headEnd.length))
      }
      if (bytes.length > maxHeadBytes) throw new Error(`No end of head within ${maxHeadBytes} bytes`)
      const chunk = await this.next()
      if (chunk === null) return null
      bytes = Buffer.concat([bytes, chunk])
    }
  }

  /** The raw bytes of one body, chunk sizes included; ends early when the connection ends. */
  async *body(framing: Framing): AsyncGenerator<Buffer, void> {
    if (framing.kind === 'chunked') return yield* this.#chunkedBody()
    let left = framing.kind === 'length' ? framing.bytes : Number.POSITIVE_INFINITY
    while (left > 0) {
      const chunk = await this.next()
      if (chunk === null) return
      const part = chunk.length > left ? chunk.subarray(0, left) : chunk
      this.unread(chunk.subarray(part.length))
      left -= part.length
      yield part
    }
  }

  async *#chunkedBody(): AsyncGenerator<Buffer, void> {
    for (;;) {
      const line = await this.#line()
      if (line === null) return
      yield line
      const size = Number.parseInt(line.toString('latin1'), 16)
      // The data is followed by CRLF; the last chunk (size 0) by an empty line, since nobody here sends trailers.
      yield* this.body({ kind: 'length', bytes: size + 2 })
      if (size === 0) return
    }
  }

  async #line(): Promise<Buffer | null> {
    let bytes: Buffer = Buffer.alloc(0)
    for (;;) {
      const end = bytes.indexOf('\n')
      if (end >= 0) {
        this.unread(bytes.subarray(end + 1))
        return bytes.subarray(0, end + 1)
      }
      const chunk = await this.next()
      if (chunk === null) return null
      bytes = Buffer.concat([bytes, chunk])
    }
  }
}

function somethingToRead(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const events = ['readable', 'end', 'close', 'error']
    const done = () => {
      for (const event of events) socket.off(event, done)
      resolve()
    }
    for (const event of events) socket.on(event, done)
  })
}

function parseHead(raw: Buffer): Head {
  const [startLine = '', ...lines] = raw.toString('latin1').trimEnd().split('\r\n')
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  return { startLine, headers, raw }
}

/** A request without a length has no body. */
export function requestFraming(head: Head): Framing {
  if (head.headers.get('transfer-encoding')?.toLowerCase() === 'chunked') return { kind: 'chunked' }
  return { kind: 'length', bytes: Number(head.headers.get('content-length') ?? 0) }
}

/** Answers to HEAD, 1xx, 204 and 304 have no body whatever their headers say. */
export function answerFraming(head: Head, method: string): Framing {
  const status = answerStatus(head)
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304)
    return { kind: 'length', bytes: 0 }
  if (head.headers.get('transfer-encoding')?.toLowerCase() === 'chunked') return { kind: 'chunked' }
  const length = head.headers.get('content-length')
  return length === undefined ? { kind: 'rest' } : { kind: 'length', bytes: Number(length) }
}

export function answerStatus(head: Head): number {
  return Number(head.startLine.split(' ')[1])
}

/** Writes and waits until the socket takes more; false when the other side is gone. */
export async function write(socket: Socket, bytes: Buffer): Promise<boolean> {
  if (socket.destroyed || !socket.writable) return false
  if (socket.write(bytes)) return true
  await new Promise<void>((resolve) => {
    const done = () => {
      socket.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    socket.on('drain', done)
    socket.on('close', done)
  })
  return !socket.destroyed
}

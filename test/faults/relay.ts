import type { Socket } from 'node:net'
import {
  answerFraming,
  answerStatus,
  type Head,
  requestFraming,
  type WireReader,
  write,
} from './http-wire.ts'
import type { PassedRequest } from './passed-request.ts'

/** One connection of the client with its own connection to the server. */
export interface Wires {
  client: Socket
  fromClient: WireReader
  /** Opens it at first use; rejects when nothing listens there. */
  server(): Promise<{ socket: Socket; reader: WireReader }>
  sleep(ms: number): Promise<void>
  /** Something about the request changed; whoever waits for it looks again. */
  moved(): void
}

/** What differs from passing a request on as it is. */
export interface RelayOptions {
  answer?: 'lose' | 'half' | 'wrong-crc'
  resetAfter?: number
  bytesPerSecond?: number
  flipAt?: number
  beforeAnswer?: () => Promise<void> | void
}

/** Passes one request to the server and its answer back, both raw. */
export async function relay(
  wires: Wires,
  head: Head,
  record: PassedRequest,
  options: RelayOptions,
): Promise<boolean> {
  const server = await wires.server().catch(() => null)
  if (server === null) return cut(wires)
  const leave = () => server.socket.destroy()
  wires.client.on('close', leave)
  try {
    // Both at once: a server may answer, and close, before it has read the whole body.
    const [, isUsable] = await Promise.all([
      sendRequest(wires, server.socket, head, record, options),
      passAnswer(wires, server.reader, record, options),
    ])
    return isUsable
  } finally {
    wires.client.off('close', leave)
  }
}

async function sendRequest(
  wires: Wires,
  server: Socket,
  head: Head,
  record: PassedRequest,
  options: RelayOptions,
): Promise<void> {
  const send = async (bytes: Buffer) => {
    if (!(await write(server, bytes))) return false
    record.toServerBytes += bytes.length
    record.lastByteToServerAt = performance.now()
    wires.moved()
    return true
  }
  if (options.resetAfter === 0) return void resetBoth(wires, server)
  if (!(await send(head.raw))) return
  for await (const chunk of wires.fromClient.body(requestFraming(head))) {
    const startOffset = record.readBytes
    record.readBytes += chunk.length
    let bytes = chunk
    if (options.flipAt !== undefined) bytes = withFlippedBit(chunk, options.flipAt - startOffset)
    if (options.resetAfter !== undefined) bytes = chunk.subarray(0, options.resetAfter - startOffset)
    for (const piece of paced(bytes, options.bytesPerSecond)) {
      if (options.bytesPerSecond !== undefined)
        await wait(wires, record, piece.length, options.bytesPerSecond)
      if (!(await send(piece))) return
    }
    if (options.resetAfter !== undefined && record.readBytes >= options.resetAfter) {
      return void resetBoth(wires, server)
    }
  }
  // A client that leaves while it waits for the answer must be noticed, though nothing is being read from it.
  void wires.fromClient.waitForBytes().then((hasMore) => {
    if (!hasMore) server.destroy()
  })
}

async function passAnswer(
  wires: Wires,
  reader: WireReader,
  record: PassedRequest,
  options: RelayOptions,
): Promise<boolean> {
  const mode = options.answer
  let answer = await reader.head()
  while (answer !== null && answerStatus(answer) < 200) {
    await write(wires.client, answer.raw)
    answer = await reader.head()
  }
  if (answer === null) return cut(wires)
  const body: Buffer[] = []
  for await (const chunk of reader.body(answerFraming(answer, record.method))) body.push(chunk)
  record.serverStatus = answerStatus(answer)
  wires.moved()
  await options.beforeAnswer?.()
  if (mode === 'lose') return cut(wires)
  const whole = Buffer.concat([answer.raw, ...body])
  if (mode === 'half') {
    const half = Math.floor(answer.raw.length / (body.length > 0 ? 1 : 2) + Buffer.concat(body).length / 2)
    record.toClientBytes += half
    wires.client.end(whole.subarray(0, half))
    return false
  }
  for (const piece of paced(mode === 'wrong-crc' ? withOtherCrc(whole) : whole, options.bytesPerSecond)) {
    if (options.bytesPerSecond !== undefined) await wait(wires, record, piece.length, options.bytesPerSecond)
    if (!(await write(wires.client, piece))) return false
    record.toClientBytes += piece.length
  }
  record.clientStatus = record.serverStatus
  if (answer.headers.get('connection')?.toLowerCase() !== 'close') return true
  wires.client.end()
  return false
}

/** Resets the client's connection; answers that it cannot be used any more. */
export function cut(wires: Wires): false {
  wires.client.resetAndDestroy()
  return false
}

function resetBoth(wires: Wires, server: Socket): void {
  server.resetAndDestroy()
  wires.client.resetAndDestroy()
}

async function wait(
  wires: Wires,
  record: PassedRequest,
  bytes: number,
  bytesPerSecond: number,
): Promise<void> {
  record.state = 'held'
  wires.moved()
  await wires.sleep((bytes / bytesPerSecond) * 1000)
  record.state = 'passing'
}

/** A quarter of a second's worth at a time, so that a slow line trickles instead of jerking. */
function* paced(bytes: Buffer, bytesPerSecond: number | undefined): Generator<Buffer> {
  const step = bytesPerSecond === undefined ? bytes.length : Math.max(1, Math.floor(bytesPerSecond / 4))
  for (let offset = 0; offset < bytes.length; offset += step) yield bytes.subarray(offset, offset + step)
}

function withFlippedBit(chunk: Buffer, at: number): Buffer {
  if (at < 0 || at >= chunk.length) return chunk
  const copy = Buffer.from(chunk)
  copy[at] = copy.readUInt8(at) ^ 1
  return copy
}

/** Another last digit in the header and in every `HashCrc64ecma` element; the length stays. */
function withOtherCrc(answer: Buffer): Buffer {
  const text = answer.toString('latin1')
  const other = (digits: string) => digits.slice(0, -1) + ((Number(digits.at(-1)) + 1) % 10)
  return Buffer.from(
    text
      .replace(/(x-oss-hash-crc64ecma: *)(\d+)/gi, (_, name: string, digits: string) => name + other(digits))
      .replace(/(<HashCrc64ecma>)(\d+)/g, (_, name: string, digits: string) => name + other(digits)),
    'latin1',
  )
}

import { createHash } from 'node:crypto'
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'

const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** One page that is connected: `send` gives it a text. */
export interface Connection {
  send(text: string): void
}

/**
 * Web sockets for pages of this computer, as much of RFC 6455 as a page and a test need: whole text frames. Unlike with
 * `fetch`, a browser under control of a debugger keeps no copy of what passed.
 */
export function acceptWebSockets(
  server: Server,
  onOpen: (connection: Connection) => void,
  onText: (text: string, connection: Connection) => void,
  onClose: (connection: Connection) => void,
): void {
  server.on('upgrade', (request, socket: Duplex) => {
    const key = request.headers['sec-websocket-key'] ?? ''
    const accept = createHash('sha1').update(`${key}${magic}`).digest('base64')
    const answer = [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${accept}`,
    ]
    socket.write(`${answer.join('\r\n')}\r\n\r\n`)
    const connection: Connection = { send: (text) => socket.write(textFrame(text)) }
    let received = Buffer.alloc(0)
    socket.on('data', (bytes: Buffer) => {
      received = Buffer.concat([received, bytes])
      for (let frame = firstFrame(received); frame !== null; frame = firstFrame(received)) {
        received = received.subarray(frame.sizeBytes)
        if (frame.isText) onText(frame.text, connection)
        else socket.end()
      }
    })
    socket.on('error', () => socket.destroy())
    socket.once('close', () => onClose(connection))
    onOpen(connection)
  })
}

/** A length is written in as few bytes as it needs; browsers refuse anything else. */
function textFrame(text: string): Buffer {
  const body = Buffer.from(text)
  const head = Buffer.alloc(body.length < 126 ? 2 : body.length < 65_536 ? 4 : 10)
  head[0] = 0x81
  if (head.length === 2) head[1] = body.length
  else if (head.length === 4) {
    head[1] = 126
    head.writeUInt16BE(body.length, 2)
  } else {
    head[1] = 127
    head.writeBigUInt64BE(BigInt(body.length), 2)
  }
  return Buffer.concat([head, body])
}

/** The frame at the beginning of what came, null until it is whole. Pages mask theirs; anything but text ends the talk. */
function firstFrame(bytes: Buffer): { sizeBytes: number; isText: boolean; text: string } | null {
  if (bytes.length < 2) return null
  const isText = (bytes.readUInt8(0) & 0x0f) === 1
  const short = bytes.readUInt8(1) & 0x7f
  const maskAt = short === 127 ? 10 : short === 126 ? 4 : 2
  if (bytes.length < maskAt) return null
  const length =
    short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short
  const bodyAt = maskAt + 4
  if (bytes.length < bodyAt + length) return null
  const body = Buffer.from(bytes.subarray(bodyAt, bodyAt + length))
  for (const [index, byte] of body.entries()) body[index] = byte ^ bytes.readUInt8(maskAt + (index % 4))
  return { sizeBytes: bodyAt + length, isText, text: body.toString() }
}

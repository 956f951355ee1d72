import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { ClientSockets, join, type TestProxy } from './http-proxy.ts'

export interface Socks5Script {
  logIn?: { username: string; password: string }
  /** The reply to every request to connect, e.g. 2: not allowed. */
  reply?: number
}

/** A SOCKS5 proxy on loopback (RFC 1928), with the log-in of RFC 1929; answers byte by byte, as a slow line would. */
export async function startSocks5Proxy(script: Socks5Script = {}): Promise<TestProxy> {
  const asked: string[] = []
  const logIns: (string | undefined)[] = []
  const clients = new ClientSockets()
  const server = createServer((socket) => {
    clients.add(socket)
    serve(socket, script, asked, logIns).catch(() => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    logIns,
    ...clients.shown(),
    close: () => clients.closeWith(server),
  }
}

async function serve(
  socket: Socket,
  script: Socks5Script,
  asked: string[],
  logIns: (string | undefined)[],
): Promise<void> {
  const [, count = 0] = await read(socket, 2)
  const methods = [...(await read(socket, count))]
  const method = script.logIn ? 2 : 0
  if (!methods.includes(method)) return void socket.end(Buffer.from([5, 0xff]))
  socket.write(Buffer.from([5, method]))
  if (script.logIn) {
    const [, nameLength = 0] = await read(socket, 2)
    const username = (await read(socket, nameLength)).toString()
    const [length = 0] = await read(socket, 1)
    const password = (await read(socket, length)).toString()
    logIns.push(`${username}:${password}`)
    const isRight = username === script.logIn.username && password === script.logIn.password
    if (!isRight) return void socket.end(Buffer.from([1, 1]))
    socket.write(Buffer.from([1, 0]))
  }
  const [, , , type] = await read(socket, 4)
  const host = await readHost(socket, type ?? 0)
  const port = (await read(socket, 2)).readUInt16BE()
  asked.push(`${host}:${port}`)
  const reply = Buffer.from([5, script.reply ?? 0, 0, 3, 4, ...Buffer.from('here'), 0, 80])
  if (script.reply) return void socket.end(reply)
  const onward = connect(port, host, () => {
    for (const byte of reply) socket.write(Buffer.from([byte]))
    join(socket, onward)
  })
  onward.on('error', () => socket.destroy())
}

async function readHost(socket: Socket, type: number): Promise<string> {
  if (type === 1) return [...(await read(socket, 4))].join('.')
  if (type === 4) return (await read(socket, 16)).toString('hex').replace(/(.{4})(?=.)/g, '$1:')
  const [length = 0] = await read(socket, 1)
  return (await read(socket, length)).toString()
}

async function read(socket: Socket, length: number): Promise<Buffer> {
  for (;;) {
    const bytes = socket.read(length) as Buffer | null
    if (bytes !== null) return bytes
    await new Promise<void>((resolve, reject) => {
      socket.once('readable', resolve)
      socket.once('close', () => reject(new Error('gone')))
    })
  }
}

import { type AddressInfo, connect } from 'node:net'
import { createServer } from 'node:tls'
import { ClientSockets, join } from './http-proxy.ts'

/** Speaks TLS in front of a plain server on loopback. */
export async function startTlsFront(
  certificate: { key: string; cert: string },
  endpoint: string,
): Promise<{ endpoint: string; close: () => Promise<void> }> {
  const clients = new ClientSockets()
  const server = createServer(certificate, (socket) => {
    clients.add(socket)
    const onward = connect(Number(new URL(endpoint).port), '127.0.0.1', () => join(socket, onward))
    onward.on('error', () => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => clients.closeWith(server),
  }
}

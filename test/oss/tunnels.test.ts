import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openHttpTunnel } from '../../electron/oss/http-tunnel.ts'
import { openSocks5Tunnel } from '../../electron/oss/socks5-tunnel.ts'

const proxy = 'proxy:1080'

/** A socket to a proxy that does what `serve` says. */
async function socketTo(serve: (socket: Socket) => void): Promise<Socket> {
  const server = createServer((socket) => serve(socket.on('error', () => undefined)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined)
  onTestFinished(() => {
    socket.destroy()
    server.close()
  })
  await once(socket, 'connect')
  return socket
}

/** Answers each message with the next of `answers` (hexadecimal) and keeps what it was sent. */
function playing(answers: readonly string[]): { serve: (socket: Socket) => void; heard: string[] } {
  const heard: string[] = []
  const serve = (socket: Socket) => {
    socket.on('data', (bytes) => {
      const answer = answers[heard.length]
      heard.push(bytes.toString('hex'))
      if (answer === undefined) socket.end()
      else socket.write(Buffer.from(answer, 'hex'))
    })
  }
  return { serve, heard }
}

const noLogin = '0500'
const connected = '05000001000000000000'

describe('a SOCKS5 tunnel', () => {
  it.each([
    ['192.0.2.1', '01c0000201'],
    ['::1', `04${'00'.repeat(15)}01`],
    ['2001:db8::8a2e:370:7334', '0420010db80000000000008a2e03707334'],
    ['2001:db8:1:2:3:4:5:6', '0420010db8000100020003000400050006'],
    ['::ffff:192.0.2.1', `04${'00'.repeat(10)}ffffc0000201`],
    ['oss.example', `030b${Buffer.from('oss.example').toString('hex')}`],
  ])('asks for %s in the bytes of RFC 1928', async (host, bytes) => {
    const { serve, heard } = playing([noLogin, connected])
    await openSocks5Tunnel(await socketTo(serve), { proxy, host, port: 443, timeoutMs: 60_000 })
    expect(heard).toEqual(['050100', `050100${bytes}01bb`])
  })

  it('leaves what comes behind the answer for the one who asked, whatever address the proxy names', async () => {
    const named = `0500000303${Buffer.from('abc').toString('hex')}0050`
    const { serve } = playing([noLogin, `${named}${Buffer.from('hello').toString('hex')}`])
    const socket = await socketTo(serve)
    await openSocks5Tunnel(socket, { proxy, host: 'a', port: 443, timeoutMs: 60_000 })
    const [first] = (await once(socket, 'data')) as [Buffer]
    expect(first.toString()).toBe('hello')
  })

  it.each([
    ['that speaks another protocol', ['4854'], 'it does not speak SOCKS5'],
    ['with a way of logging in that we have not', ['0501'], 'log-in method 1 is not supported'],
    ['that may not go there', [noLogin, '0502000100000000ffff'], 'not allowed by its rules'],
    ['with a reply of its own', [noLogin, '0563000100000000ffff'], 'reply 99'],
  ])('to a proxy %s says so', async (_what, answers, answer) => {
    const { serve } = playing(answers)
    const opening = openSocks5Tunnel(await socketTo(serve), {
      proxy,
      host: 'a',
      port: 443,
      timeoutMs: 60_000,
    })
    await expect(opening).rejects.toMatchObject({ data: { code: 'ProxyRefused', params: { proxy, answer } } })
  })

  it.each([
    ['hangs up', (socket: Socket) => void socket.end(), 60_000],
    ['never answers', () => undefined, 50],
  ])('to a proxy that %s cannot be reached', async (_what, serve, timeoutMs) => {
    const opening = openSocks5Tunnel(await socketTo(serve), { proxy, host: 'a', port: 443, timeoutMs })
    await expect(opening).rejects.toMatchObject({ data: { code: 'ProxyUnreachable', retry: 'offline' } })
  })

  it('refuses a log-in that is longer than SOCKS5 can say', async () => {
    const { serve } = playing(['0502'])
    const login = { username: 'u'.repeat(256), password: 'p' }
    const opening = openSocks5Tunnel(await socketTo(serve), {
      proxy,
      host: 'a',
      port: 443,
      timeoutMs: 60_000,
      ...login,
    })
    await expect(opening).rejects.toMatchObject({ data: { code: 'ProxyLoginTooLong', params: { max: 255 } } })
  })
})

describe('an HTTP tunnel', () => {
  const tunnel = { proxy, target: 'oss.example:443', headers: {}, timeoutMs: 60_000 }

  it('leaves what comes behind the answer for the one who asked', async () => {
    const socket = await socketTo((proxySide) => {
      proxySide.once('data', () => proxySide.write('HTTP/1.1 200 OK\r\n\r\nhello'))
    })
    await openHttpTunnel(socket, tunnel)
    const [first] = (await once(socket, 'data')) as [Buffer]
    expect(first.toString()).toBe('hello')
  })

  it('to a proxy that never answers cannot be reached', async () => {
    const opening = openHttpTunnel(await socketTo(() => undefined), { ...tunnel, timeoutMs: 50 })
    await expect(opening).rejects.toMatchObject({ data: { code: 'ProxyUnreachable' } })
  })

  it('to a proxy that answers with an interim word only says so', async () => {
    const socket = await socketTo((proxySide) => {
      proxySide.once('data', () => proxySide.write('HTTP/1.1 102 Processing\r\n\r\n'))
    })
    await expect(openHttpTunnel(socket, tunnel)).rejects.toMatchObject({
      data: { code: 'ProxyRefused', params: { answer: '102 Processing' } },
    })
  })
})

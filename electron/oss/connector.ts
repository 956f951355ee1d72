import type { Socket } from 'node:net'
import { type SecureContext, TLSSocket } from 'node:tls'
import { buildConnector } from 'undici'

type WriteCallback = (error?: Error | null) => void

/** How long an answer that has already arrived may take to be read after the connection broke under our writing. */
const readFirstMs = 100

/**
 * Opens connections for undici that end the way an uploader needs:
 * - Destroying one resets it, so that what is still in the kernel's send buffer (megabytes, on a slow line half a
 *   minute) is dropped: pause means silence.
 * - When the server answers early and closes while we still send, the write fails first. That failure is held back
 *   until the answer has been read, so people see OSS's reason and not a broken pipe.
 *
 * Give it to any undici dispatcher as `connect`; proxies need it too.
 */
export function createConnector(options: {
  timeoutMs: number
  /** Certificate authorities to trust instead of the usual ones, as PEM. */
  ca?: string
  /** The same ready made (`trustContext`); `ca` does not count then. */
  secureContext?: SecureContext
}): buildConnector.connector {
  const { timeoutMs, ...tls } = options
  const connect = buildConnector({ timeout: timeoutMs, allowH2: false, ...tls })
  return (target, callback) => {
    if (target.protocol !== 'https:' || target.httpSocket) {
      connect(target, (...result) => {
        const [error, socket] = result
        if (error) return callback(error, null)
        prepare(socket, target.httpSocket ?? socket)
        callback(null, socket)
      })
      return
    }
    // Plain first, TLS on top: a TLS socket that connects by itself hides the one that can be reset.
    connect(
      { ...target, protocol: 'http:', port: target.port === '' ? '443' : target.port },
      (error, plain) => {
        if (error) return callback(error, null)
        connect({ ...target, httpSocket: plain }, (...result) => {
          const [tlsError, socket] = result
          if (tlsError) {
            plain.destroy()
            return callback(tlsError, null)
          }
          prepare(socket, plain)
          callback(null, socket)
        })
      },
    )
  }
}

function prepare(socket: Socket, plain: Socket): void {
  resetWhenDestroyed(socket, plain)
  readBeforeWriteFails(socket)
}

function resetWhenDestroyed(socket: Socket, plain: Socket): void {
  const destroy = socket.destroy.bind(socket)
  socket.destroy = (error) => {
    // What `resetAndDestroy()` sets; that method itself would first wait for pending writes to finish. TLS inside the TLS
    // of a proxy has nothing to reset: it destroys the outer one, which was prepared in its turn.
    if (!plain.destroyed && !(plain instanceof TLSSocket)) Object.assign(plain, { resetAndClosing: true })
    return destroy(error)
  }
}

function readBeforeWriteFails(socket: Socket): void {
  const write = socket._write.bind(socket)
  socket._write = (chunk, encoding, callback) => write(chunk, encoding, holdBack(socket, callback))
  const writeMany = socket._writev?.bind(socket)
  if (writeMany) socket._writev = (chunks, callback) => writeMany(chunks, holdBack(socket, callback))
}

function holdBack(socket: Socket, callback: WriteCallback): WriteCallback {
  return (error) => {
    const code = error && 'code' in error ? error.code : undefined
    if (code !== 'EPIPE' && code !== 'ECONNRESET') return callback(error)
    const timer = setTimeout(fail, readFirstMs)
    // The answer is parsed on `end` at the latest, or the socket is destroyed because it was complete.
    socket.once('close', fail)
    function fail() {
      clearTimeout(timer)
      socket.off('close', fail)
      callback(error)
    }
  }
}

import { Worker } from 'node:worker_threads'
import type { RequestBody } from '../../electron/engine/ports/object-store.ts'

/**
 * A server in a thread of its own that answers each connection after its first bytes and then closes it with unread data
 * in the queue, which resets it. `waitForCut` blocks the calling thread until that has happened: the answer then lies in
 * the kernel, unread, and the next write fails.
 */
export async function startEarlyAnswerServer(
  answer: string,
  tls?: { key: string; cert: string },
): Promise<{ port: number; waitForCut: () => void; close: () => Promise<unknown> }> {
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(serverSource, { eval: true, workerData: { answer, flag, tls } })
  const port = await new Promise<number>((resolve) => worker.once('message', resolve))
  return {
    port,
    waitForCut: () => {
      Atomics.wait(flag, 0, 0, 10_000)
      Atomics.store(flag, 0, 0)
    },
    close: () => worker.terminate(),
  }
}

const serverSource = `
const { parentPort, workerData } = require('node:worker_threads')
const { answer, flag, tls } = workerData
const answerAndCut = (socket) => {
  socket.on('error', () => {})
  socket.once('data', () => {
    socket.pause()
    socket.write(answer, () => {
      socket.on('close', () => { Atomics.store(flag, 0, 1); Atomics.notify(flag, 0) })
      socket.destroy()
    })
  })
}
const server = tls
  ? require('node:tls').createServer(tls, answerAndCut)
  : require('node:net').createServer(answerAndCut)
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
`

/** A body that lets its first bytes out, then sleeps through the answer and the reset of this server. */
export function bodyAcrossCut(server: { waitForCut: () => void }): RequestBody {
  return {
    lengthBytes: 1_040_000,
    async *chunks() {
      yield Buffer.alloc(40_000)
      await new Promise((resolve) => setImmediate(resolve))
      server.waitForCut()
      for (let count = 0; count < 50; count += 1) yield Buffer.alloc(20_000)
    },
  }
}

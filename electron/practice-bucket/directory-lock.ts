import { createHash } from 'node:crypto'
import { realpathSync, rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PracticeBucketError } from './practice-bucket-error.ts'

/** Unix socket paths end at 104 to 108 bytes. */
const maxSocketPathBytes = 100

/**
 * Keeps a second server out of the same directory. The lock is a listening local socket: the system takes it back however
 * the process ends, so a kill never leaves a lock behind that has to be removed by hand.
 */
export async function lockDirectory(directory: string): Promise<{ release(): Promise<void> }> {
  const path = socketPath(realpathSync(directory))
  for (let attempt = 1; ; attempt += 1) {
    try {
      const server = await listen(path)
      return { release: () => new Promise((resolve) => server.close(() => resolve())) }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    }
    if (attempt === 3 || (await isAlive(path))) {
      throw new PracticeBucketError('DirectoryInUse', directory)
    }
    rmSync(path, { force: true })
  }
}

function socketPath(directory: string): string {
  const digest = createHash('sha256').update(directory).digest('hex').slice(0, 24)
  if (process.platform === 'win32') return `\\\\.\\pipe\\stevedore-practice-${digest}`
  const inside = join(directory, '.stevedore', 'lock')
  if (Buffer.byteLength(inside) > maxSocketPathBytes) return join(tmpdir(), `stevedore-practice-${digest}`)
  return inside
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', reject)
    server.listen(path, () => {
      // The lock alone must not keep a program running.
      server.unref()
      resolve(server)
    })
  })
}

function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

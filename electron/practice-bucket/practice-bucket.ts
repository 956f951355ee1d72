import { resolve } from 'node:path'
import { Credentials, type LimitedKey, type SecurityToken } from './auth/credentials.ts'
import { lockDirectory } from './directory-lock.ts'
import { ClientGone } from './http/body-reader.ts'
import type { PracticeContext } from './http/exchange.ts'
import type { Observer } from './http/observer.ts'
import { startHttpServer } from './http/server.ts'
import { PracticeBucketError } from './practice-bucket-error.ts'
import { stateFolder } from './practice-directory.ts'
import { PracticeStore } from './storage/practice-store.ts'
import { isBucketName } from './wire/names.ts'

export interface PracticeBucketOptions {
  /** Holds a folder per bucket with the objects as plain files; everything else is in `.stevedore` inside. */
  dir: string
  /** 0 takes any free port. */
  port?: number
  /** A loopback address. */
  host?: string
  accessKeyId: string
  accessKeySecret: string
  /** Made at the start where they are missing. */
  buckets?: readonly string[]
  /** Bare region id; V4 signatures must name it. */
  region?: string
  /** Temporary tokens that are accepted; read at every request, so the list may change while the server runs. */
  tokens?: readonly SecurityToken[]
  /** Further keys with fewer rights; read at every request too. */
  limitedKeys?: readonly LimitedKey[]
  /** Domain of one's own (CNAME) → bucket. */
  customDomains?: Readonly<Record<string, string>>
  /** OSS's 100 KB; tests that need ten thousand parts lower it. */
  minPartBytes?: number
  /** How long a client may be silent in the middle of a body before 400 `RequestTimeout`. */
  bodyIdleTimeoutMs?: number
  /** True syncs every object and part to the disk before it is answered. */
  isDurable?: boolean
  /** Unix ms; the clock requests are judged by. */
  now?: () => number
  log?: (message: string) => void
  observer?: Observer
}

export interface PracticeBucket {
  /** `http://127.0.0.1:PORT`. */
  endpoint: string
  port: number
  region: string
  /** Names of the buckets that exist now. */
  buckets(): string[]
  /** Ends every connection and gives the directory back; calling it again waits for the same end. */
  close(): Promise<void>
}

export const defaultRegion = 'cn-practice'
export const defaultBucket = 'practice'
const defaultMinPartBytes = 102_400

/**
 * Starts an OSS-compatible server on this computer. Only one may have a directory open. A `PracticeBucketError` says what
 * is in the way of a start. What a crash or a kill left half done is finished or removed here.
 */
export async function startPracticeBucket(options: PracticeBucketOptions): Promise<PracticeBucket> {
  const { port = 0, host = '127.0.0.1', region = defaultRegion, buckets = [defaultBucket] } = options
  const log = options.log ?? (() => undefined)
  const now = options.now ?? Date.now
  if (!isLoopback(host)) throw new PracticeBucketError('NotThisComputer', host)
  if (!/^[a-z0-9-]+$/.test(region)) throw new PracticeBucketError('BadRegion', region)
  const badName = buckets.find((name) => !isBucketName(name))
  if (badName !== undefined) throw new PracticeBucketError('BadBucketName', badName)

  const directory = resolve(options.dir)
  stateFolder(directory)
  const lock = await lockDirectory(directory)
  let store: PracticeStore | undefined
  try {
    store = new PracticeStore({ directory, isDurable: options.isDurable ?? false, log })
    for (const name of buckets) store.create(name, now(), undefined)
    const { accessKeyId, accessKeySecret } = options
    const closing = new AbortController()
    let authority = ''
    const context: PracticeContext = {
      store,
      credentials: new Credentials(
        { accessKeyId, accessKeySecret },
        options.tokens ?? [],
        options.limitedKeys,
      ),
      region,
      minPartBytes: options.minPartBytes ?? defaultMinPartBytes,
      authority: () => authority,
      now,
      closing: closing.signal,
    }
    const server = await startHttpServer({
      host,
      port,
      context,
      customDomains: new Map(Object.entries(options.customDomains ?? {})),
      bodyIdleTimeoutMs: options.bodyIdleTimeoutMs ?? 60_000,
      observer: options.observer ?? {},
      log,
    })
    authority = `${host.includes(':') ? `[${host}]` : host}:${server.port}`
    const opened = store
    const closeAll = async () => {
      closing.abort(new ClientGone('The server is closing.'))
      await server.close()
      opened.close()
      await lock.release()
    }
    let closed: Promise<void> | undefined
    return {
      endpoint: `http://${authority}`,
      port: server.port,
      region,
      buckets: () => opened.list().map(({ name }) => name),
      close: () => {
        closed ??= closeAll()
        return closed
      },
    }
  } catch (error) {
    store?.close()
    await lock.release()
    throw error
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

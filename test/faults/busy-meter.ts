import type { LocalFiles, OpenFile } from '../../electron/engine/ports/local-files.ts'
import type { ObjectStore } from '../../electron/engine/ports/object-store.ts'
import type { FaultProxy } from './fault-proxy.ts'
import type { PassedRequest } from './passed-request.ts'
import type { Phase } from './request-phase.ts'

/**
 * Knows whether anything real is under way, so that fake time may pass: every call to the store and to the files is
 * counted, and a call only counts as waiting when the proxy holds exactly its request.
 */
export class BusyMeter {
  readonly #calls = new Map<symbol, string>()
  #fileCalls = 0

  /** Nothing is read, nothing is on its way, and each call still open hangs in a fault of the proxy. */
  isQuiet(proxy: FaultProxy): boolean {
    if (this.#fileCalls > 0) return false
    const open = [...this.#calls.values()]
    const held = proxy.held
    for (const request of held) {
      // The client has given up on it; with its connection unread that would never show.
      if (!open.includes(nameOfRequest(request))) proxy.hangUp(request)
    }
    if (proxy.requests.some((request) => request.state === 'passing')) return false
    return open.length === held.length
  }

  store(store: ObjectStore): ObjectStore {
    const count = <A extends Named, T>(phase: Phase, call: (input: A) => Promise<T>) => {
      return (input: A): Promise<T> => this.#during(nameOfCall(phase, input), () => call(input))
    }
    return {
      putObject: count('put', (input) => store.putObject(input)),
      initiateMultipartUpload: count('initiate', (input) => store.initiateMultipartUpload(input)),
      uploadPart: count('part', (input) => store.uploadPart(input)),
      listParts: count('list', (input) => store.listParts(input)),
      completeMultipartUpload: count('complete', (input) => store.completeMultipartUpload(input)),
      abortMultipartUpload: count('abort', (input) => store.abortMultipartUpload(input)),
      headObject: count('head', (input) => store.headObject(input)),
      listMultipartUploads: count('list-uploads', (input) => store.listMultipartUploads(input)),
      probe: (signal) => this.#during('other', () => store.probe(signal)),
    }
  }

  files(files: LocalFiles): LocalFiles {
    return {
      identify: (path) => this.#reading(() => files.identify(path)),
      open: async (path) => this.#file(await this.#reading(() => files.open(path))),
      walk: (roots, options) => files.walk(roots, options),
    }
  }

  #file(file: OpenFile): OpenFile {
    const next = <T>(iterator: AsyncIterator<T>) => this.#reading(() => iterator.next())
    return {
      identity: () => this.#reading(() => file.identity()),
      close: () => this.#reading(() => file.close()),
      read: (range) => {
        const reading = file.read(range)
        const { whole } = reading
        const crc64 = reading.crc64?.bind(reading)
        return {
          async *[Symbol.asyncIterator]() {
            const iterator = reading[Symbol.asyncIterator]()
            try {
              for (let step = await next(iterator); !step.done; step = await next(iterator)) yield step.value
            } finally {
              await iterator.return?.()
            }
          },
          ...(crc64 && { crc64 }),
          ...(whole && { whole }),
        }
      },
    }
  }

  async #during<T>(name: string, call: () => Promise<T>): Promise<T> {
    const id = Symbol(name)
    this.#calls.set(id, name)
    try {
      return await call()
    } finally {
      this.#calls.delete(id)
    }
  }

  async #reading<T>(call: () => Promise<T>): Promise<T> {
    this.#fileCalls += 1
    try {
      return await call()
    } finally {
      this.#fileCalls -= 1
    }
  }
}

interface Named {
  signal: AbortSignal
  key?: string
  partNumber?: number
}

function nameOfCall(phase: Phase, input: Named): string {
  return phase === 'list-uploads' ? phase : `${phase} ${input.partNumber ?? ''} ${input.key}`
}

function nameOfRequest({ phase, partNumber, objectKey }: PassedRequest): string {
  if (phase === 'list-uploads' || phase === 'other') return phase
  return `${phase} ${partNumber ?? ''} ${objectKey}`
}

import { Worker } from 'node:worker_threads'
import { FewEntries } from '../../shared/few-entries.ts'
import { crc64Module, instantiateCrc64 } from '../crc64/crc64-wasm.ts'
import { type FileAnswer, type FileRequest, type FileResult, fileWorker, looked } from './file-worker.ts'

/** The request without its number. */
export type FileTask = FileRequest extends infer R ? (R extends FileRequest ? Omit<R, 'id'> : never) : never

interface Waiting {
  resolve: (value: FileResult) => void
  reject: (error: unknown) => void
}

/**
 * The thread gets its program as text: a file of its own would have to be found again inside the packed program, and in a
 * source tree that has no packed program.
 */
const program = `
  const { parentPort, workerData } = require('node:worker_threads')
  const instantiate = ${instantiateCrc64}
  const start = ${fileWorker}
  start({ port: parentPort, fs: require('node:fs'), crc: workerData, instantiate, looked: ${JSON.stringify(looked)} })
`

/** One thread that opens and reads files. Tasks of one turn of the event loop travel together. */
export class FileWorkerThread {
  readonly #worker: Worker
  readonly #waiting = new FewEntries<number, Waiting>()
  readonly #onGone: () => void
  #outbox: FileRequest[] = []
  #lastId = 0
  #lastAnswerAt = performance.now()

  constructor(onGone: () => void) {
    this.#onGone = onGone
    this.#worker = new Worker(program, {
      eval: true,
      name: 'files',
      workerData: crc64Module,
      // Descriptors outlive the thread that opened them.
      trackUnmanagedFds: false,
      // It holds a few small files at most; large ones are read into memory of ours.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
      execArgv: [],
      stdout: false,
      stderr: false,
    })
    this.#worker.on('message', (answers: FileAnswer[]) => this.#settle(answers))
    this.#worker.once('error', (error) => this.#end(error))
    this.#worker.once('exit', (code) => this.#end(new Error(`the file worker ended with code ${code}`)))
    // Only what is asked of it keeps the program alive.
    this.#worker.unref()
  }

  /** Tasks without an answer. */
  get load(): number {
    return this.#waiting.size
  }

  /** How long it has owed an answer, in milliseconds: a drive that does not answer holds it. */
  get silentMs(): number {
    return this.#waiting.size === 0 ? 0 : performance.now() - this.#lastAnswerAt
  }

  run(task: FileTask): Promise<FileResult> {
    return new Promise((resolve, reject) => {
      this.#lastId += 1
      if (this.#waiting.size === 0) {
        this.#worker.ref()
        this.#lastAnswerAt = performance.now()
      }
      this.#waiting.set(this.#lastId, { resolve, reject })
      if (this.#outbox.length === 0) queueMicrotask(() => this.#post())
      this.#outbox.push({ ...task, id: this.#lastId })
    })
  }

  #post(): void {
    this.#worker.postMessage(this.#outbox)
    this.#outbox = []
  }

  #settle(answers: readonly FileAnswer[]): void {
    this.#lastAnswerAt = performance.now()
    for (const answer of answers) {
      const waiting = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      if ('value' in answer) waiting?.resolve(answer.value)
      else waiting?.reject(Object.assign(new Error(answer.error.message), { code: answer.error.code }))
    }
    if (this.#waiting.size === 0) this.#worker.unref()
  }

  #end(error: unknown): void {
    this.#onGone()
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}

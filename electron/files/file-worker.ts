import type * as fs from 'node:fs'
import type { parentPort } from 'node:worker_threads'
import type { crc64Module, instantiateCrc64 } from '../crc64/crc64-wasm.ts'

/** What a file worker is asked for. `id` comes back with the answer. */
export type FileRequest = { id: number } & (
  | { kind: 'open'; path: string; wholeUpToBytes: number }
  /** What these entries of a folder are; `folder` ends with a separator. */
  | { kind: 'look'; folder: string; names: readonly string[] }
  /** Fills `memory` from byte `position` of the file on; `register` is the CRC-64 register up to there. */
  | {
      kind: 'read'
      descriptor: number
      memory: SharedArrayBuffer
      length: number
      position: number
      register: bigint
    }
)

/** What `fstat` tells, as it is needed. */
export interface FileStatus {
  kind: 'file' | 'folder' | 'other'
  sizeBytes: number
  /** Decimal text. */
  mtimeNs: string
  device: string
  inode: string
}

/** An open file; a small one comes with its bytes and is closed again already. */
export interface OpenedFile {
  descriptor: number | null
  status: FileStatus
  /** Everything in the file, its CRC-64 register, and its status after the last byte was read. */
  whole: { bytes: Uint8Array<ArrayBuffer>; register: bigint; statusAfter: FileStatus } | null
}

/** Fewer bytes than asked for: the file ends there. */
export interface ReadResult {
  bytesRead: number
  register: bigint
}

/** For each name the size of the file, or a number below 0 (`looked`). */
export type LookResult = number[]

/** What an entry is that is no file. */
export const looked = { folder: -1, other: -2, notPlain: -3 } as const

export type FileResult = OpenedFile | ReadResult | LookResult

export type FileAnswer = { id: number } & (
  | { value: FileResult }
  | { error: { code: string; message: string } }
)

interface World {
  looked: typeof looked
  port: typeof parentPort
  fs: typeof fs
  crc: typeof crc64Module
  instantiate: typeof instantiateCrc64
}

/**
 * The whole of a file worker. It opens and reads with calls that block, which in a thread of its own costs a tenth of
 * what they cost through the thread pool, and computes the CRC-64 while the bytes are warm. Its source is handed to the
 * thread as text, so it stands on nothing but its argument.
 */
export function fileWorker({ port, fs, crc, instantiate, looked }: World): void {
  const advance = instantiate(crc)
  const initialRegister = 0xffff_ffff_ffff_ffffn
  /** Answers wait for each other until this much was read, so that a large read is not kept waiting by others. */
  const answerAfterBytes = 256 * 1024
  // Without waiting: to open a named pipe for reading would otherwise wait for a writer for ever. Windows has no such flag.
  const openFlags = fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0)

  function statusOf(descriptor: number): FileStatus {
    const stats = fs.fstatSync(descriptor, { bigint: true })
    return {
      kind: stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other',
      sizeBytes: Number(stats.size),
      mtimeNs: stats.mtimeNs.toString(),
      device: stats.dev.toString(),
      inode: stats.ino.toString(),
    }
  }

  /** Fills `target` as far as the file goes: network drives answer with less than was asked. */
  function fill(descriptor: number, target: Uint8Array, position: number): number {
    let filled = 0
    while (filled < target.length) {
      const read = fs.readSync(descriptor, target, filled, target.length - filled, position + filled)
      if (read === 0) break
      filled += read
    }
    return filled
  }

  function open(path: string, wholeUpToBytes: number): OpenedFile {
    const descriptor = fs.openSync(path, openFlags)
    let isKept = false
    try {
      const status = statusOf(descriptor)
      if (status.kind !== 'file') return { descriptor: null, status, whole: null }
      if (status.sizeBytes > wholeUpToBytes) {
        isKept = true
        return { descriptor, status, whole: null }
      }
      const bytes = new Uint8Array(status.sizeBytes)
      const read = bytes.subarray(0, fill(descriptor, bytes, 0))
      const statusAfter = statusOf(descriptor)
      return {
        descriptor: null,
        status,
        whole: { bytes: read, register: advance(initialRegister, read), statusAfter },
      }
    } finally {
      if (!isKept) fs.closeSync(descriptor)
    }
  }

  /** A link and an entry that cannot be looked at are for others to judge: they have to be told with their reasons. */
  function look(path: string): number {
    try {
      const stats = fs.lstatSync(path, { throwIfNoEntry: false })
      if (stats === undefined || stats.isSymbolicLink()) return looked.notPlain
      if (stats.isFile()) return stats.size
      return stats.isDirectory() ? looked.folder : looked.other
    } catch {
      return looked.notPlain
    }
  }

  function perform(request: FileRequest): FileResult {
    if (request.kind === 'look') return request.names.map((name) => look(request.folder + name))
    if (request.kind === 'open') return open(request.path, request.wholeUpToBytes)
    const target = new Uint8Array(request.memory, 0, request.length)
    const bytesRead = fill(request.descriptor, target, request.position)
    return { bytesRead, register: advance(request.register, target.subarray(0, bytesRead)) }
  }

  function answerTo(request: FileRequest): FileAnswer {
    try {
      return { id: request.id, value: perform(request) }
    } catch (thrown) {
      const error = thrown as NodeJS.ErrnoException
      return { id: request.id, error: { code: error.code ?? 'unknown', message: error.message } }
    }
  }

  port?.on('message', (requests: FileRequest[]) => {
    let answers: FileAnswer[] = []
    let waitingBytes = 0
    for (const request of requests) {
      answers.push(answerTo(request))
      waitingBytes += request.kind === 'read' ? request.length : 0
      if (waitingBytes < answerAfterBytes) continue
      port.postMessage(answers)
      answers = []
      waitingBytes = 0
    }
    if (answers.length > 0) port.postMessage(answers)
  })
}

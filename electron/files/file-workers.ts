import { availableParallelism } from 'node:os'
import type { FileResult, LookResult, OpenedFile, ReadResult } from './file-worker.ts'
import { type FileTask, FileWorkerThread } from './file-worker-thread.ts'

/** One core is kept for the thread that sends; more readers than this bring nothing. */
const mostBusy = Math.min(3, Math.max(1, availableParallelism() - 1))
/** With those that a dead drive holds. */
const mostThreads = 8
/** A thread that has owed an answer for so long gets nothing more to do, so that one dead drive does not hold all files. */
const stuckAfterMs = 1000

const threads = new Set<FileWorkerThread>()

/** Hands a task to the thread with the least to do; starts another one while all are busy. */
export function runFileTask(task: Extract<FileTask, { kind: 'open' }>): Promise<OpenedFile>
export function runFileTask(task: Extract<FileTask, { kind: 'read' }>): Promise<ReadResult>
export function runFileTask(task: Extract<FileTask, { kind: 'look' }>): Promise<LookResult>
export function runFileTask(task: FileTask): Promise<FileResult> {
  return chooseThread().run(task)
}

/** A thread takes a while to start: begun with the program, it is there when the first file is. */
export function prepareFileThread(): void {
  if (threads.size === 0) startThread()
}

function chooseThread(): FileWorkerThread {
  let best: FileWorkerThread | null = null
  let shortest: FileWorkerThread | null = null
  let usable = 0
  for (const thread of threads) {
    if (shortest === null || thread.load < shortest.load) shortest = thread
    if (thread.silentMs >= stuckAfterMs) continue
    usable += 1
    if (best === null || thread.load < best.load) best = thread
  }
  const mayGrow = usable < mostBusy && threads.size < mostThreads
  if (best !== null && (best.load === 0 || !mayGrow)) return best
  if (mayGrow) return startThread()
  // All are held by drives that do not answer: behind the one with the shortest line.
  return shortest ?? startThread()
}

function startThread(): FileWorkerThread {
  const thread: FileWorkerThread = new FileWorkerThread(() => threads.delete(thread))
  threads.add(thread)
  return thread
}

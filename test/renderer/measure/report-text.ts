import { availableParallelism } from 'node:os'
import type { MainThread } from './main-thread.ts'
import type { OpeningTimes } from './open-measured.ts'
import type { PartMapPaints } from './part-map-paints.ts'
import type { WindowMemory } from './window-memory.ts'

export interface WindowNumbers {
  rows: number
  /** Processes that wanted to run over the last minute. */
  load: number
  drag: MainThread
  wheel: MainThread
  typing: MainThread
  partMap: PartMapPaints
  memory: WindowMemory | null
  heapMiB: number
  opening: OpeningTimes
  traffic: { toWindowBytesPerSecond: number; fromWindowBytesPerSecond: number }
  bundle: { bytes: number; packedBytes: number }
}

/** One line per number, with what it is wanted to be. */
export function reportText(numbers: WindowNumbers): string {
  const { rows, load, partMap, memory, heapMiB, opening, traffic, bundle } = numbers
  const cores = availableParallelism()
  return [
    `${rows} rows, 8 uploads running, load ${load} on ${cores} cores${load > cores ? ': others take processor time, so wall times say little' : ''}`,
    `main thread, wanted: no task over 50 ms`,
    `  scroll bar dragged from top to bottom: ${threadText(numbers.drag)}`,
    `  wheel turned from top to bottom: ${threadText(numbers.wheel)}`,
    `  typing a search: ${threadText(numbers.typing)}`,
    `part map of 10,000 parts, wanted under 8 ms: median ${partMap.medianMs} ms, slowest of ${partMap.repaints} repaints ${partMap.slowestMs} ms, ${partMap.slowestProcessorMs} ms of processor time`,
    `memory of the window (Chromium's renderer process), wanted under 200 MiB: ${memoryText(memory)}, JS heap ${heapMiB} MiB`,
    `from the start of loading: first paint ${opening.firstPaintMs} ms, first rows ${opening.firstRowsMs} ms`,
    `between main process and window: ${kib(traffic.toWindowBytesPerSecond)} KiB/s to the window, ${kib(traffic.fromWindowBytesPerSecond)} KiB/s back, as JSON`,
    `scripts and styles: ${kib(bundle.bytes)} KiB, ${kib(bundle.packedBytes)} KiB packed`,
  ].join('\n')
}

function threadText(thread: MainThread): string {
  const { tasks, over50MsProcessor, over50MsWall, longestProcessorMs, longestWallMs } = thread
  return `${over50MsProcessor} of ${tasks} by processor time, longest ${longestProcessorMs} ms; ${over50MsWall} by wall time, longest ${longestWallMs} ms`
}

function memoryText(memory: WindowMemory | null): string {
  if (memory === null) return 'measured on Linux only'
  const { privateMiB, proportionalMiB, ownPeakMiB, residentMiB } = memory
  return `${proportionalMiB} MiB, of it its own ${privateMiB} MiB (at most ${ownPeakMiB} MiB while scrolling); ${residentMiB} MiB with all of Chromium's program file, which other processes share`
}

function kib(bytes: number): string {
  return (bytes / 1024).toFixed(bytes < 1024 ? 2 : 0)
}

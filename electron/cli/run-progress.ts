import type { BatchView } from '../../shared/queue.ts'
import type { OpenCheckpoint } from '../checkpoint/open-checkpoint.ts'
import type { Engine } from '../engine/ports/engine.ts'
import type { Progress, RunningRow } from './report/reporter.ts'
import { SpeedMeter } from './speed-meter.ts'

/** Reads where a run stands: sums from the checkpoint, live numbers from the engine. */
export class RunProgress {
  readonly #queue: OpenCheckpoint['queue']
  readonly #engine: Pick<Engine, 'running'>
  readonly #batchId: number
  readonly #speed = new SpeedMeter()
  readonly #names = new Map<number, string>()
  isCounting = true

  constructor(queue: OpenCheckpoint['queue'], engine: Pick<Engine, 'running'>, batchId: number) {
    this.#queue = queue
    this.#engine = engine
    this.#batchId = batchId
  }

  /** Sums over all uploads of the run. */
  batch(): Pick<BatchView, 'files' | 'bytes' | 'confirmedBytes' | 'done' | 'problems'> {
    const batch = this.#queue.batches().find(({ id }) => id === this.#batchId)
    return batch ?? { files: 0, bytes: 0, confirmedBytes: 0, done: 0, problems: 0 }
  }

  now(at: number): Progress {
    const running = this.#engine.running()
    const batch = this.batch()
    const inFlightBytes = running.reduce((sum, upload) => sum + upload.inFlightBytes, 0)
    this.#speed.add(at, batch.confirmedBytes + inFlightBytes)
    return {
      isCounting: this.isCounting,
      files: batch.files,
      endedFiles: batch.done + batch.problems,
      totalBytes: batch.bytes,
      confirmedBytes: batch.confirmedBytes,
      inFlightBytes,
      bytesPerSecond: this.#speed.bytesPerSecond,
      secondsLeft: this.#speed.secondsLeft(batch.bytes - batch.confirmedBytes - inFlightBytes),
      running: this.#rows(running),
    }
  }

  #rows(running: ReturnType<Engine['running']>): RunningRow[] {
    const unknown = running.map(({ id }) => id).filter((id) => !this.#names.has(id))
    for (const { id, name } of this.#queue.rows(unknown)) this.#names.set(id, name)
    return running.map(({ id, sizeBytes, confirmedBytes, inFlightBytes }) => ({
      id,
      name: this.#names.get(id) ?? '',
      sizeBytes,
      sentBytes: confirmedBytes + inFlightBytes,
    }))
  }
}

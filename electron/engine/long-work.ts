import { setImmediate as nextTurn } from 'node:timers/promises'
import type { QueuePlace, QueueScope } from '../../shared/queue.ts'
import type { LongCommandKind } from './ports/command-store.ts'
import type { EnginePorts, Reach } from './ports/engine.ts'

interface Surroundings {
  /** Rows that are told by their runs, and are left alone here. */
  runningIds: () => readonly number[]
  /** The outcomes of runs that are over must be written before rows are moved. */
  beforeStep: () => void
  /** Rows have changed: look at the queue again. `isDone`: a command is through. */
  onChanged: (isDone: boolean) => void
}

/** The list is read again while a command is at work, but not with every step. */
const tellEveryMs = 250
const retryMs = 2000

/** Works off the commands over many rows, one after the other, with turns of the event loop in between. */
export class LongWork {
  readonly #ports: EnginePorts
  readonly #around: Surroundings
  readonly #waiters = new Map<number, (reach: Reach) => void>()
  readonly #reached = new Map<number, Reach>()
  /** Runs that were told when a command was given: by the time their rows have their turn, they may be over. */
  readonly #told = new Map<number, readonly number[]>()
  readonly #stop = new AbortController()
  #isWorking = false
  #toldAt = 0

  constructor(ports: EnginePorts, around: Surroundings) {
    this.#ports = ports
    this.#around = around
  }

  get isWorking(): boolean {
    return this.#isWorking
  }

  /**
   * Resolves when the command is through, was overruled by a later one, or the engine stops. `toldIds`: uploads that hear of it
   * from whoever calls, and do not count here.
   */
  do(
    kind: Exclude<LongCommandKind, 'move'>,
    scope: QueueScope,
    toldIds: readonly number[] = [],
  ): Promise<Reach> {
    const id = this.#ports.uploads.commands.record(kind, scope)
    this.#told.set(id, toldIds)
    const done = new Promise<Reach>((resolve) => this.#waiters.set(id, resolve))
    this.wake()
    return done
  }

  /** As `do`, for moving uploads within the queue. */
  move(scope: QueueScope, to: QueuePlace): Promise<Reach> {
    const id = this.#ports.uploads.commands.recordMove(scope, to)
    if (id === null) return Promise.resolve({ changed: 0, refused: 0 })
    const done = new Promise<Reach>((resolve) => this.#waiters.set(id, resolve))
    this.wake()
    return done
  }

  /** Goes on with what is recorded. */
  wake(): void {
    if (!this.#isWorking && !this.#stop.signal.aborted) void this.#work()
  }

  stop(): void {
    this.#stop.abort()
    this.#release(new Set())
  }

  async #work(): Promise<void> {
    const { commands } = this.#ports.uploads
    this.#isWorking = true
    for (;;) {
      // First of all a turn: whoever gave the command goes on, and more may be given.
      await nextTurn()
      if (this.#stop.signal.aborted) break
      const pending = commands.pending()
      this.#release(new Set(pending.map(({ id }) => id)))
      const [next] = pending
      if (next === undefined) break
      await this.#step(next.id)
      this.#tell()
    }
    this.#isWorking = false
    this.#ports.events.onLongWork?.(null)
    this.#around.onChanged(true)
  }

  async #step(id: number): Promise<void> {
    try {
      this.#around.beforeStep()
      const leftAlone = new Set([...this.#around.runningIds(), ...(this.#told.get(id) ?? [])])
      const { isDone, changed, refused } = this.#ports.uploads.commands.step(id, [...leftAlone])
      this.#reached.set(id, { changed, refused })
      if (isDone) this.#around.onChanged(true)
    } catch (error) {
      // A disk that takes no writes: what is recorded is still to be done.
      this.#ports.log.warn('a command could not go on', { error: String(error) })
      await this.#ports.clock.sleep(retryMs, this.#stop.signal).catch(() => undefined)
    }
  }

  #tell(): void {
    const now = performance.now()
    const [first] = this.#ports.uploads.commands.pending()
    if (first === undefined || now - this.#toldAt < tellEveryMs) return
    this.#toldAt = now
    this.#ports.events.onLongWork?.({ kind: first.kind, share: first.share })
    this.#around.onChanged(false)
  }

  /** Answers everybody whose command is not among those that are left. */
  #release(left: ReadonlySet<number>): void {
    for (const [id, resolve] of this.#waiters) {
      if (left.has(id)) continue
      this.#waiters.delete(id)
      resolve(this.#reached.get(id) ?? { changed: 0, refused: 0 })
      this.#reached.delete(id)
      this.#told.delete(id)
    }
  }
}

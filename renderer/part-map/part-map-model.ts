import {
  type PartFact,
  type PartMap,
  type PartProgress,
  type PartState,
  partStateCodes,
} from '../../shared/queue.ts'

/** Order in which states are counted, listed and drawn inside a merged cell. */
export const partStates = ['kept', 'done', 'sending', 'retry', 'waiting'] as const satisfies PartState[]

const stateOfCode = new Map(partStates.map((state) => [partStateCodes[state], state]))

export type PartCounts = Record<PartState, number>

/** What is known of one part beyond its state. */
export interface PartFacts extends PartFact {
  state: PartState
  startOffset: number
  /** Exclusive. */
  endOffset: number
  sentBytes: number
}

function nothingKnown(partNumber: number): PartFact {
  return { partNumber, tries: 0, bytesPerSecond: null, code: null, requestId: null }
}

/**
 * The parts of the upload on show. Lives outside React: ten times a second a few of up to ten thousand parts change,
 * and only their cells are painted again.
 */
export class PartMapModel {
  readonly uploadId: number
  readonly sizeBytes: number
  readonly partSizeBytes: number
  readonly partCount: number
  readonly #states: PartState[]
  readonly #sentBytes = new Map<number, number>()
  readonly #facts = new Map<number, PartFact>()
  readonly #counts: PartCounts = { kept: 0, done: 0, sending: 0, retry: 0, waiting: 0 }
  readonly #listeners = new Set<(changed: readonly number[]) => void>()

  constructor(map: PartMap) {
    this.uploadId = map.uploadId
    this.sizeBytes = map.sizeBytes
    this.partSizeBytes = map.partSizeBytes
    this.partCount = map.partCount
    this.#states = Array.from(map.states, (code) => stateOfCode.get(code as never) ?? 'waiting')
    while (this.#states.length < map.partCount) this.#states.push('waiting')
    for (const state of this.#states) this.#counts[state] += 1
    this.#remember(map.facts)
  }

  get counts(): Readonly<PartCounts> {
    return this.#counts
  }

  stateOf(partNumber: number): PartState {
    return this.#states[partNumber - 1] ?? 'waiting'
  }

  /** Share of a part that is on its way or confirmed, 0 to 1. */
  filledShare(partNumber: number): number {
    const state = this.stateOf(partNumber)
    if (state === 'done' || state === 'kept') return 1
    if (state !== 'sending') return 0
    return Math.min(1, (this.#sentBytes.get(partNumber) ?? 0) / this.#sizeOf(partNumber))
  }

  factsOf(partNumber: number): PartFacts {
    const startOffset = (partNumber - 1) * this.partSizeBytes
    return {
      ...(this.#facts.get(partNumber) ?? nothingKnown(partNumber)),
      state: this.stateOf(partNumber),
      startOffset,
      endOffset: startOffset + this.#sizeOf(partNumber),
      sentBytes: this.#sentBytes.get(partNumber) ?? 0,
    }
  }

  /** Every part of which something is known, in no particular order. */
  knownFacts(): Iterable<PartFact> {
    return this.#facts.values()
  }

  apply(changes: readonly PartProgress[]): void {
    for (const { state, sentBytes, ...fact } of changes) {
      this.#set(fact.partNumber, state)
      this.#sentBytes.set(fact.partNumber, sentBytes)
    }
    this.#remember(changes)
    this.#tell(changes.map(({ partNumber }) => partNumber))
  }

  /** Takes a map read anew; only parts that differ count as changed. Answers false for a map of another plan. */
  reload(map: PartMap): boolean {
    if (map.uploadId !== this.uploadId || map.partCount !== this.partCount) return false
    if (map.partSizeBytes !== this.partSizeBytes) return false
    const changed: number[] = []
    for (let index = 0; index < map.partCount; index += 1) {
      const state = stateOfCode.get(map.states[index] as never) ?? 'waiting'
      if (this.#states[index] === state) continue
      this.#set(index + 1, state)
      if (state !== 'sending') this.#sentBytes.delete(index + 1)
      changed.push(index + 1)
    }
    this.#remember(map.facts)
    this.#tell(changed)
    return true
  }

  /** The object is whole: the record of its parts is gone, its picture stays. */
  finish(): void {
    const changed: number[] = []
    for (const [index, state] of this.#states.entries()) {
      if (state === 'done' || state === 'kept') continue
      this.#set(index + 1, 'done')
      changed.push(index + 1)
    }
    this.#tell(changed)
  }

  /** `listener` hears the numbers of the parts that changed. Returns its end. */
  subscribe(listener: (changed: readonly number[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #sizeOf(partNumber: number): number {
    const startOffset = (partNumber - 1) * this.partSizeBytes
    return Math.max(0, Math.min(this.partSizeBytes, this.sizeBytes - startOffset))
  }

  #remember(facts: readonly PartFact[]): void {
    for (const { partNumber, tries, bytesPerSecond, code, requestId } of facts) {
      if (partNumber > this.partCount) continue
      this.#facts.set(partNumber, { partNumber, tries, bytesPerSecond, code, requestId })
    }
  }

  #set(partNumber: number, state: PartState): void {
    const index = partNumber - 1
    const old = this.#states[index]
    if (old === undefined) return
    this.#counts[old] -= 1
    this.#counts[state] += 1
    this.#states[index] = state
  }

  #tell(changed: readonly number[]): void {
    if (changed.length === 0) return
    for (const listener of this.#listeners) listener(changed)
  }
}

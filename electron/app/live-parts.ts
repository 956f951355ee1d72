import { type PartFact, type PartMap, type PartProgress, partStateCodes } from '../../shared/queue.ts'
import type { RunningUpload } from '../engine/ports/running-upload.ts'

type LivePart = RunningUpload['parts'][number]

/** What is remembered of the parts of uploads; see `PartJournal`. */
export interface PartMemory {
  factsOf(uploadId: number): readonly PartFact[]
  factOf(uploadId: number, partNumber: number): PartFact | null
}

/** The recorded map with what the engine is doing now drawn over it, and what is remembered of its parts. */
export function withLiveParts(map: PartMap, upload: RunningUpload | undefined, memory: PartMemory): PartMap {
  const facts = new Map(map.facts.map((fact) => [fact.partNumber, fact]))
  for (const fact of memory.factsOf(map.uploadId)) {
    // The history still knows failures of earlier starts of the program.
    const { tries = 0, code = null, requestId = null } = facts.get(fact.partNumber) ?? {}
    facts.set(fact.partNumber, {
      ...fact,
      tries: Math.max(tries, fact.tries),
      code: fact.code ?? code,
      requestId: fact.requestId ?? requestId,
    })
  }
  const states = [...map.states]
  for (const part of upload?.parts ?? []) {
    states[part.partNumber - 1] = partStateCodes[part.isRetrying ? 'retry' : 'sending']
  }
  return { ...map, states: states.join(''), facts: [...facts.values()] }
}

/** A try that has just begun says nothing about its speed yet. */
const leastSpeedMs = 500

/** Remembers what the window was told about the watched upload's parts and answers only what is new. */
export class LiveParts {
  readonly #memory: PartMemory
  readonly #told = new Map<number, PartProgress>()
  #confirmed = new Set<number>()
  uploadId: number | null = null

  constructor(memory: PartMemory) {
    this.#memory = memory
  }

  watch(uploadId: number | null): void {
    this.uploadId = uploadId
    this.#told.clear()
    this.#confirmed.clear()
  }

  confirm(uploadId: number, partNumber: number): void {
    if (uploadId === this.uploadId) this.#confirmed.add(partNumber)
  }

  /** Null while nothing is watched or nothing has changed. `at` is now, in Unix milliseconds. */
  changes(
    running: readonly RunningUpload[],
    at: number,
  ): { uploadId: number; changes: PartProgress[] } | null {
    const { uploadId } = this
    if (uploadId === null) return null
    const live = running.find(({ id }) => id === uploadId)?.parts ?? []
    const now = new Map(live.map((part) => [part.partNumber, this.#asProgress(uploadId, part, at)]))
    const changes: PartProgress[] = []
    for (const [partNumber, part] of now) {
      if (!isSame(this.#told.get(partNumber), part)) changes.push(part)
    }
    for (const partNumber of this.#confirmed) {
      if (now.has(partNumber)) continue
      changes.push({ ...this.#factOf(uploadId, partNumber), state: 'done', sentBytes: 0 })
    }
    for (const partNumber of this.#told.keys()) {
      // Cut: by a pause, or because its upload waits.
      if (now.has(partNumber) || this.#confirmed.has(partNumber)) continue
      changes.push({ ...this.#factOf(uploadId, partNumber), state: 'waiting', sentBytes: 0 })
    }
    this.#confirmed = new Set([...this.#confirmed].filter((partNumber) => now.has(partNumber)))
    this.#told.clear()
    for (const [partNumber, part] of now) this.#told.set(partNumber, part)
    return changes.length === 0 ? null : { uploadId, changes }
  }

  #asProgress(uploadId: number, part: LivePart, at: number): PartProgress {
    const { partNumber, sentBytes, isRetrying, startedAt } = part
    const known = this.#memory.factOf(uploadId, partNumber)
    const { tries = 0, bytesPerSecond = null, code = null, requestId = null } = known ?? {}
    const tookMs = startedAt === null ? 0 : at - startedAt
    return {
      partNumber,
      state: isRetrying ? 'retry' : 'sending',
      sentBytes,
      // The try that runs counts; one that has ended is in the journal.
      tries: Math.max(part.tries, isRetrying ? tries : tries + 1),
      bytesPerSecond: tookMs < leastSpeedMs ? bytesPerSecond : Math.round((sentBytes / tookMs) * 1000),
      code,
      requestId,
    }
  }

  #factOf(uploadId: number, partNumber: number): PartFact {
    const known = this.#memory.factOf(uploadId, partNumber)
    if (known) return known
    const tries = this.#told.get(partNumber)?.tries ?? 1
    return { partNumber, tries, bytesPerSecond: null, code: null, requestId: null }
  }
}

function isSame(before: PartProgress | undefined, part: PartProgress): boolean {
  return (
    before?.state === part.state &&
    before.sentBytes === part.sentBytes &&
    before.tries === part.tries &&
    before.code === part.code
  )
}

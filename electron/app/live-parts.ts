import { type PartMap, type PartProgress, partStateCodes } from '../../shared/queue.ts'
import type { RunningUpload } from '../engine/ports.ts'

/** The recorded map with what the engine is doing now drawn over it. */
export function withLiveParts(map: PartMap, upload: RunningUpload | undefined): PartMap {
  if (!upload) return map
  const states = [...map.states]
  for (const part of upload.parts) {
    states[part.partNumber - 1] = partStateCodes[part.isRetrying ? 'retry' : 'sending']
  }
  return { ...map, states: states.join('') }
}

/** Remembers what the window was told about the watched upload's parts and answers only what is new. */
export class LiveParts {
  readonly #told = new Map<number, PartProgress>()
  #confirmed = new Set<number>()
  uploadId: number | null = null

  watch(uploadId: number | null): void {
    this.uploadId = uploadId
    this.#told.clear()
    this.#confirmed.clear()
  }

  confirm(uploadId: number, partNumber: number): void {
    if (uploadId === this.uploadId) this.#confirmed.add(partNumber)
  }

  /** Null while nothing is watched or nothing has changed. */
  changes(running: readonly RunningUpload[]): { uploadId: number; changes: PartProgress[] } | null {
    if (this.uploadId === null) return null
    const live = running.find(({ id }) => id === this.uploadId)?.parts ?? []
    const now = new Map(live.map((part) => [part.partNumber, asProgress(part)]))
    const changes: PartProgress[] = []
    for (const [partNumber, part] of now) {
      if (!isSame(this.#told.get(partNumber), part)) changes.push(part)
    }
    for (const partNumber of this.#confirmed) {
      if (now.has(partNumber)) continue
      const tries = this.#told.get(partNumber)?.tries ?? 1
      changes.push({ partNumber, state: 'done', sentBytes: 0, tries })
    }
    for (const [partNumber, { tries }] of this.#told) {
      // Cut: by a pause, or because its upload waits.
      if (now.has(partNumber) || this.#confirmed.has(partNumber)) continue
      changes.push({ partNumber, state: 'waiting', sentBytes: 0, tries })
    }
    this.#confirmed = new Set([...this.#confirmed].filter((partNumber) => now.has(partNumber)))
    this.#told.clear()
    for (const [partNumber, part] of now) this.#told.set(partNumber, part)
    return changes.length === 0 ? null : { uploadId: this.uploadId, changes }
  }
}

function asProgress(part: RunningUpload['parts'][number]): PartProgress {
  const { partNumber, sentBytes, tries } = part
  return { partNumber, state: part.isRetrying ? 'retry' : 'sending', sentBytes, tries }
}

function isSame(before: PartProgress | undefined, part: PartProgress): boolean {
  return before?.state === part.state && before.sentBytes === part.sentBytes && before.tries === part.tries
}

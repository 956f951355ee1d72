import type { PartFact } from '../../shared/queue.ts'
import type { PartTry } from '../engine/ports/running-upload.ts'

/** Uploads whose parts are remembered; those tried longest ago are forgotten first. */
const mostUploads = 16

/** How each part went, for the uploads that were sent last. Lives as long as the program; the history keeps the failures. */
export class PartJournal {
  readonly #uploads = new Map<number, Map<number, PartFact>>()

  add(uploadId: number, tried: PartTry): void {
    const facts = this.#uploads.get(uploadId) ?? new Map<number, PartFact>()
    const before = facts.get(tried.partNumber)
    facts.set(tried.partNumber, {
      partNumber: tried.partNumber,
      tries: (before?.tries ?? 0) + 1,
      bytesPerSecond:
        tried.code === null ? speed(tried.sizeBytes, tried.durationMs) : (before?.bytesPerSecond ?? null),
      code: tried.code ?? before?.code ?? null,
      requestId: tried.requestId ?? before?.requestId ?? null,
    })
    // The newest last: a Map keeps the order in which keys came.
    this.#uploads.delete(uploadId)
    this.#uploads.set(uploadId, facts)
    for (const id of this.#uploads.keys()) {
      if (this.#uploads.size <= mostUploads) break
      this.#uploads.delete(id)
    }
  }

  factsOf(uploadId: number): readonly PartFact[] {
    return [...(this.#uploads.get(uploadId)?.values() ?? [])]
  }

  factOf(uploadId: number, partNumber: number): PartFact | null {
    return this.#uploads.get(uploadId)?.get(partNumber) ?? null
  }
}

function speed(bytes: number, durationMs: number): number {
  return Math.round((bytes / Math.max(1, durationMs)) * 1000)
}

import type { Reach } from '../../shared/ipc.ts'
import type { Adoption, Orphan, OrphanSize, Relocation, Verification } from '../../shared/recovery.ts'
import type { Settings } from '../../shared/settings.ts'
import { toErrorData, UploadError, type UploadErrorData } from '../../shared/upload-error.ts'
import type { OpenCheckpoint } from '../checkpoint/open-checkpoint.ts'
import { adoptOrphan } from '../engine/adopt-orphan.ts'
import { abortOrphan, findOrphans, sizeOfOrphan } from '../engine/orphans.ts'
import type { Engine } from '../engine/ports/engine.ts'
import type { Log } from '../engine/ports/log.ts'
import type { ObjectStore } from '../engine/ports/object-store.ts'
import { relocate } from '../engine/relocate.ts'
import { withStallGuard } from '../engine/stall-guard.ts'
import { systemClock } from '../engine/system-ports.ts'
import { localFiles } from '../files/local-files.ts'
import { crc64 } from '../oss/crc64.ts'
import type { Destinations } from './destinations.ts'

interface Parts {
  checkpoint: OpenCheckpoint
  destinations: Destinations
  engine: Engine
  settings: () => Settings
  log: Log
  onUploadsChanged: (ids: readonly number[]) => void
  onLocating: (progress: { id: number; checkedBytes: number; totalBytes: number }) => void
}

type OrphanName = Pick<Orphan, 'key' | 'uploadId'>

/** A listing of a large bucket has many pages, each a request of its own. */
const answerWithinMs = 120_000
const abortsAtOnce = 4
const mostTries = 10
const tryAgainMs = 300

/** What people do about uploads that do not go on by themselves, and about parts on buckets that nobody finished. */
export class Recovery {
  readonly #parts: Parts
  #locating = new AbortController()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Goes on from the file's new place when it is the same file; with `startOver` takes any file, from zero. */
  async locate(input: { id: number; path: string; startOver: boolean }): Promise<Relocation> {
    const { checkpoint, engine, onLocating } = this.#parts
    this.stopLocating()
    const { signal } = this.#locating
    const relocation = await betweenTries(signal, () =>
      relocate({
        ...input,
        files: localFiles,
        crc64,
        uploads: checkpoint.uploads,
        signal,
        onChecked: (checkedBytes, totalBytes) => onLocating({ id: input.id, checkedBytes, totalBytes }),
      }),
    )
    if (relocation.kind === 'moved') engine.resume({ kind: 'ids', ids: [input.id] })
    return relocation
  }

  /** Ends the comparison that runs, if any; its caller hears `Stopped`. */
  stopLocating(): void {
    this.#locating.abort(stopped())
    this.#locating = new AbortController()
  }

  startOver(ids: readonly number[]): Reach | Promise<Reach> {
    return this.#parts.engine.startOver(ids)
  }

  verify(id: number): Promise<Verification> {
    return this.#parts.engine.verify(id)
  }

  /** Open multipart uploads on the destination's bucket that no row owns, oldest first. */
  orphans(destinationId: string): Promise<Orphan[]> {
    const { uploads } = this.#parts.checkpoint
    return this.#ask(destinationId, (store, signal) => findOrphans({ store, uploads, prefix: '', signal }))
  }

  sizeOf({ destinationId, ...orphan }: OrphanName & { destinationId: string }): Promise<OrphanSize | null> {
    return this.#ask(destinationId, (store, signal) => sizeOfOrphan(store, orphan, signal))
  }

  /** Deletes their parts; one that cannot be deleted does not keep the others. */
  async abort(
    destinationId: string,
    orphans: readonly OrphanName[],
  ): Promise<{ aborted: number; failed: (OrphanName & { error: UploadErrorData })[] }> {
    const { uploads } = this.#parts.checkpoint
    const failed: (OrphanName & { error: UploadErrorData })[] = []
    for (let start = 0; start < orphans.length; start += abortsAtOnce) {
      const group = orphans.slice(start, start + abortsAtOnce)
      await Promise.all(
        group.map((orphan) =>
          this.#ask(destinationId, (store, signal) => abortOrphan({ store, uploads, signal }, orphan)).catch(
            (error: unknown) => failed.push({ ...orphan, error: toErrorData(error) }),
          ),
        ),
      )
    }
    return { aborted: orphans.length - failed.length, failed }
  }

  async adopt(input: OrphanName & { destinationId: string; path: string }): Promise<Adoption> {
    const { checkpoint, destinations, engine, settings, log, onUploadsChanged } = this.#parts
    const { destinationId, ...orphan } = input
    const destination = destinations.find(destinationId)
    if (destination === null) throw unknownDestination(destinationId)
    const { bucket, metadata } = destination
    const { conflictPolicy } = settings()
    const adoption = await this.#ask(destinationId, (store, signal) =>
      adoptOrphan({
        ...orphan,
        store,
        uploads: checkpoint.uploads,
        intake: checkpoint.intake,
        files: localFiles,
        crc64,
        clock: systemClock,
        log,
        target: { destinationId, bucket, conflictPolicy, metadata },
        signal,
      }),
    )
    if (adoption.kind === 'adopted') {
      onUploadsChanged([])
      engine.wake()
    }
    return adoption
  }

  async #ask<T>(
    destinationId: string,
    run: (store: ObjectStore, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const store = await this.#parts.destinations.open(destinationId)
    const never = new AbortController().signal
    return withStallGuard(
      { clock: systemClock, signal: never, allowanceMs: () => answerWithinMs },
      ({ signal }) => run(store, signal),
    )
  }
}

/** An upload that waits for its file looks for it every few seconds, and is busy for that moment. */
async function betweenTries<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof UploadError) || error.code !== 'UploadBusy' || tries >= mostTries) throw error
      await systemClock.sleep(tryAgainMs, signal)
    }
  }
}

function stopped(): UploadError {
  return new UploadError({
    code: 'Stopped',
    retry: 'fatal',
    message: 'The comparison was stopped. Nothing has changed.',
    fromServer: false,
  })
}

function unknownDestination(id: string): UploadError {
  return new UploadError({
    code: 'DestinationGone',
    retry: 'fatal',
    message: 'This destination has been removed. Choose another one.',
    fromServer: false,
    params: { id },
  })
}

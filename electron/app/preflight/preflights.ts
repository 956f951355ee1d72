import type { AddInput } from '../../../shared/ipc.ts'
import type { PreflightDecision, PreflightView } from '../../../shared/preflight.ts'
import type { Settings } from '../../../shared/settings.ts'
import { UploadError } from '../../../shared/upload-error.ts'
import { localFiles } from '../../files/local-files.ts'
import { normalizePrefix } from '../destination-input.ts'
import type { Destinations } from '../destinations.ts'
import { batchName, checkPaths, unknownDestination } from '../upload-request.ts'
import { needsDecision } from './needs-decision.ts'
import { Preflight } from './preflight.ts'

interface Parts {
  destinations: Pick<Destinations, 'find' | 'open'>
  settings: () => Settings
  add: (input: AddInput) => { batchId: number }
  /** To the window, as far as there is one. */
  onChanged: (view: PreflightView) => void
}

/**
 * Everything that was dropped and has not been sent yet. It lives here and not in the window, so that a window that is
 * closed, or dies, loses nothing: the next one reads the list and goes on.
 */
export class Preflights {
  readonly #parts: Parts
  readonly #open = new Map<number, Preflight>()
  #lastId = 0

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * Looks at what was dropped and queues it, at once where nothing has to be asked. `batchId` is null while it is looked
   * at. Throws `PathInvalid` and `DestinationGone`.
   */
  begin({ paths, destinationId }: Pick<AddInput, 'paths' | 'destinationId'>): {
    id: number
    batchId: number | null
  } {
    checkPaths(paths)
    const { settings, destinations } = this.#parts
    const destination = destinations.find(destinationId)
    if (destination === null) throw unknownDestination(destinationId)
    this.#lastId += 1
    const id = this.#lastId
    const { askBeforeSending, conflictPolicy, followLinks } = settings()
    if (askBeforeSending === 'never') return { id, ...this.#parts.add({ paths, destinationId }) }
    const preflight: Preflight = new Preflight(
      {
        id,
        destinationId,
        paths,
        title: batchName(paths),
        prefix: destination.prefix,
        followLinks,
        conflictPolicy,
      },
      {
        files: localFiles,
        open: () => destinations.open(destinationId),
        planSettings: settings,
        normalizeNames: process.platform === 'darwin',
        onChanged: () => this.#tell(preflight),
        onReady: () => this.#ready(preflight),
      },
    )
    preflight.isShown = askBeforeSending === 'always'
    this.#open.set(id, preflight)
    preflight.look()
    return { id, batchId: null }
  }

  /** Another prefix, or links followed: looks again. */
  change({ id, prefix, followLinks }: { id: number; prefix?: string; followLinks?: boolean }): null {
    this.#find(id).look({
      ...(prefix !== undefined && { prefix: normalizePrefix(prefix) }),
      ...(followLinks !== undefined && { followLinks }),
    })
    return null
  }

  /** The person has decided, whether or not the look was over. */
  send({ id, prefix, ...decision }: PreflightDecision): { batchId: number } {
    const preflight = this.#find(id)
    const { destinationId } = preflight.view()
    const added = this.#parts.add({
      paths: [...preflight.paths],
      destinationId,
      prefix: normalizePrefix(prefix),
      followLinks: decision.followLinks,
      conflictPolicy: decision.conflictPolicy,
      exceptions: decision.exceptions,
      metadata: decision.metadata,
    })
    this.#end(preflight, 'sent')
    return added
  }

  cancel(id: number): null {
    this.#end(this.#find(id), 'cancelled')
    return null
  }

  /** For a window that opens. */
  list(): PreflightView[] {
    return [...this.#open.values()].map((preflight) => preflight.view())
  }

  /** The program ends. */
  stop(): void {
    for (const preflight of this.#open.values()) preflight.end('cancelled')
    this.#open.clear()
  }

  #ready(preflight: Preflight): void {
    const view = preflight.view()
    const { askBeforeSending } = this.#parts.settings()
    const mustAsk = askBeforeSending === 'always' || needsDecision(view, preflight.hasRenamedRoot)
    if (mustAsk || preflight.wasChanged) {
      preflight.isShown = true
      this.#tell(preflight)
      return
    }
    const { destinationId, prefix, followLinks } = view
    try {
      this.#parts.add({ paths: [...preflight.paths], destinationId, prefix, followLinks })
      this.#end(preflight, 'sent')
    } catch (thrown) {
      preflight.fail(thrown)
    }
  }

  #end(preflight: Preflight, state: 'sent' | 'cancelled'): void {
    this.#open.delete(preflight.view().id)
    preflight.end(state)
  }

  #tell(preflight: Preflight): void {
    this.#parts.onChanged(preflight.view())
  }

  #find(id: number): Preflight {
    const found = this.#open.get(id)
    if (found !== undefined) return found
    throw new UploadError({
      code: 'PreflightGone',
      retry: 'fatal',
      message: 'These files have been sent or given up already.',
      fromServer: false,
    })
  }
}

import type { AddInput } from '../../../shared/ipc.ts'
import type { PreflightChange, PreflightDecision, PreflightView } from '../../../shared/preflight.ts'
import type { Settings } from '../../../shared/settings.ts'
import { UploadError } from '../../../shared/upload-error.ts'
import type { WaitingDrop, WaitingDropTable } from '../../checkpoint/waiting-drop-table.ts'
import { localFiles } from '../../files/local-files.ts'
import { normalizePrefix } from '../destination-input.ts'
import type { Destinations } from '../destinations.ts'
import { checkPaths, unknownDestination } from '../upload-request.ts'
import { usualDestination } from '../usual-destination.ts'
import { needsDecision } from './needs-decision.ts'
import { Preflight } from './preflight.ts'

interface Parts {
  drops: WaitingDropTable
  destinations: Pick<Destinations, 'find' | 'list' | 'open'>
  settings: () => Settings
  add: (input: AddInput) => { batchId: number }
  /** To the window, as far as there is one. */
  onChanged: (view: PreflightView) => void
  /** A question stands: there must be a window that shows it. */
  onAsked: () => void
  /** It is in the queue. */
  onSent: (view: PreflightView) => void
}

/**
 * Everything that was handed over and has not been sent yet. It lives here and in the checkpoint, not in the window: a window
 * that is closed, or dies, loses nothing, and neither does the end of the program. The next start offers it again.
 */
export class Preflights {
  readonly #parts: Parts
  readonly #open = new Map<number, Preflight>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * Looks at what was handed over and queues it, at once where nothing has to be asked. `batchId` is null while it is
   * looked at, or waits for a destination (`destinationId` null). Throws `PathInvalid` and `DestinationGone`, and what a
   * checkpoint says that cannot be written.
   */
  begin(
    { paths, destinationId }: { paths: readonly string[]; destinationId: string | null },
    isFromOutside = false,
  ): { id: number; batchId: number | null } {
    checkPaths(paths)
    const { drops, settings, destinations } = this.#parts
    if (destinationId !== null && destinations.find(destinationId) === null) {
      throw unknownDestination(destinationId)
    }
    const kept = { destinationId, paths: [...paths], choices: {}, isFromOutside }
    const preflight = this.#add({ id: drops.keep(kept), ...kept })
    const { id } = preflight.drop
    if (destinationId === null) {
      this.#tell(preflight)
      // Where uploads go is the first question.
      this.#parts.onAsked()
      return { id, batchId: null }
    }
    if (settings().askBeforeSending !== 'never') {
      this.#look(preflight)
      return { id, batchId: null }
    }
    try {
      return { id, batchId: this.#send(preflight).batchId }
    } catch (thrown) {
      // The person is told now, and has the files still before them.
      this.#forget(preflight)
      throw thrown
    }
  }

  /** What the last end of the program left: offered again, or sent where the setting says that nothing is asked. Answers how many could not be read. */
  restore(): number {
    const { drops, settings } = this.#parts
    const unreadable = drops.removeUnreadable()
    for (const drop of drops.list()) {
      const preflight = this.#add({ ...drop, destinationId: this.#placeFor(drop) })
      if (settings().askBeforeSending === 'never' && preflight.drop.destinationId !== null) {
        this.#sendUnasked(preflight)
      } else {
        preflight.mustAsk = true
        this.#tell(preflight)
      }
    }
    return unreadable
  }

  /** What waited for a destination goes on; what was kept for one that is gone gets another. */
  destinationsChanged(): void {
    for (const { drop, isKept, mustAsk } of [...this.#open.values()]) {
      const destinationId = this.#placeFor(drop)
      if (!isKept || destinationId === drop.destinationId) continue
      const preflight = this.#add({ ...drop, destinationId })
      this.#parts.drops.change(preflight.drop)
      preflight.mustAsk = mustAsk
      if (destinationId === null || mustAsk) this.#tell(preflight)
      else if (this.#parts.settings().askBeforeSending === 'never') this.#sendUnasked(preflight)
      else this.#look(preflight)
    }
  }

  /** The person wants to see what was kept. */
  look(id: number): null {
    this.#look(this.#find(id), true)
    return null
  }

  /** Another prefix, or links followed, looks again; everything is kept. */
  change({ id, prefix, ...rest }: PreflightChange): null {
    const preflight = this.#find(id)
    const { followLinks, conflictPolicy, exceptions, metadata } = rest
    preflight.choose({
      ...(prefix !== undefined && { prefix: normalizePrefix(prefix) }),
      ...(followLinks !== undefined && { followLinks }),
      ...(conflictPolicy !== undefined && { conflictPolicy }),
      ...(exceptions !== undefined && { exceptions }),
      ...(metadata !== undefined && { metadata }),
    })
    this.#parts.drops.change(preflight.drop)
    if (prefix !== undefined || followLinks !== undefined) this.#look(preflight, true)
    return null
  }

  /** The person has decided, whether or not the look was over. */
  send({ id, prefix, ...decision }: PreflightDecision): { batchId: number } {
    const preflight = this.#find(id)
    preflight.choose({ prefix: normalizePrefix(prefix), ...decision })
    return this.#send(preflight)
  }

  cancel(id: number): null {
    const preflight = this.#find(id)
    this.#forget(preflight)
    preflight.end('cancelled')
    return null
  }

  /** For a window that opens. */
  list(): PreflightView[] {
    return [...this.#open.values()].map((preflight) => preflight.view())
  }

  /** The program ends; what is open stays in the checkpoint. */
  stop(): void {
    for (const preflight of this.#open.values()) preflight.end('cancelled')
    this.#open.clear()
  }

  #add(drop: WaitingDrop): Preflight {
    const { settings, destinations } = this.#parts
    const preflight: Preflight = new Preflight(drop, {
      files: localFiles,
      open: (destinationId) => destinations.open(destinationId),
      planSettings: settings,
      normalizeNames: process.platform === 'darwin',
      defaults: (destinationId) => {
        const { followLinks, conflictPolicy } = settings()
        const destination = destinationId === null ? null : destinations.find(destinationId)
        return { prefix: destination?.prefix ?? '', followLinks, conflictPolicy }
      },
      onChanged: () => this.#tell(preflight),
      onReady: () => this.#ready(preflight),
    })
    this.#open.set(drop.id, preflight)
    return preflight
  }

  #look(preflight: Preflight, mustAsk = this.#parts.settings().askBeforeSending === 'always'): void {
    preflight.mustAsk = mustAsk
    preflight.look()
  }

  #ready(preflight: Preflight): void {
    if (preflight.mustAsk || needsDecision(preflight.view(), preflight.hasRenamedRoot)) {
      preflight.isShown = true
      this.#tell(preflight)
    } else {
      this.#sendUnasked(preflight)
    }
  }

  /** Nobody waits for an answer here: what goes wrong stands in the sheet. */
  #sendUnasked(preflight: Preflight): void {
    try {
      this.#send(preflight)
    } catch (thrown) {
      preflight.fail(thrown)
    }
  }

  #send(preflight: Preflight): { batchId: number } {
    const { id, destinationId, paths, choices } = preflight.drop
    if (destinationId === null) throw unknownDestination('')
    const { followLinks } = preflight.view()
    const input = { paths: [...paths], destinationId, followLinks, ...choices }
    const added = this.#parts.drops.settle(id, () => this.#parts.add(input))
    this.#open.delete(id)
    preflight.end('sent')
    this.#parts.onSent(preflight.view())
    return added
  }

  #forget({ drop }: Preflight): void {
    this.#parts.drops.forget(drop.id)
    this.#open.delete(drop.id)
  }

  #tell(preflight: Preflight): void {
    const view = preflight.view()
    this.#parts.onChanged(view)
    if (view.isShown && view.state !== 'sent' && view.state !== 'cancelled') this.#parts.onAsked()
  }

  /** Its own destination, or where that is gone the one that is used else. */
  #placeFor({ destinationId }: WaitingDrop): string | null {
    const { destinations, settings } = this.#parts
    if (destinationId !== null && destinations.find(destinationId) !== null) return destinationId
    return usualDestination(destinations.list(), settings().lastDestinationId)?.id ?? null
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

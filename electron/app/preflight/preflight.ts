import type { PreflightView } from '../../../shared/preflight.ts'
import { toErrorData } from '../../../shared/upload-error.ts'
import type { PlanSettings } from '../../engine/part-plan.ts'
import type { LocalFiles } from '../../engine/ports/local-files.ts'
import type { OssStore } from '../../oss/oss-store.ts'
import { type ConflictFacts, checkConflicts } from './conflict-check.ts'
import { Survey } from './survey.ts'

/** News of one drop are told this often while it is looked at. */
const tellEveryMs = 200
/** A look that takes longer than this is shown. */
const slowAfterMs = 1000
/** The bucket gets so long to answer what it has. */
const checkWithinMs = 8000

export interface PreflightParts {
  files: Pick<LocalFiles, 'walk'>
  open: () => Promise<Pick<OssStore, 'headObject' | 'listObjects'>>
  planSettings: () => PlanSettings
  normalizeNames: boolean
  /** Something is to be seen, or may be. */
  onChanged: () => void
  /** The look is over; answers whether a person has to see it. */
  onReady: () => void
}

export type PreflightStart = Pick<
  PreflightView,
  'id' | 'destinationId' | 'title' | 'prefix' | 'followLinks' | 'conflictPolicy'
> & { paths: readonly string[] }

const noConflicts: ConflictFacts = { total: 0, entries: [], unchecked: null }

/** One drop that is looked at before it is sent. */
export class Preflight {
  readonly paths: readonly string[]
  isShown = false
  /** A person has changed where it goes, so nothing is sent before they say so. */
  wasChanged = false
  readonly #parts: PreflightParts
  readonly #start: PreflightStart
  #place: Pick<PreflightView, 'prefix' | 'followLinks'>
  #state: PreflightView['state'] = 'counting'
  #survey: Survey | null = null
  #conflicts = noConflicts
  #error: PreflightView['error'] = null
  #abort = new AbortController()

  constructor(start: PreflightStart, parts: PreflightParts) {
    this.#start = start
    this.#parts = parts
    this.#place = { prefix: start.prefix, followLinks: start.followLinks }
    this.paths = start.paths
  }

  /** Two things of one name were dropped. */
  get hasRenamedRoot(): boolean {
    return this.#survey?.hasRenamedRoot ?? false
  }

  /** Begins to look, or begins anew with another place. */
  look(place: Partial<Pick<PreflightView, 'prefix' | 'followLinks'>> = {}): void {
    this.#abort.abort()
    this.#abort = new AbortController()
    this.wasChanged = Object.keys(place).length > 0
    this.#place = { ...this.#place, ...place }
    this.#state = 'counting'
    this.#conflicts = noConflicts
    this.#error = null
    void this.#look(this.#abort.signal)
  }

  /** Ends the look; the view keeps what was found. */
  end(state: 'sent' | 'cancelled'): void {
    this.#abort.abort()
    this.#state = state
    this.#parts.onChanged()
  }

  /** It could not be queued; the person sees why and can try again. */
  fail(thrown: unknown): void {
    this.#error = toErrorData(thrown)
    this.isShown = true
    this.#parts.onChanged()
  }

  view(): PreflightView {
    const { id, destinationId, title, conflictPolicy } = this.#start
    return {
      id,
      destinationId,
      title,
      conflictPolicy,
      ...this.#place,
      items: this.paths.length,
      state: this.#state,
      isShown: this.isShown,
      ...(this.#survey?.facts ?? new Survey(this.#surveyInput()).facts),
      conflicts: this.#conflicts,
      error: this.#error,
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { files, onChanged, onReady } = this.#parts
    const survey = new Survey(this.#surveyInput())
    this.#survey = survey
    const ticker = setInterval(onChanged, tellEveryMs)
    const slow = setTimeout(() => {
      this.isShown = true
      onChanged()
    }, slowAfterMs)
    try {
      await survey.run(files, signal)
      this.#state = 'checking'
      this.#conflicts = await this.#check(survey, signal)
    } catch (thrown) {
      if (signal.aborted) return
      this.#error = toErrorData(thrown)
    } finally {
      clearInterval(ticker)
      clearTimeout(slow)
    }
    if (signal.aborted) return
    this.#state = 'ready'
    onReady()
  }

  async #check({ targets, facts }: Survey, signal: AbortSignal): Promise<ConflictFacts> {
    if (facts.files === 0) return noConflicts
    if (targets === null) return { ...noConflicts, unchecked: { reason: 'too-many', error: null } }
    try {
      const store = await this.#parts.open()
      signal.throwIfAborted()
      return await checkConflicts(store, targets, signal, checkWithinMs)
    } catch (thrown) {
      signal.throwIfAborted()
      return { ...noConflicts, unchecked: { reason: 'refused', error: toErrorData(thrown) } }
    }
  }

  #surveyInput() {
    const { planSettings, normalizeNames } = this.#parts
    return { paths: this.paths, ...this.#place, normalizeNames, settings: planSettings() }
  }
}

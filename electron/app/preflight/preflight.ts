import type { PreflightView } from '../../../shared/preflight.ts'
import { toErrorData } from '../../../shared/upload-error.ts'
import type { DropChoices, WaitingDrop } from '../../checkpoint/waiting-drop-table.ts'
import type { PlanSettings } from '../../engine/part-plan.ts'
import type { LocalFiles } from '../../engine/ports/local-files.ts'
import type { OssStore } from '../../oss/oss-store.ts'
import { batchName } from '../upload-request.ts'
import { CalmInterim } from './calm-interim.ts'
import { type ConflictFacts, checkConflicts } from './conflict-check.ts'
import { Survey } from './survey.ts'

/** News of one drop are told this often while it is looked at. */
const tellEveryMs = 200
/** A look that takes longer than this is shown. */
const slowAfterMs = 1000
/** The same for a look whose result is shown in any case. */
const askedAfterMs = 300
/** The bucket gets so long to answer what it has. */
const checkWithinMs = 8000

export interface PreflightParts {
  files: Pick<LocalFiles, 'walk'>
  open: (destinationId: string) => Promise<Pick<OssStore, 'headObject' | 'listObjects'>>
  planSettings: () => PlanSettings
  normalizeNames: boolean
  /** Where the destination and the settings say that files go. */
  defaults: (destinationId: string | null) => Pick<PreflightView, 'prefix' | 'followLinks' | 'conflictPolicy'>
  /** Something is to be seen, or may be. */
  onChanged: () => void
  /** The look is over. */
  onReady: () => void
}

const noConflicts: ConflictFacts = { total: 0, entries: [], unchecked: null }

/** One drop that is looked at before it is sent. */
export class Preflight {
  isShown = false
  /** Nothing is sent before a person says so. */
  mustAsk = false
  readonly #parts: PreflightParts
  readonly #defaults: ReturnType<PreflightParts['defaults']>
  #drop: WaitingDrop
  #state: PreflightView['state'] = 'kept'
  #survey: Survey | null = null
  #conflicts = noConflicts
  #error: PreflightView['error'] = null
  #abort = new AbortController()

  constructor(drop: WaitingDrop, parts: PreflightParts) {
    this.#drop = drop
    this.#parts = parts
    this.#defaults = parts.defaults(drop.destinationId)
  }

  /** As it is to be kept. */
  get drop(): WaitingDrop {
    return this.#drop
  }

  /** Two things of one name were dropped. */
  get hasRenamedRoot(): boolean {
    return this.#survey?.hasRenamedRoot ?? false
  }

  get isKept(): boolean {
    return this.#state === 'kept'
  }

  /** What a person chose; it holds from the next look on. */
  choose(choices: DropChoices): void {
    this.#drop = { ...this.#drop, choices: { ...this.#drop.choices, ...choices } }
  }

  /** Begins to look, or begins anew where something was changed. */
  look(): void {
    const { destinationId } = this.#drop
    if (destinationId === null) return
    this.#abort.abort()
    this.#abort = new AbortController()
    this.#state = 'counting'
    this.#conflicts = noConflicts
    this.#error = null
    void this.#look(destinationId, this.#abort.signal)
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
    const { id, destinationId, paths, choices, isFromOutside } = this.#drop
    return {
      id,
      destinationId,
      title: batchName(paths),
      items: paths.length,
      isFromOutside,
      ...this.#place(),
      conflictPolicy: choices.conflictPolicy ?? this.#defaults.conflictPolicy,
      exceptions: choices.exceptions ?? {},
      metadata: choices.metadata ?? null,
      state: this.#state,
      isShown: this.isShown,
      ...(this.#survey?.facts ?? new Survey(this.#surveyInput()).facts),
      conflicts: this.#conflicts,
      error: this.#error,
    }
  }

  async #look(destinationId: string, signal: AbortSignal): Promise<void> {
    const { files, onChanged, onReady } = this.#parts
    const survey = new Survey(this.#surveyInput())
    const interim = new CalmInterim(signal)
    let ticker: NodeJS.Timeout | undefined
    interim.begin(this.mustAsk ? askedAfterMs : slowAfterMs, () => {
      this.isShown = true
      this.#survey = survey
      onChanged()
      ticker = setInterval(onChanged, tellEveryMs)
    })
    // The walk may take a while to notice; what is over is told once.
    signal.addEventListener('abort', () => clearInterval(ticker), { once: true })
    let conflicts = noConflicts
    let error: PreflightView['error'] = null
    try {
      await survey.run(files, signal)
      this.#state = 'checking'
      conflicts = await this.#check(survey, destinationId, signal)
    } catch (thrown) {
      error = toErrorData(thrown)
    }
    clearInterval(ticker)
    await interim.end()
    if (signal.aborted) return
    this.#survey = survey
    this.#conflicts = conflicts
    this.#error = error
    this.#state = 'ready'
    onReady()
  }

  async #check(
    { targets, facts }: Survey,
    destinationId: string,
    signal: AbortSignal,
  ): Promise<ConflictFacts> {
    if (facts.files === 0) return noConflicts
    if (targets === null) return { ...noConflicts, unchecked: { reason: 'too-many', error: null } }
    try {
      const store = await this.#parts.open(destinationId)
      signal.throwIfAborted()
      return await checkConflicts(store, targets, signal, checkWithinMs)
    } catch (thrown) {
      signal.throwIfAborted()
      return { ...noConflicts, unchecked: { reason: 'refused', error: toErrorData(thrown) } }
    }
  }

  #place() {
    const { prefix, followLinks } = this.#drop.choices
    return {
      prefix: prefix ?? this.#defaults.prefix,
      followLinks: followLinks ?? this.#defaults.followLinks,
    }
  }

  #surveyInput() {
    const { planSettings, normalizeNames } = this.#parts
    return { paths: this.#drop.paths, ...this.#place(), normalizeNames, settings: planSettings() }
  }
}

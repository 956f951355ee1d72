import { setImmediate } from 'node:timers/promises'
import { type PreflightPlan, type PreflightView, preflightListLimit } from '../../../shared/preflight.ts'
import { placedRoots, takeEntry } from '../../engine/enqueue.ts'
import { type PlanSettings, planParts } from '../../engine/part-plan.ts'
import type { LocalFiles, WalkedEntry } from '../../engine/ports/local-files.ts'

/** Above this the keys are no longer held, and the bucket is not asked about them. */
export const mostKeys = 20_000
/** Other work of the process gets its turn at least this often. */
const turnEvery = 500

export interface SurveyInput {
  paths: readonly string[]
  prefix: string
  followLinks: boolean
  normalizeNames: boolean
  settings: PlanSettings
}

export type SurveyFacts = Pick<
  PreflightView,
  'files' | 'folders' | 'bytes' | 'keys' | 'leftOut' | 'renamed' | 'plan'
>

/** Counts what would be uploaded, without writing anything down. The facts grow while it runs. */
export class Survey {
  readonly facts: SurveyFacts = {
    files: 0,
    folders: 0,
    bytes: 0,
    keys: [],
    leftOut: { total: 0, links: 0, entries: [] },
    renamed: { total: 0, entries: [] },
    plan: { single: 0, multipart: 0, parts: 0, largest: null },
  }
  /** Name and size by object key; null once there are too many to hold. */
  targets: Map<string, { name: string; sizeBytes: number }> | null = new Map()
  /** Two things of one name were dropped: one of them goes up under another. */
  hasRenamedRoot = false
  readonly #input: SurveyInput
  #folder: readonly string[] = []

  constructor(input: SurveyInput) {
    this.#input = input
  }

  /** Rejects when the signal aborts. */
  async run(files: Pick<LocalFiles, 'walk'>, signal: AbortSignal): Promise<void> {
    const { paths, prefix, followLinks, normalizeNames } = this.#input
    let seen = 0
    for (const { root, names } of placedRoots(paths, normalizeNames)) {
      for await (const portion of files.walk([root.path], { followLinks, signal })) {
        for (const found of portion) {
          this.#take(found, takeEntry(found, root, prefix, names))
          seen += 1
          if (seen % turnEvery !== 0) continue
          await setImmediate()
          signal.throwIfAborted()
        }
      }
    }
    signal.throwIfAborted()
  }

  #take(found: WalkedEntry, entry: ReturnType<typeof takeEntry>): void {
    if (entry.kind !== 'file') {
      this.#leaveOut(entry.path, entry.error)
      return
    }
    const { name, objectKey, sizeBytes } = entry.upload
    if (found.kind === 'file' && name !== found.name) this.hasRenamedRoot = true
    const isRenamed = found.kind === 'file' && objectKey !== this.#input.prefix + found.name
    this.#addFile(name, objectKey, sizeBytes, isRenamed)
  }

  #addFile(name: string, objectKey: string, sizeBytes: number, isRenamed: boolean): void {
    const { facts } = this
    facts.files += 1
    facts.bytes += sizeBytes
    this.#countFolders(name)
    if (facts.keys.length < preflightListLimit) facts.keys.push({ name, objectKey })
    if (isRenamed) {
      facts.renamed.total += 1
      if (facts.renamed.entries.length < preflightListLimit) facts.renamed.entries.push({ name, objectKey })
    }
    if (this.targets !== null) {
      this.targets.set(objectKey, { name, sizeBytes })
      if (this.targets.size > mostKeys) this.targets = null
    }
    addToPlan(facts.plan, name, sizeBytes, this.#input.settings)
  }

  #leaveOut(path: string, error: SurveyFacts['leftOut']['entries'][number]['error']): void {
    const { leftOut } = this.facts
    leftOut.total += 1
    if (error.code === 'LinkSkipped') leftOut.links += 1
    if (leftOut.entries.length < preflightListLimit) leftOut.entries.push({ path, error })
  }

  /** A walk goes depth first, so every folder is passed through once, in one piece. */
  #countFolders(name: string): void {
    const folder = name.split('/').slice(0, -1)
    let shared = 0
    while (shared < folder.length && folder[shared] === this.#folder[shared]) shared += 1
    this.facts.folders += folder.length - shared
    this.#folder = folder
  }
}

function addToPlan(plan: PreflightPlan, name: string, sizeBytes: number, settings: PlanSettings): void {
  let planned: ReturnType<typeof planParts>
  try {
    planned = planParts(sizeBytes, settings)
  } catch {
    // Larger than anything OSS stores: its row will say so.
    return
  }
  if (planned.mode === 'put') {
    plan.single += 1
    return
  }
  const { partCount, partSizeBytes } = planned
  plan.multipart += 1
  plan.parts += partCount
  if (plan.largest !== null && plan.largest.partCount >= partCount) return
  // A size of the setting's own is only rounded up to whole pages.
  const isRaised = partSizeBytes - settings.partSizeBytes >= 4096
  plan.largest = { name, sizeBytes, partSizeBytes, partCount, isRaised }
}

import { type PreflightConflict, type PreflightView, preflightListLimit } from '../../../shared/preflight.ts'
import { toErrorData } from '../../../shared/upload-error.ts'
import type { OssStore } from '../../oss/oss-store.ts'

/** Up to so many keys are asked about one by one. */
const mostHeads = 64
const headsAtOnce = 8
/** More objects than this are not listed to find those in the way. */
const mostListed = 20_000

export type ConflictFacts = PreflightView['conflicts']
type Targets = ReadonlyMap<string, { name: string; sizeBytes: number }>
type Store = Pick<OssStore, 'headObject' | 'listObjects'>

/**
 * Which of these keys the bucket has already. Asks about few keys one by one, about many by listing their folder, and about
 * too many not at all. Never throws but for `signal`: what cannot be asked is `unchecked`, and the upload's policy decides
 * when its turn comes.
 */
export async function checkConflicts(
  store: Store,
  targets: Targets,
  signal: AbortSignal,
  withinMs: number,
): Promise<ConflictFacts> {
  const facts: ConflictFacts = { total: 0, entries: [], unchecked: null }
  const limit = AbortSignal.timeout(withinMs)
  const limited = AbortSignal.any([signal, limit])
  const meet = (objectKey: string, object: { sizeBytes: number; lastModified: number }) => {
    const target = targets.get(objectKey)
    if (target !== undefined) add(facts, { objectKey, ...target, ...sizesOf(object) })
  }
  try {
    if (targets.size <= mostHeads) await askEach(store, [...targets.keys()], limited, meet)
    else if (!(await listFolder(store, commonFolder(targets.keys()), limited, meet))) {
      facts.unchecked = { reason: 'too-many', error: null }
    }
  } catch (thrown) {
    signal.throwIfAborted()
    facts.unchecked = limit.aborted
      ? { reason: 'slow', error: null }
      : { reason: 'refused', error: toErrorData(thrown) }
  }
  return facts
}

const sizesOf = (object: { sizeBytes: number; lastModified: number }) => ({
  objectSizeBytes: object.sizeBytes,
  lastModified: object.lastModified,
})

function add(facts: ConflictFacts, { name, objectKey, ...rest }: PreflightConflict): void {
  facts.total += 1
  if (facts.entries.length < preflightListLimit) facts.entries.push({ name, objectKey, ...rest })
}

type Meet = (objectKey: string, object: { sizeBytes: number; lastModified: number }) => void

/** The order of the keys, whichever answer comes first. */
async function askEach(
  store: Store,
  keys: readonly string[],
  signal: AbortSignal,
  meet: Meet,
): Promise<void> {
  for (let at = 0; at < keys.length; at += headsAtOnce) {
    const portion = keys.slice(at, at + headsAtOnce)
    const heads = await Promise.all(portion.map((key) => store.headObject({ key, signal })))
    heads.forEach((head, index) => {
      if (head !== null) meet(portion[index] ?? '', head)
    })
  }
}

/** False when the folder holds more than is worth listing. */
async function listFolder(store: Store, prefix: string, signal: AbortSignal, meet: Meet): Promise<boolean> {
  let listed = 0
  for await (const object of store.listObjects({ prefix, signal })) {
    meet(object.key, object)
    listed += 1
    if (listed >= mostListed) return false
  }
  return true
}

/** The longest folder that all keys lie in; with its `/`, or empty. */
export function commonFolder(keys: Iterable<string>): string {
  let common: string | null = null
  for (const key of keys) {
    const folder = key.slice(0, key.lastIndexOf('/') + 1)
    if (common === null) common = folder
    while (!folder.startsWith(common))
      common = common.slice(0, common.lastIndexOf('/', common.length - 2) + 1)
    if (common === '') return ''
  }
  return common ?? ''
}

import type { AddInput, Commands } from '../../../shared/ipc.ts'
import type { PreflightDecision, PreflightView } from '../../../shared/preflight.ts'
import type { Settings } from '../../../shared/settings.ts'
import { MiB } from './fake-rows.ts'

/** What the next drop is found to be; everything else is as for two plain files. */
export type FoundDrop = Partial<PreflightView>

type Command = Extract<keyof Commands, `preflight.${string}`>
type Handlers = { [K in Command]: (request: Commands[K]['request']) => Commands[K]['response'] }

interface Parts {
  prefixOf: (destinationId: string) => string
  settings: () => Settings
  add: (input: AddInput) => { batchId: number }
  emit: (view: PreflightView) => void
  /** What the next drop turns out to be; null goes up at once. */
  next: () => FoundDrop | null
  /** What is there from the beginning. */
  kept: readonly FoundDrop[]
}

/** The look before an upload, over in the moment it begins. */
export function fakePreflights({ prefixOf, settings, add, emit, next, kept }: Parts): Handlers {
  const open = new Map<number, { view: PreflightView; paths: string[] }>()
  let lastId = kept.length
  kept.forEach((drop, index) => {
    const paths = Array.from({ length: drop.items ?? 1 }, (_, item) => `/home/ada/kept ${item + 1}`)
    const plain = viewOf(index + 1, paths, 'footage', prefixOf('footage'), settings())
    open.set(index + 1, { view: { ...plain, state: 'kept', ...drop }, paths })
  })
  const find = (id: number) => {
    const found = open.get(id)
    if (!found) throw new Error(`No drop ${id}`)
    return found
  }
  const end = (id: number, state: 'sent' | 'cancelled') => {
    const { view } = find(id)
    open.delete(id)
    emit({ ...view, state })
  }
  return {
    'preflight.begin': ({ paths, destinationId }) => {
      lastId += 1
      const id = lastId
      const view = { ...viewOf(id, paths, destinationId, prefixOf(destinationId), settings()), ...next() }
      open.set(id, { view, paths })
      if (view.isShown) {
        emit(view)
        return { id, batchId: null }
      }
      add({ paths, destinationId })
      end(id, 'sent')
      return { id, batchId: null }
    },
    'preflight.look': ({ id }) => {
      const found = find(id)
      found.view = { ...found.view, state: 'ready', isShown: true }
      emit(found.view)
      return null
    },
    'preflight.change': ({ id, prefix = null, followLinks = null, ...choices }) => {
      const found = find(id)
      found.view = { ...found.view, ...choices }
      if (prefix === null && followLinks === null) return null
      const before = found.view.prefix
      found.view = {
        ...found.view,
        ...(followLinks !== null && { followLinks, leftOut: { total: 0, links: 0, entries: [] } }),
        ...(prefix !== null && {
          prefix,
          keys: found.view.keys.map(({ name, objectKey }) => ({
            name,
            objectKey: prefix + objectKey.slice(before.length),
          })),
          conflicts: { total: 0, entries: [], unchecked: null },
        }),
      }
      emit(found.view)
      return null
    },
    'preflight.send': ({ id, ...decision }: PreflightDecision) => {
      const { view, paths } = find(id)
      const added = add({ paths, destinationId: view.destinationId ?? '', ...decision })
      end(id, 'sent')
      return added
    },
    'preflight.cancel': ({ id }) => {
      end(id, 'cancelled')
      return null
    },
    'preflight.list': () => [...open.values()].map(({ view }) => view),
  }
}

function viewOf(
  id: number,
  paths: readonly string[],
  destinationId: string,
  prefix: string,
  { conflictPolicy, followLinks, askBeforeSending }: Settings,
): PreflightView {
  const names = paths.map((path) => path.split(/[/\\]/).at(-1) ?? path)
  return {
    id,
    destinationId,
    title: names.length > 1 ? `${names[0]} +${names.length - 1}` : (names[0] ?? ''),
    items: paths.length,
    state: 'ready',
    isShown: askBeforeSending === 'always',
    isFromOutside: false,
    exceptions: {},
    metadata: null,
    prefix,
    followLinks,
    conflictPolicy,
    files: paths.length,
    folders: 0,
    bytes: paths.length * 64 * MiB,
    keys: names.map((name) => ({ name, objectKey: prefix + name })),
    leftOut: { total: 0, links: 0, entries: [] },
    renamed: { total: 0, entries: [] },
    conflicts: { total: 0, entries: [], unchecked: null },
    plan: { single: paths.length, multipart: 0, parts: 0, largest: null },
    error: null,
  }
}

/** What waits at the start: dropped, opened from outside, and without a destination. */
export const keptDrops = {
  dropped: { title: 'Shoot day 3', items: 1 },
  opened: { title: 'A001_C014.mov +2', items: 3, isFromOutside: true },
  homeless: { title: 'holiday.jpg +1', items: 2, isFromOutside: true, destinationId: null },
} satisfies Record<string, FoundDrop>

/** A folder with everything there is to decide. */
export const difficultDrop: FoundDrop = {
  isShown: true,
  title: 'Shoot day 3',
  items: 1,
  files: 1240,
  folders: 12,
  bytes: 47.4 * 1024 * MiB,
  prefix: 'raw/2026-11/',
  keys: ['A001_C014.mov', 'A001_C015.mov', 'audio/track-01.wav', 'stills/IMG_0412.CR3'].map((name) => ({
    name: `Shoot day 3/${name}`,
    objectKey: `raw/2026-11/Shoot day 3/${name}`,
  })),
  conflicts: {
    total: 2,
    entries: ['A001_C014.mov', 'audio/track-01.wav'].map((name, index) => ({
      name: `Shoot day 3/${name}`,
      objectKey: `raw/2026-11/Shoot day 3/${name}`,
      sizeBytes: (index + 1) * 900 * MiB,
      objectSizeBytes: (index + 1) * 870 * MiB,
      lastModified: Date.parse('2026-11-19T18:20:00+08:00'),
    })),
    unchecked: null,
  },
  leftOut: {
    total: 2,
    links: 1,
    entries: [
      {
        path: '/home/ada/Shoot day 3/proxies',
        error: {
          code: 'LinkSkipped',
          retry: 'fatal',
          message: 'A symbolic link, and links are not followed.',
          fromServer: false,
          params: { path: '/home/ada/Shoot day 3/proxies' },
        },
      },
      {
        path: '/home/ada/Shoot day 3/secret',
        error: {
          code: 'FolderNotReadable',
          retry: 'fatal',
          message: 'No permission to read the folder.',
          fromServer: false,
          params: { path: '/home/ada/Shoot day 3/secret' },
        },
      },
    ],
  },
  plan: {
    single: 1200,
    multipart: 40,
    parts: 8213,
    largest: {
      name: 'Shoot day 3/A001_C014.mov',
      sizeBytes: 47 * 1024 * MiB,
      partSizeBytes: 16 * MiB,
      partCount: 3034,
      isRaised: false,
    },
  },
}

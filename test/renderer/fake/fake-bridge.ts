import type { Destination } from '../../../shared/destination.ts'
import type {
  AddInput,
  AppInfo,
  Bridge,
  CommandName,
  Commands,
  EventName,
  Events,
  HoldView,
  Reach,
  Request,
  Response,
} from '../../../shared/ipc.ts'
import type { PartProgress, QueueScope, UploadProgress } from '../../../shared/queue.ts'
import { defaultSettings, type Settings } from '../../../shared/settings.ts'
import { toErrorData, UploadError, type UploadErrorData } from '../../../shared/upload-error.ts'
import { runningStatuses, type UploadEvent, type UploadStatus } from '../../../shared/upload-state.ts'
import { practice, saved, someDestinations } from './fake-destinations.ts'
import { examined } from './fake-doctor.ts'
import { historyOf } from './fake-history.ts'
import { foundImports, imported } from './fake-imports.ts'
import { fakeLinks } from './fake-links.ts'
import { type FoundDrop, fakePreflights } from './fake-preflights.ts'
import { FakeQueue } from './fake-queue.ts'
import { type FakeFindings, fakeRecovery, usualFindings } from './fake-recovery.ts'
import { MiB, makeUpload, manyUploads, showcaseUploads } from './fake-rows.ts'
import { FakeSpeeds } from './fake-speeds.ts'
import { dropInFlight, type FakeUpload, inFlightBytes, partMapOf, sendParts } from './fake-upload.ts'

export interface FakeOptions {
  /** `showcase`: a row of every status. `many`: `rows` rows. `empty`: destinations but no uploads. `first-run`: nothing at all. */
  scenario?: 'showcase' | 'many' | 'empty' | 'first-run'
  rows?: number
  info?: Partial<AppInfo>
  settings?: Partial<Settings>
  /** What drops are found to be; without it they go up at once. */
  drop?: FoundDrop
  /** What keeps everything from moving at the start. */
  hold?: HoldView
  /** What was handed over before the program ended. */
  kept?: readonly FoundDrop[]
}

/** The hand of the test: time, faults and what was asked. */
export interface FakeControl {
  /** Moves the simulation on; the same calls give the same picture. */
  tick(ms: number): void
  /** The next call of a command fails with this. */
  failNext(name: CommandName, error: UploadErrorData): void
  /** What `queue.pick` answers next; null is a closed dialog. */
  nextPick(paths: string[] | null): void
  emit<K extends EventName>(name: K, payload: Events[K]): void
  readonly calls: { name: CommandName; request: unknown }[]
  readonly clipboard: { text: string }
  readonly queue: FakeQueue
  /** What "Locate…", "Verify again" and the listing of a bucket find. */
  readonly findings: FakeFindings
}

type Handlers = { [K in CommandName]: (request: Request<K>) => Response<K> | Promise<Response<K>> }

const running: readonly UploadStatus[] = runningStatuses

/** A whole main process in memory behind the real contract: anything the contract gains does not compile until it is here. */
export function createFakeBridge(options: FakeOptions = {}): { bridge: Bridge; control: FakeControl } {
  const { scenario = 'showcase', rows = 100_000 } = options
  const queue = new FakeQueue(
    scenario === 'showcase' ? showcaseUploads() : scenario === 'many' ? manyUploads(rows) : [],
  )
  const listeners = new Map<EventName, Set<(payload: never) => void>>()
  const calls: FakeControl['calls'] = []
  const faults = new Map<CommandName, UploadErrorData>()
  const clipboard = { text: '' }
  let destinations: Destination[] = scenario === 'first-run' ? [] : someDestinations()
  let settings: Settings = { ...defaultSettings, ...options.settings }
  let hasProxyPassword = false
  let picked: string[] | null = ['/home/ada/holiday.jpg', '/home/ada/notes.txt']
  let watched: number | null = null
  let nextBatch = 10
  let removed: FakeUpload[] = []

  const speeds = new FakeSpeeds(
    Date.now(),
    scenario === 'showcase'
      ? [...queue.uploads.values()]
          .filter(({ row }) => row.status === 'uploading')
          .map(({ row, bytesPerSecond }) => ({ id: row.id, bytesPerSecond }))
      : [],
  )

  const info: AppInfo = {
    version: '0.1.0',
    platform: 'linux',
    locale: 'en',
    versions: { electron: '45.4.1', chrome: '156', node: '24.21.0' },
    canProtectSecrets: true,
    canStartAtLogin: true,
    canUpdate: true,
    isElevated: false,
    ...options.info,
  }

  const emit: FakeControl['emit'] = (name, payload) => {
    for (const listener of listeners.get(name) ?? []) (listener as (payload: unknown) => void)(payload)
  }
  const tellChanged = (uploads: readonly FakeUpload[], listChanged: boolean) => {
    if (uploads.length === 0 && !listChanged) return
    emit('uploads.changed', { rows: uploads.map(({ row }) => ({ ...row })), listChanged })
  }

  /** Applies an event to a scope the way the engine would, and tells the window. */
  const applyTo = (scope: QueueScope, event: UploadEvent): Reach => {
    const all = queue.inScope(scope)
    const changed = all.filter((upload) => queue.apply(upload, event))
    for (const upload of changed) {
      upload.restMs = 400
      if (!running.includes(upload.row.status)) dropInFlight(upload)
    }
    // A scope of everything may reach more rows than an event should carry.
    tellChanged(changed.slice(0, 500), scope.kind === 'all')
    return { changed: changed.length, refused: all.length - changed.length }
  }

  let hold: HoldView | null = options.hold ?? null
  const holdAll = (next: HoldView | null) => {
    hold = next
    emit('hold.changed', next)
    return null
  }

  const findings = usualFindings()
  const add = ({ paths, destinationId }: AddInput): { batchId: number } => {
    const destination = destinations.find(({ id }) => id === destinationId)
    if (!destination) throw new Error(`No destination ${destinationId}`)
    nextBatch += 1
    const firstId = Math.max(0, ...queue.uploads.keys()) + 1
    const added = paths.map((sourcePath, index) => {
      const name = sourcePath.split(/[/\\]/).at(-1) ?? sourcePath
      return makeUpload(firstId + index, {
        name,
        sourcePath,
        batchId: nextBatch,
        destinationId,
        destinationName: destination.name,
        bucket: destination.bucket,
        objectKey: destination.prefix + name,
        sizeBytes: 64 * MiB,
        partSizeBytes: 8 * MiB,
        addedAt: Date.now() + index,
      })
    })
    for (const upload of added) queue.uploads.set(upload.row.id, upload)
    queue.forgetOrder()
    tellChanged(added, true)
    return { batchId: nextBatch }
  }
  const preflights = fakePreflights({
    prefixOf: (id) => destinations.find((destination) => destination.id === id)?.prefix ?? '',
    settings: () => settings,
    add,
    emit: (view) => emit('preflight.changed', view),
    next: () => options.drop ?? null,
    kept: options.kept ?? [],
  })

  const handlers: Handlers = {
    ...fakeRecovery({ queue, findings, emit, applyTo, tellChanged }),
    'hold.get': () => hold,
    'hold.end': () => holdAll(null),
    'hold.pauseFor': ({ time }) =>
      holdAll({ cause: 'timed', until: Date.now() + (time === 'half-hour' ? 1800 : 36_000) * 1000 }),
    'app.info': () => info,
    'app.exportDiagnostics': () => null,
    'settings.get': () => settings,
    'settings.set': (change) => {
      settings = { ...settings, ...change }
      emit('settings.changed', settings)
      return settings
    },
    'proxy.get': () => ({ hasPassword: hasProxyPassword }),
    'proxy.save': ({ address, username, password, exceptions }) => {
      hasProxyPassword = password !== undefined || (hasProxyPassword && address === settings.proxyAddress)
      const proxy = { proxyAddress: address, proxyUsername: username, proxyExceptions: exceptions }
      settings = { ...settings, proxyMode: 'manual', ...proxy }
      emit('settings.changed', settings)
      return settings
    },
    'destinations.list': () => destinations,
    'destinations.save': (input) => {
      const destination = saved(input, destinations.length)
      const isNew = !destinations.some(({ id }) => id === destination.id)
      destinations = isNew
        ? [...destinations, destination]
        : destinations.map((old) => (old.id === destination.id ? destination : old))
      emit('destinations.changed', destinations)
      return destination
    },
    'destinations.remove': ({ id }) => {
      destinations = destinations.filter((destination) => destination.id !== id)
      emit('destinations.changed', destinations)
      return null
    },
    'doctor.run': ({ runId, destination }) => {
      const report = examined(destination)
      for (const check of report.checks) emit('doctor.check', { runId, check })
      return report
    },
    'doctor.stop': () => null,
    'destinations.duplicate': ({ id }) => {
      const original = destinations.find((destination) => destination.id === id)
      if (!original) throw new Error(`No destination ${id}`)
      const copy = { ...original, id: `${id}-copy`, name: `${original.name} (2)` }
      destinations = [...destinations, copy]
      emit('destinations.changed', destinations)
      return copy
    },
    'destinations.findImports': foundImports,
    'destinations.import': (acceptance) => {
      const destination = imported(acceptance, destinations.length)
      destinations = [...destinations, destination]
      emit('destinations.changed', destinations)
      return destination
    },
    'destinations.createPractice': () => {
      if (!destinations.some(({ id }) => id === practice.id)) destinations = [...destinations, practice]
      emit('destinations.changed', destinations)
      return practice
    },
    ...preflights,
    'queue.add': add,
    'queue.pick': () => picked,
    'queue.page': (query) => queue.page(query),
    'queue.counts': () => queue.counts(),
    'queue.batches': () => (queue.uploads.size < 1000 ? queue.batches() : []),
    'queue.details': ({ id }) => {
      const upload = queue.uploads.get(id)
      if (!upload) return null
      const { row } = upload
      const isDone = row.status === 'done'
      const hasParts = row.partSizeBytes !== null && row.confirmedBytes > 0
      return {
        row: { ...row },
        metadata: {},
        conflictPolicy: 'overwrite',
        multipartUploadId: hasParts && !isDone ? '0004B9894A22E5B1888A1E29F8236E2D' : null,
        etag: isDone ? '"5B3C1A2E053D763E1B002CC607C5A0FE-77"' : null,
        crc64Local: isDone ? '9207674911293414131' : null,
        crc64Remote: isDone ? '9207674911293414131' : null,
        requestId: isDone ? '5C3D9175B6FC201293AD4890' : null,
        keptParts: id === 1 ? 911 : 0,
        history: historyOf(row),
      }
    },
    'queue.parts': ({ id }) => {
      const upload = queue.uploads.get(id)
      return upload ? partMapOf(upload) : null
    },
    'queue.pause': (scope) => applyTo(scope, 'pause'),
    'queue.resume': (scope) => applyTo(scope, 'resume'),
    'queue.cancel': ({ scope, mode }) => applyTo(scope, mode === 'keep' ? 'cancelKeep' : 'cancelClean'),
    'queue.remove': ({ scope, leaveParts = false }) => {
      const all = queue.inScope(scope)
      const ended = all.filter(({ row }) =>
        ['done', 'skipped', 'failed', 'cancelled-kept', 'cancelled-clean'].includes(row.status),
      )
      const owns = ({ row }: FakeUpload) =>
        (row.status === 'failed' || row.status === 'cancelled-kept') && row.confirmedBytes > 0
      removed = ended.filter((upload) => leaveParts || !owns(upload))
      for (const { row } of removed) queue.uploads.delete(row.id)
      queue.forgetOrder()
      tellChanged([], true)
      const changed = removed.length
      return { changed, refused: all.length - changed, undoId: changed > 0 ? 1 : null }
    },
    'queue.restore': () => {
      const changed = removed.length
      for (const upload of removed.splice(0)) queue.uploads.set(upload.row.id, upload)
      queue.forgetOrder()
      tellChanged([], true)
      return { changed, refused: 0 }
    },
    'queue.move': ({ scope, to }) => {
      const reach = queue.move(scope, to)
      tellChanged([], true)
      return reach
    },
    'queue.measure': (scope) => queue.measure(scope),
    'queue.retryNow': () => {
      applyTo({ kind: 'all', filter: 'waiting' }, 'unblock')
      return null
    },
    'queue.problems': () => queue.problems(),
    'queue.saveReceipt': ({ batchId }) => {
      const batch = queue.batches().find(({ id }) => id === batchId)
      return batch ? { file: `/home/ada/Documents/${batch.name}.csv`, entries: batch.files } : null
    },
    'queue.watch': ({ id }) => {
      watched = id
      return null
    },
    'queue.speeds': ({ id }) => speeds.samples(id),
    'queue.showInFolder': () => null,
    'link.choices': ({ id }) => fakeLinks.choices(queue, destinations, id),
    'link.copy': (request) => {
      const { text, copied } = fakeLinks.copied(queue, destinations, request)
      clipboard.text = text
      return copied
    },
    'clipboard.write': ({ text }) => {
      clipboard.text = text
      return null
    },
  }

  /** Statuses that only take time. */
  const rest = (upload: FakeUpload, ms: number): boolean => {
    upload.restMs -= ms
    if (upload.restMs > 0) return false
    switch (upload.row.status) {
      case 'pausing':
        dropInFlight(upload)
        return queue.apply(upload, 'paused')
      case 'cleaning':
        upload.row.confirmedBytes = 0
        return queue.apply(upload, 'cleaned')
      case 'completing':
      case 'verifying':
        upload.row.finishedAt = Date.now()
        return queue.apply(upload, 'confirm')
      default:
        return false
    }
  }

  /** In a long list only the first rows ever move: a tick must not cost what a whole queue costs. */
  const moving = (): Iterable<FakeUpload> =>
    scenario === 'many'
      ? [...Array(8).keys()]
          .map((index) => queue.uploads.get(index + 1))
          .filter((upload) => upload !== undefined)
      : queue.uploads.values()

  const tick = (ms: number) => {
    const changed: FakeUpload[] = []
    const progress: UploadProgress[] = []
    let partChanges: PartProgress[] | null = null
    let busy = 0
    for (const upload of moving()) {
      const { row } = upload
      if (row.status === 'uploading') {
        busy += 1
        const changes = sendParts(upload, ms, settings.partsAtOnce)
        if (row.id === watched) partChanges = changes
        progress.push({
          id: row.id,
          batchId: row.batchId,
          inFlightBytes: inFlightBytes(upload),
          confirmedBytes: row.confirmedBytes,
          bytesPerSecond: upload.bytesPerSecond,
          secondsLeft: (row.sizeBytes - row.confirmedBytes) / upload.bytesPerSecond,
        })
        if (row.confirmedBytes >= row.sizeBytes && queue.apply(upload, 'partsConfirmed')) {
          upload.restMs = 600
          changed.push(upload)
        }
      } else if (row.status === 'queued' && busy < settings.filesAtOnce && scenario !== 'showcase') {
        busy += 1
        row.startedAt = Date.now()
        if (queue.apply(upload, 'start')) changed.push(upload)
      } else if (upload.restMs > 0 && rest(upload, ms)) changed.push(upload)
    }
    tellChanged(changed, false)
    speeds.tick(ms, progress)
    const bytesPerSecond = progress.reduce((sum, { bytesPerSecond: speed }) => sum + speed, 0)
    const { bytesLeft } = scenario === 'many' ? { bytesLeft: 400_000 * MiB } : queue.counts()
    emit('progress', {
      at: Date.now(),
      bytesPerSecond,
      secondsLeft: bytesPerSecond > 0 ? bytesLeft / bytesPerSecond : null,
      running: progress.length,
      uploads: progress,
      parts: watched !== null && partChanges ? { uploadId: watched, changes: partChanges } : null,
    })
  }

  const bridge: Bridge = {
    async invoke<K extends CommandName>(name: K, request: Request<K>) {
      calls.push({ name, request })
      try {
        const fault = faults.get(name)
        if (fault) {
          faults.delete(name)
          throw new UploadError(fault)
        }
        const handler = handlers[name] as (request: Request<K>) => Commands[K]['response']
        return { ok: true, value: structuredClone(await handler(request)) }
      } catch (error) {
        return { ok: false, error: toErrorData(error) }
      }
    },
    subscribe(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set)
      set.add(listener)
      return () => set.delete(listener)
    },
    pathForFile: (file) =>
      file instanceof File && file.name !== 'image.png' ? `/home/ada/${file.name}` : '',
  }

  const control: FakeControl = {
    tick,
    failNext: (name, error) => faults.set(name, error),
    nextPick: (paths) => {
      picked = paths
    },
    emit,
    calls,
    clipboard,
    queue,
    findings,
  }
  return { bridge, control }
}

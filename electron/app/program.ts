import { join } from 'node:path'
import type { EventName, Events } from '../../shared/ipc.ts'
import type { Settings } from '../../shared/settings.ts'
import { type OpenCheckpoint, openCheckpoint } from '../checkpoint/open-checkpoint.ts'
import type { Log } from '../engine/ports/log.ts'
import { prepareFileThread } from '../files/file-workers.ts'
import { CheckpointPlace } from './checkpoint-place.ts'
import { Destinations } from './destinations.ts'
import { Doctors } from './doctors.ts'
import type { Desktop } from './handlers/desktop.ts'
import { createHandlers } from './handlers/handlers.ts'
import { HistoryUpkeep } from './history-upkeep.ts'
import { Holds } from './holds.ts'
import type { Handlers } from './ipc.ts'
import { NetworkPath, networkSettings } from './network-path.ts'
import { Notices } from './notices.ts'
import { PracticeServer } from './practice-server.ts'
import { Preflights } from './preflight/preflights.ts'
import { ProgressBroadcast } from './progress-broadcast.ts'
import { ProxyPassword } from './proxy-password.ts'
import { Recovery } from './recovery.ts'
import { resumedNotice } from './resumed-notice.ts'
import { type KeyStore, Secrets } from './secrets.ts'
import { endOfPause, TimedPause } from './timed-pause.ts'
import { UploadService } from './upload-service.ts'

interface Parts {
  /** Absolute path of the folder for everything the program keeps. */
  dataFolder: string
  keyStore: KeyStore
  /** The system's proxy for a URL, as a PAC file says it; absent: none. */
  resolveProxy?: (url: string) => Promise<string>
  desktop: Omit<Desktop, 'info'> & { info(canProtectSecrets: boolean): ReturnType<Desktop['info']> }
  log: Log
  /** To every window there is. */
  send: <K extends EventName>(name: K, payload: Events[K]) => void
  /** A question waits that only a window can show. */
  onAsked?: () => void
}

/** The program behind the window, without a window: checkpoint, destinations, engine, and the handlers of its commands. */
export interface Program {
  checkpoint: OpenCheckpoint
  service: UploadService
  destinations: Destinations
  preflights: Pick<Preflights, 'begin'>
  handlers: Handlers
  settings(): Settings
  /** Changes settings as the window does. */
  change(settings: Partial<Settings>): void
  /** Says something to people, as soon as there is a window that listens. */
  notify(notice: Events['notice']): void
  /** There is no window that listens any more; what is said from now on waits for the next one. */
  windowGone(): void
  /** The network came back, or another one may be there: asks again which way is out, and tries at once. */
  networkChanged(): void
  /** What may keep all uploads from moving for a while. */
  holds: Holds
  /** Pauses everything until this moment (Unix milliseconds), over restarts; resuming everything ends it. */
  pauseUntil(until: number): void
  /** Begins to upload; what ran when the program ended goes on. */
  start(): void
  /** Cuts what runs, keeps every checkpoint, closes the database. */
  stop(): Promise<void>
}

/** Joins the parts. Throws `UploadError` when the checkpoint cannot be written or belongs to another process (R4). */
export function openProgram(parts: Parts): Program {
  const { dataFolder, keyStore, desktop, log, send } = parts
  // It takes as long as opening the checkpoint, and does so beside it.
  prepareFileThread()
  const place = new CheckpointPlace(dataFolder)
  const checkpoint = openCheckpoint(place.settle(), {
    onUpgrade: ({ name, version, tookMs }) =>
      log.info(tookMs === null ? 'database upgrade begins' : 'database upgraded', { name, version, tookMs }),
  })
  // The folder may hold a database that was made while the setting was another one.
  let settings = checkpoint.settings.save({ checkpointFolder: place.folder })
  const secrets = new Secrets(keyStore, checkpoint.credentials)
  const proxyPassword = new ProxyPassword({
    keyStore,
    sealed: checkpoint.programSecrets,
    canProtect: () => secrets.canProtect(),
  })
  const network = new NetworkPath({
    settings: () => settings,
    password: () => proxyPassword.read(),
    resolveProxy: parts.resolveProxy ?? (async () => 'DIRECT'),
    log,
    now: Date.now,
    onCaFileUnusable: ({ data: { params = {} } }) =>
      notices.tell({ kind: 'caFileUnusable', level: 'warning', params: { file: String(params.file) } }),
  })
  const practice = new PracticeServer(join(dataFolder, 'practice-bucket'), (message) => log.info(message))

  const notices = new Notices((notice) => send('notice', notice), checkpoint.notices)

  const destinations = new Destinations({
    table: checkpoint.destinations,
    secrets,
    practice,
    network,
    now: Date.now,
    onChanged: (list) => {
      send('destinations.changed', list)
      preflights.destinationsChanged()
    },
    onUsable: (id) => service.engine.destinationChanged(id),
  })
  const service: UploadService = new UploadService({
    checkpoint,
    destinations,
    settings: () => settings,
    log,
    onUploadsChanged: (ids) => broadcast.uploadsChanged(ids),
    onPartConfirmed: (id, partNumber) => broadcast.partConfirmed(id, partNumber),
    onPartTried: (id, tried) => broadcast.partTried(id, tried),
    notify: (notice) => notices.tell(notice),
    onLongWork: (work) => send('queue.working', work),
    onHoldEnded: () => {
      holds.forget()
      timedPause.forget()
    },
  })
  const broadcast = new ProgressBroadcast({
    engine: service.engine,
    queue: checkpoint.queue,
    send,
    now: Date.now,
  })
  const recovery = new Recovery({
    checkpoint,
    destinations,
    engine: service.engine,
    settings: () => settings,
    log,
    onUploadsChanged: (ids) => broadcast.uploadsChanged(ids),
    onLocating: (progress) => send('recovery.locating', progress),
  })
  const preflights: Preflights = new Preflights({
    drops: checkpoint.drops,
    destinations,
    settings: () => settings,
    add: (input) => service.add(input),
    onChanged: (view) => send('preflight.changed', view),
    onAsked: () => parts.onAsked?.(),
    onSent({ items, destinationId, isFromOutside }) {
      // The window says this of its own drops; there may be none yet for what comes from outside.
      const name = destinationId === null ? '' : (destinations.find(destinationId)?.name ?? '')
      if (isFromOutside)
        notices.tell({ kind: 'addedFromOutside', level: 'info', params: { count: items, name } })
    },
  })
  const doctors = new Doctors({
    openStore: (input) => destinations.openUnsaved(input),
    network,
    onCheck: (runId, check) => send('doctor.check', { runId, check }),
  })
  const handlers = createHandlers({
    preflights,
    checkpoint,
    destinations,
    doctors,
    service,
    broadcast,
    recovery,
    proxyPassword,
    pause: {
      hold: () => holds.view(),
      endHold() {
        timedPause.forget()
        holds.endAll()
      },
      pauseFor: (time) => timedPause.pauseUntil(endOfPause(time, new Date())),
    },
    desktop: {
      ...desktop,
      async info() {
        const info = await desktop.info(await secrets.canProtect())
        // The window subscribes before it asks for this; it hears the rest after its first picture.
        setImmediate(() => notices.listen())
        return info
      },
    },
    beforeSettings: ({ checkpointFolder }) => {
      if (checkpointFolder !== undefined && checkpointFolder !== place.folder) place.choose(checkpointFolder)
    },
    onSettings,
  })

  function onSettings(changed: Settings, names: readonly string[]): void {
    settings = changed
    if (networkSettings.some((name) => names.includes(name))) takeNewWays()
    service.configure(changed)
    void upkeep.run()
    send('settings.changed', changed)
  }

  const upkeep = new HistoryUpkeep({
    history: checkpoint.history,
    engine: service.engine,
    settings: () => settings,
    now: Date.now,
    onRemoved: () => broadcast.uploadsChanged([]),
    log,
  })

  /** Settings, log-in or network are others now: what waits for them goes on. */
  function takeNewWays(): void {
    network.renew()
    for (const { id } of destinations.list()) service.engine.destinationChanged(id)
    service.engine.retryNow()
  }

  const holds = new Holds(service.engine, (view) => send('hold.changed', view))
  const timedPause = new TimedPause({
    file: join(dataFolder, 'paused-until.json'),
    now: Date.now,
    begin: (until) => holds.begin('timed', until),
    end: () => holds.end('timed'),
  })

  let stopping: Promise<void> | null = null
  async function stop(): Promise<void> {
    timedPause.stop()
    recovery.stopLocating()
    await upkeep.stop()
    preflights.stop()
    await service.stop()
    broadcast.stop()
    await doctors.close()
    await destinations.close()
    checkpoint.close()
  }

  return {
    checkpoint,
    service,
    destinations,
    preflights,
    handlers,
    settings: () => settings,
    change: (wanted) => onSettings(checkpoint.settings.save(wanted), Object.keys(wanted)),
    notify: (notice) => notices.tell(notice),
    holds,
    pauseUntil: (until) => timedPause.pauseUntil(until),
    windowGone: () => notices.pause(),
    networkChanged() {
      network.renew()
      service.engine.retryNow()
    },
    start() {
      timedPause.restore()
      service.start()
      if (preflights.restore() > 0) notices.tell({ kind: 'dropUnreadable', level: 'warning', params: {} })
      const resumed = resumedNotice(checkpoint.queue)
      if (resumed !== null) notices.tell(resumed)
      upkeep.start()
    },
    stop() {
      stopping ??= stop()
      return stopping
    },
  }
}

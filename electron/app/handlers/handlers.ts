import { homedir } from 'node:os'
import {
  type CommandName,
  commandNames,
  type Events,
  type HoldView,
  type Request,
} from '../../../shared/ipc.ts'
import type { Settings } from '../../../shared/settings.ts'
import type { OpenCheckpoint } from '../../checkpoint/open-checkpoint.ts'
import type { Destinations } from '../destinations.ts'
import type { Doctors } from '../doctors.ts'
import { DestinationImports } from '../import/destination-imports.ts'
import type { Handlers } from '../ipc.ts'
import { ObjectLinks } from '../object-links.ts'
import type { Preflights } from '../preflight/preflights.ts'
import type { ProgressBroadcast } from '../progress-broadcast.ts'
import type { ProxyPassword } from '../proxy-password.ts'
import type { Recovery } from '../recovery.ts'
import type { UploadService } from '../upload-service.ts'
import type { Desktop } from './desktop.ts'
import { checkNetworkChange, networkHandlers } from './network-handlers.ts'
import { queueHandlers } from './queue-handlers.ts'
import { recoveryHandlers } from './recovery-handlers.ts'
import { parseRequest } from './request-schemas.ts'

interface Parts {
  checkpoint: OpenCheckpoint
  destinations: Destinations
  doctors: Doctors
  service: UploadService
  preflights: Preflights
  broadcast: ProgressBroadcast
  recovery: Recovery
  desktop: Desktop
  pause: PauseCommands
  proxyPassword: ProxyPassword
  /** May refuse a change by throwing; nothing is saved then. */
  beforeSettings: (change: Request<'settings.set'>) => void
  /** `names` are those that were set. */
  onSettings: (settings: Events['settings.changed'], names: readonly string[]) => void
}

/** What holds everything, and what ends or begins that. */
interface PauseCommands {
  hold(): HoldView | null
  endHold(): void
  pauseFor(time: Request<'hold.pauseFor'>['time']): void
}

const newestProblems = {
  filter: 'problems',
  search: '',
  sort: 'added',
  descending: true,
  offset: 0,
  limit: 500,
} as const

/** One function per command of the contract, each behind a check of what the window sent. */
export function createHandlers(parts: Parts): Handlers {
  const {
    checkpoint,
    destinations,
    doctors,
    desktop,
    pause,
    preflights,
    proxyPassword,
    beforeSettings,
    onSettings,
  } = parts
  const change = (wanted: Partial<Settings>) => {
    const settings = checkpoint.settings.save(wanted)
    onSettings(settings, Object.keys(wanted))
    return settings
  }
  const imports = new DestinationImports({
    destinations,
    environment: process.env,
    homeFolder: homedir(),
  })
  const links = new ObjectLinks({
    destinations,
    details: (id) => checkpoint.queue.details(id),
    copy: (text) => desktop.copy(text),
    now: Date.now,
  })
  return checked({
    ...queueHandlers(parts),
    ...recoveryHandlers({ checkpoint, engine: parts.service.engine, recovery: parts.recovery }),
    'hold.get': () => pause.hold(),
    'hold.end': () => {
      pause.endHold()
      return null
    },
    'hold.pauseFor': ({ time }) => {
      pause.pauseFor(time)
      return null
    },
    'app.info': () => desktop.info(),
    'app.exportDiagnostics': () =>
      desktop.exportDiagnostics({
        settings: checkpoint.settings.load(),
        destinations: destinations.list(),
        counts: checkpoint.queue.counts(),
        failed: checkpoint.queue.page(newestProblems).rows,
      }),
    'settings.get': () => checkpoint.settings.load(),
    'settings.set': (wanted) => {
      beforeSettings(wanted)
      checkNetworkChange(wanted, checkpoint.settings.load())
      return change(wanted)
    },
    ...networkHandlers({ settings: () => checkpoint.settings.load(), password: proxyPassword, change }),
    'destinations.list': () => destinations.list(),
    'destinations.save': (input) => destinations.save(input),
    'destinations.remove': async ({ id }) => {
      await destinations.remove(id)
      return null
    },
    'doctor.run': ({ runId, destination }) => doctors.run(runId, destination),
    'doctor.stop': ({ runId }) => {
      doctors.stop(runId)
      return null
    },
    'destinations.duplicate': ({ id }) => destinations.duplicate(id),
    'destinations.findImports': ({ file }) => imports.find(file),
    'destinations.import': (acceptance) => imports.accept(acceptance),
    'destinations.createPractice': () => destinations.createPractice(desktop.practiceName()),
    'preflight.begin': (input) => preflights.begin(input),
    'preflight.change': (change) => preflights.change(change),
    'preflight.look': ({ id }) => preflights.look(id),
    'preflight.send': (decision) => preflights.send(decision),
    'preflight.cancel': ({ id }) => preflights.cancel(id),
    'preflight.list': () => preflights.list(),
    'link.choices': ({ id }) => links.choices(id),
    'link.copy': (request) => links.copy(request),
    'clipboard.write': async ({ text }) => {
      await desktop.copy(text)
      return null
    },
  })
}

function checked(handlers: Handlers): Handlers {
  const entries = commandNames.map((name) => [name, checkedHandler(name, handlers[name])])
  return Object.fromEntries(entries)
}

function checkedHandler<K extends CommandName>(name: K, handler: Handlers[K]): (request: unknown) => unknown {
  return (request) => handler(parseRequest(name, request) as Request<K>)
}

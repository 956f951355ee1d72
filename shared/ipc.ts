import type { Destination, DestinationInput } from './destination.ts'
import type { FoundImports, ImportAcceptance } from './destination-import.ts'
import type { DoctorCheck, DoctorReport } from './doctor/doctor-report.ts'
import type { CopiedLink, LinkChoices, LinkRequest } from './object-link.ts'
import type { ConflictPolicy, ObjectMetadata } from './object-metadata.ts'
import type { PreflightChange, PreflightDecision, PreflightView } from './preflight.ts'
import type {
  BatchView,
  CancelMode,
  PartMap,
  ProblemGroups,
  ProgressEvent,
  QueueCounts,
  QueueFilter,
  QueuePage,
  QueuePlace,
  QueueQuery,
  QueueScope,
  ScopeSums,
  SpeedSamples,
  UploadDetails,
  UploadRow,
} from './queue.ts'
import type { Adoption, KeptTotal, Orphan, OrphanSize, Relocation, Verification } from './recovery.ts'
import type { Settings } from './settings.ts'
import type { UploadErrorData } from './upload-error.ts'

/**
 * The contract between the window and the main process: commands (request → response) and events (main → window).
 * Handlers, preload and window derive from these two maps; a name that is missing on one side does not compile.
 */

export interface AppInfo {
  version: string
  platform: string
  /** Resolved language of the window. */
  locale: 'en' | 'zh-CN'
  versions: Record<string, string>
  /** False where secrets cannot be protected at rest (Linux without a secret service). */
  canProtectSecrets: boolean
  isElevated: boolean
  /** False for a program that runs from its sources, or in a sandbox that starts programs itself. */
  canStartAtLogin: boolean
  /** False where newer versions come from elsewhere, or the program was built without an address for them. */
  canUpdate: boolean
}

export interface AddInput {
  /** Absolute paths of files and folders. */
  paths: string[]
  destinationId: string
  /** What is absent is as the destination and the settings have it. */
  prefix?: string
  followLinks?: boolean
  conflictPolicy?: ConflictPolicy
  /** Another policy for single files, by object key. */
  exceptions?: Record<string, ConflictPolicy>
  metadata?: ObjectMetadata
}

/** How many rows a command reached; `refused` were in a status that does not allow it. */
export interface Reach {
  changed: number
  refused: number
}

/** Why everything stands still for a while, and until when (Unix milliseconds) where that is known. */
export interface HoldView {
  cause: 'update' | 'timed' | 'battery'
  until: number | null
}

/** What left the list; `undoId` brings it back, until the next removal or the end of the program. */
export interface Removal extends Reach {
  undoId: number | null
}

/** The proxy of one's own, as it is entered: address and log-in belong together. */
export interface ProxyInput {
  /** As a person types it; a log-in in it is taken out. */
  address: string
  username: string
  /** Absent keeps the stored one, as long as address and user are still the same. */
  password?: string
  exceptions: string
  /** True keeps the password in memory only. */
  sessionOnly?: boolean
}

export interface Commands {
  'app.info': { request: undefined; response: AppInfo }
  /**
   * Asks where to, then writes versions, settings, log and failed uploads
   * without secrets; the path, or null when the person closed the dialog.
   */
  'app.exportDiagnostics': { request: undefined; response: string | null }
  'settings.get': { request: undefined; response: Settings }
  'settings.set': { request: Partial<Settings>; response: Settings }
  'proxy.get': { request: undefined; response: { hasPassword: boolean } }
  /** Uses this proxy from now on. */
  'proxy.save': { request: ProxyInput; response: Settings }
  'destinations.list': { request: undefined; response: Destination[] }
  'destinations.save': { request: DestinationInput; response: Destination }
  'destinations.remove': { request: { id: string }; response: null }
  /** A copy under another name, with its secret. */
  'destinations.duplicate': { request: { id: string }; response: Destination }
  /** Access that other tools have on this computer; `file` is a configuration file that was chosen. */
  'destinations.findImports': { request: { file?: string }; response: FoundImports }
  'destinations.import': { request: ImportAcceptance; response: Destination }
  /** Starts the practice bucket where needed and answers its destination. */
  'destinations.createPractice': { request: undefined; response: Destination }
  /** Examines the way to a destination, saved or not, and each right with a scratch key; saves nothing. */
  'doctor.run': { request: { runId: string; destination: DestinationInput }; response: DoctorReport }
  /** Ends it after the check that is under way; `doctor.run` then answers what there is. */
  'doctor.stop': { request: { runId: string }; response: null }
  'queue.add': { request: AddInput; response: { batchId: number } }
  /** Looks at what was dropped, then queues it, or asks first; `batchId` is null while it is looked at. */
  'preflight.begin': {
    request: Pick<AddInput, 'paths' | 'destinationId'>
    response: { id: number; batchId: number | null }
  }
  'preflight.change': { request: PreflightChange; response: null }
  /** A drop that was kept over the end of the program is to be looked at now; the sheet follows. */
  'preflight.look': { request: { id: number }; response: null }
  'preflight.send': { request: PreflightDecision; response: { batchId: number } }
  'preflight.cancel': { request: { id: number }; response: null }
  /** What was dropped and is not sent yet. */
  'preflight.list': { request: undefined; response: PreflightView[] }
  /** Opens the system's dialog; null when the person closed it. */
  'queue.pick': { request: { kind: 'files' | 'folder' }; response: string[] | null }
  'queue.page': { request: QueueQuery; response: QueuePage }
  'queue.counts': { request: undefined; response: QueueCounts }
  'queue.batches': { request: undefined; response: BatchView[] }
  'queue.details': { request: { id: number }; response: UploadDetails | null }
  'queue.parts': { request: { id: number }; response: PartMap | null }
  'queue.pause': { request: QueueScope; response: Reach }
  'queue.resume': { request: QueueScope; response: Reach }
  'queue.cancel': { request: { scope: QueueScope; mode: CancelMode }; response: Reach }
  /**
   * Takes ended rows out of the list; nothing on the server changes. Those that own parts there go only with `leaveParts`:
   * the person has read that the parts stay and can be billed.
   */
  'queue.remove': { request: { scope: QueueScope; leaveParts?: boolean }; response: Removal }
  /** Brings back what one removal took out, as it was. */
  'queue.restore': { request: { undoId: number }; response: Reach }
  /** Changes the order in which uploads are sent; what has ended is refused. */
  'queue.move': { request: { scope: QueueScope; to: QueuePlace }; response: Reach }
  /** What a question about a scope must say before it is answered. */
  'queue.measure': { request: QueueScope; response: ScopeSums }
  /** Asks the network again at once, and ends every wait between two tries; what was paused stays paused. */
  'queue.retryNow': { request: undefined; response: null }
  /** What keeps everything from moving; null while nothing does. */
  'hold.get': { request: undefined; response: HoldView | null }
  /** Everything that was held goes on; what a person paused stays paused. */
  'hold.end': { request: undefined; response: null }
  /** Everything stands still for a while, over restarts too. */
  'hold.pauseFor': { request: { time: 'half-hour' | 'until-morning' }; response: null }
  'queue.problems': { request: undefined; response: ProblemGroups }
  /** Asks for a file and writes the batch's receipt; null when the person closed the dialog. */
  'queue.saveReceipt': { request: { batchId: number }; response: { file: string; entries: number } | null }
  /** Which upload's parts the window shows; null for none. */
  'queue.watch': { request: { id: number | null }; response: null }
  /** How fast bytes went in the last ten minutes; of everything for null. */
  'queue.speeds': { request: { id: number | null }; response: SpeedSamples }
  'queue.showInFolder': { request: { id: number }; response: null }
  'link.choices': { request: { id: number }; response: LinkChoices }
  /** Puts a link to the object of an upload that is done into the clipboard. */
  'link.copy': { request: LinkRequest; response: CopiedLink }
  /** Lets the parts on their way arrive and begins no other. */
  'recovery.pauseAfterParts': { request: QueueScope; response: Reach }
  /** Sends all parts again; those on the server are deleted. */
  'recovery.startOver': { request: { ids: number[] }; response: Reach }
  'recovery.verify': { request: { id: number }; response: Verification }
  /** The file of an upload is at another place now. With `startOver` any file is taken, and all of it sent. */
  'recovery.locate': { request: { id: number; path: string; startOver: boolean }; response: Relocation }
  'recovery.stopLocating': { request: undefined; response: null }
  'recovery.keptTotal': { request: undefined; response: KeptTotal }
  /** Open multipart uploads on the destination's bucket that no row owns, oldest first. */
  'recovery.orphans': { request: { destinationId: string }; response: Orphan[] }
  /** Null when it was completed or aborted meanwhile. */
  'recovery.orphanSize': {
    request: { destinationId: string; key: string; uploadId: string }
    response: OrphanSize | null
  }
  'recovery.abortOrphans': {
    request: { destinationId: string; orphans: { key: string; uploadId: string }[] }
    response: {
      aborted: number
      failed: { key: string; uploadId: string; error: UploadErrorData }[]
    }
  }
  'recovery.adoptOrphan': {
    request: { destinationId: string; key: string; uploadId: string; path: string }
    response: Adoption
  }
  'clipboard.write': { request: { text: string }; response: null }
}

export type CommandName = keyof Commands
export type Request<K extends CommandName> = Commands[K]['request']
export type Response<K extends CommandName> = Commands[K]['response']

/** A place of the window that tray, menu and notifications open. */
export type WindowTarget =
  | { place: 'queue'; filter: QueueFilter }
  | { place: 'settings'; section?: 'network' }
  /** The editor of a destination, e.g. to put its key right. */
  | { place: 'destination'; id: string }
  /** The table of keys. */
  | { place: 'shortcuts' }

export interface Events {
  /** Live numbers, batched. */
  progress: ProgressEvent
  /** Rows whose status, reason or place changed; sent at once. */
  'uploads.changed': {
    rows: UploadRow[] /** True when rows came or went: read the page again. */
    listChanged: boolean
  }
  'hold.changed': HoldView | null
  /** A command over many rows is at work, with how much of it is done (0 to 1); null: none is. */
  'queue.working': { kind: string; share: number } | null
  'destinations.changed': Destination[]
  /** One check of a `doctor.run` that is under way. */
  'doctor.check': { runId: string; check: DoctorCheck }
  'settings.changed': Settings
  /** How far the comparison of a file that was located is. */
  'recovery.locating': { id: number; checkedBytes: number; totalBytes: number }
  /** News of one drop that is looked at before it is sent. */
  'preflight.changed': PreflightView
  /** Something the window must say: a sentence `notices.<kind>` with values. */
  notice: { kind: string; level: 'info' | 'warning' | 'error'; params: Record<string, string | number> }
  /** The window, in front already, must show this place. */
  'window.go': WindowTarget
}

export type EventName = keyof Events

/** Every answer crosses as data; errors keep their fields (a thrown error would keep only its message). */
export type Answer<T> = { ok: true; value: T } | { ok: false; error: UploadErrorData }

/** What the preload puts on `window.stevedore`. */
export interface Bridge {
  invoke<K extends CommandName>(name: K, request: Request<K>): Promise<Answer<Response<K>>>
  /** Returns the function that ends exactly this subscription. */
  subscribe<K extends EventName>(name: K, listener: (payload: Events[K]) => void): () => void
  /** Absolute path of a file or folder the person dropped, picked or pasted; empty for a `File` made by script. */
  pathForFile(file: unknown): string
}

export const commandNames = [
  'app.info',
  'app.exportDiagnostics',
  'settings.get',
  'settings.set',
  'proxy.get',
  'proxy.save',
  'destinations.list',
  'destinations.save',
  'destinations.remove',
  'destinations.duplicate',
  'destinations.findImports',
  'destinations.import',
  'destinations.createPractice',
  'doctor.run',
  'doctor.stop',
  'queue.add',
  'preflight.begin',
  'preflight.change',
  'preflight.look',
  'preflight.send',
  'preflight.cancel',
  'preflight.list',
  'queue.pick',
  'queue.page',
  'queue.counts',
  'queue.batches',
  'queue.details',
  'queue.parts',
  'queue.pause',
  'queue.resume',
  'queue.cancel',
  'queue.remove',
  'queue.restore',
  'queue.move',
  'queue.measure',
  'queue.retryNow',
  'hold.get',
  'hold.end',
  'hold.pauseFor',
  'queue.problems',
  'queue.saveReceipt',
  'queue.watch',
  'queue.speeds',
  'queue.showInFolder',
  'link.choices',
  'link.copy',
  'recovery.pauseAfterParts',
  'recovery.startOver',
  'recovery.verify',
  'recovery.locate',
  'recovery.stopLocating',
  'recovery.keptTotal',
  'recovery.orphans',
  'recovery.orphanSize',
  'recovery.abortOrphans',
  'recovery.adoptOrphan',
  'clipboard.write',
] as const satisfies readonly CommandName[]

export const eventNames = [
  'progress',
  'uploads.changed',
  'hold.changed',
  'queue.working',
  'destinations.changed',
  'doctor.check',
  'settings.changed',
  'recovery.locating',
  'preflight.changed',
  'notice',
  'window.go',
] as const satisfies readonly EventName[]

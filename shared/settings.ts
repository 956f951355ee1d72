import * as v from 'valibot'
import { conflictPolicies } from './object-metadata.ts'
import { limits } from './part-plan.ts'
import { askPolicies } from './preflight.ts'

const KiB = 1024
const MiB = 1024 * KiB

/** Whole number in a closed range; the message carries the range (R7). */
function integer(min: number, max: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max))
}

/** Ranges of the numeric settings, inclusive; shown beside each field and in refusals. */
export const settingRanges = {
  /** Files sent at the same time. */
  filesAtOnce: [1, 64],
  /** Parts of one file sent at the same time (R9). */
  partsAtOnce: [1, 64],
  /** R7. */
  partSizeBytes: [limits.minPartSizeBytes, limits.maxPartSizeBytes],
  /** Files below this size go up in one request (R12). */
  multipartThresholdBytes: [0, limits.maxPutSizeBytes],
  /** Bytes per second over everything; null means no limit. */
  bandwidthLimit: [10 * KiB, 10 * 1024 * MiB],
  /** Kept checkpoints older than this are cleaned up; 0 means never. */
  keepCheckpointDays: [0, 3650],
  keepHistoryDays: [1, 3650],
  /** Ended uploads beyond this number leave the list, oldest first. */
  keepHistoryCount: [100, 1_000_000],
} as const satisfies Record<string, readonly [number, number]>

function ranged(name: keyof typeof settingRanges) {
  const [min, max] = settingRanges[name]
  return integer(min, max)
}

/** Every setting with its check. One flat object: each key is one row of the `settings` table. */
export const settingsSchema = v.object({
  filesAtOnce: ranged('filesAtOnce'),
  partsAtOnce: ranged('partsAtOnce'),
  /** The numbers above are where to begin; the program finds by itself how many requests at once carry most. */
  autoConcurrency: v.boolean(),
  partSizeBytes: ranged('partSizeBytes'),
  multipartThresholdBytes: ranged('multipartThresholdBytes'),
  bandwidthLimit: v.nullable(ranged('bandwidthLimit')),
  /** R11: off means nothing is recorded and a failure starts from zero. */
  resume: v.boolean(),
  conflictPolicy: v.picklist(conflictPolicies),
  /** R13: what the cancel dialog proposes. */
  cancelDefault: v.picklist(['keep', 'clean']),
  /** Off: a cancel does what `cancelDefault` says without asking. */
  askBeforeCancel: v.boolean(),
  keepCheckpointDays: ranged('keepCheckpointDays'),
  keepHistoryDays: ranged('keepHistoryDays'),
  keepHistoryCount: ranged('keepHistoryCount'),
  followLinks: v.boolean(),
  /** When the sheet before an upload is shown. */
  askBeforeSending: v.picklist(askPolicies),
  /** R10: folder of the checkpoint database; null means the program's data folder. */
  checkpointFolder: v.nullable(v.string()),
  /** How the program gets out of this network: as the system says (PAC files too), straight, or through `proxyAddress`. */
  proxyMode: v.picklist(['system', 'none', 'manual']),
  /** `http://HOST:PORT`, `https://…` or `socks5://…`; empty while none was entered. Never with a log-in in it. */
  proxyAddress: v.pipe(v.string(), v.maxLength(1024), v.regex(/^$|^(http|https|socks5):\/\/[^\s@/]+$/)),
  /** The password that belongs to it is no setting: it is kept as the secrets of destinations are. */
  proxyUsername: v.pipe(v.string(), v.maxLength(255)),
  /** Hosts that are reached without that proxy, divided by commas or spaces. */
  proxyExceptions: v.pipe(v.string(), v.maxLength(8192)),
  /** File of certificate authorities (PEM) that are trusted besides the usual ones. */
  caFile: v.nullable(v.string()),
  language: v.picklist(['system', 'en', 'zh-CN']),
  theme: v.picklist(['system', 'light', 'dark']),
  closeToTray: v.boolean(),
  startAtLogin: v.boolean(),
  /** Quitting while uploads run. */
  askBeforeQuit: v.boolean(),
  pauseOnBattery: v.boolean(),
  checkForUpdates: v.boolean(),
  /** Where the person sent files last; files from outside the window go there too. No row of its own. */
  lastDestinationId: v.nullable(v.string()),
  /** Notifications while the window is not in front. */
  notifyDone: v.boolean(),
  notifyProblems: v.boolean(),
  notifyCredentials: v.boolean(),
  notifyResumed: v.boolean(),
})

export type Settings = v.InferOutput<typeof settingsSchema>

export const defaultSettings: Settings = {
  filesAtOnce: 3,
  partsAtOnce: 5,
  autoConcurrency: true,
  partSizeBytes: 8 * MiB,
  multipartThresholdBytes: 10 * MiB,
  bandwidthLimit: null,
  resume: true,
  conflictPolicy: 'overwrite',
  cancelDefault: 'keep',
  askBeforeCancel: true,
  keepCheckpointDays: 0,
  keepHistoryDays: 90,
  keepHistoryCount: 100_000,
  followLinks: false,
  askBeforeSending: 'when-needed',
  checkpointFolder: null,
  proxyMode: 'system',
  proxyAddress: '',
  proxyUsername: '',
  proxyExceptions: '',
  caFile: null,
  language: 'system',
  theme: 'system',
  closeToTray: true,
  startAtLogin: false,
  askBeforeQuit: true,
  pauseOnBattery: false,
  checkForUpdates: true,
  lastDestinationId: null,
  notifyDone: true,
  notifyProblems: true,
  notifyCredentials: true,
  notifyResumed: true,
}

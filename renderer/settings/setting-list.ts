import type { Settings } from '../../shared/settings.ts'

/** Fields of the form that opens below `proxyMode`. */
type ProxyField = 'proxyAddress' | 'proxyUsername' | 'proxyExceptions'

/** Settings that have a row of their own. Where the next upload goes is chosen in the window itself. */
export type SettingName = Exclude<keyof Settings, ProxyField | 'lastDestinationId'>

/** How a setting is shown and changed. A setting without an entry does not compile. */
export const settingKinds = {
  filesAtOnce: 'count',
  partsAtOnce: 'count',
  autoConcurrency: 'switch',
  partSizeBytes: 'bytes',
  multipartThresholdBytes: 'bytes',
  bandwidthLimit: 'limit',
  resume: 'switch',
  conflictPolicy: 'choice',
  cancelDefault: 'choice',
  askBeforeCancel: 'switch',
  keepCheckpointDays: 'count',
  keepHistoryDays: 'count',
  keepHistoryCount: 'count',
  followLinks: 'switch',
  askBeforeSending: 'choice',
  checkpointFolder: 'folder',
  proxyMode: 'proxy',
  caFile: 'file',
  language: 'choice',
  theme: 'choice',
  closeToTray: 'switch',
  startAtLogin: 'switch',
  askBeforeQuit: 'switch',
  pauseOnBattery: 'switch',
  checkForUpdates: 'switch',
  notifyDone: 'switch',
  notifyProblems: 'switch',
  notifyCredentials: 'switch',
  notifyResumed: 'switch',
} as const satisfies Record<
  SettingName,
  'count' | 'bytes' | 'limit' | 'switch' | 'choice' | 'folder' | 'proxy' | 'file'
>

type Kinds = typeof settingKinds

/** Names of the settings of one kind. */
export type SettingOf<K extends Kinds[SettingName]> = {
  [Name in SettingName]: Kinds[Name] extends K ? Name : never
}[SettingName]

export const choices = {
  conflictPolicy: ['overwrite', 'skip', 'rename', 'different'],
  cancelDefault: ['keep', 'clean'],
  askBeforeSending: ['when-needed', 'always', 'never'],
  language: ['system', 'en', 'zh-CN'],
  theme: ['system', 'light', 'dark'],
} as const satisfies { [Name in SettingOf<'choice'>]: readonly Settings[Name][] }

export const proxyModes = ['system', 'none', 'manual'] as const satisfies readonly Settings['proxyMode'][]

export const sections = [
  {
    name: 'transfer',
    settings: [
      'filesAtOnce',
      'partsAtOnce',
      'autoConcurrency',
      'partSizeBytes',
      'multipartThresholdBytes',
      'bandwidthLimit',
    ],
  },
  { name: 'files', settings: ['askBeforeSending', 'conflictPolicy', 'followLinks'] },
  {
    name: 'checkpoints',
    settings: ['resume', 'askBeforeCancel', 'cancelDefault', 'keepCheckpointDays', 'checkpointFolder'],
  },
  { name: 'network', settings: ['proxyMode', 'caFile'] },
  { name: 'program', settings: ['language', 'theme', 'keepHistoryDays', 'keepHistoryCount'] },
  {
    name: 'desktop',
    settings: ['startAtLogin', 'closeToTray', 'askBeforeQuit', 'pauseOnBattery', 'checkForUpdates'],
  },
  { name: 'notifications', settings: ['notifyDone', 'notifyProblems', 'notifyCredentials', 'notifyResumed'] },
] as const satisfies readonly { name: string; settings: readonly SettingName[] }[]

import type { Installation } from './login-item.ts'

/**
 * Whether this program can replace itself: it is installed, was built with an address for updates (`hasAddress`), and is
 * no kind whose updates come from elsewhere (the portable program, Flatpak, Snap).
 */
export function canUpdate({ platform, environment, isPackaged }: Installation, hasAddress: boolean): boolean {
  if (!isPackaged || !hasAddress) return false
  if (platform === 'win32') return !environment.PORTABLE_EXECUTABLE_FILE
  return !environment.FLATPAK_ID && !environment.SNAP
}

/** What the person answered when an update was ready: at once, or when it disturbs nobody. */
export type InstallWish = 'none' | 'when-idle' | 'now'

/** What an update does next. `ask-download` and `ask-install` are questions; nothing is fetched or installed unasked. */
export type UpdateStep =
  | 'nothing'
  | 'ask-download'
  | 'download'
  | 'ask-install'
  | 'wait'
  | 'pause-uploads'
  | 'install'

export interface UpdateFacts {
  /** The newer version there is; null for none. */
  available: string | null
  /** The version that the person did not want. */
  declined: string | null
  wantsDownload: boolean
  isDownloaded: boolean
  wish: InstallWish
  /** False once the person has been asked about installing this version. */
  mayAskInstall: boolean
  /** Uploads that send bytes now. */
  running: number
}

/**
 * The next step. Installing ends the program, so it happens at a pause point only: nothing is sending. What is queued then
 * goes on after the restart, as after any other.
 */
export function nextUpdateStep(facts: UpdateFacts): UpdateStep {
  const { available, declined, wantsDownload, isDownloaded, wish, mayAskInstall, running } = facts
  if (available === null || available === declined) return 'nothing'
  if (!isDownloaded) return wantsDownload ? 'download' : 'ask-download'
  if (wish === 'none') return mayAskInstall ? 'ask-install' : 'wait'
  if (running === 0) return 'install'
  return wish === 'now' ? 'pause-uploads' : 'wait'
}

/** Where a controlled stand-in can be reached; written to `stand-in.json` in its user-data folder. */
export interface ControlAddress {
  /** GET answers `DesktopState`; POST takes a `ControlCommand`. */
  control: string
  /** DevTools address of the window's Chromium; null until there is one. */
  debug: string | null
  pid: number
}

/** What a person or the desktop does. */
export type ControlCommand =
  | { do: 'click-tray'; path: string[] }
  | { do: 'activate-tray' }
  | { do: 'click-menu'; path: string[] }
  | { do: 'close-window' }
  | { do: 'answer-dialog'; answer: unknown }
  | { do: 'click-notification'; id: number }
  | { do: 'power'; event: 'suspend' | 'resume' | 'on-battery' | 'on-ac' | 'shutdown' }
  | { do: 'online'; isOnline: boolean }
  | { do: 'proxy'; answer: string }
  | { do: 'open-file'; path: string }
  | { do: 'activate' }
  | { do: 'quit' }

/** What the desktop would show of the program. Tests read it through the control channel. */
interface ShownNotification {
  id: number
  title: string
  body: string
}

export interface AskedDialog {
  id: number
  kind: 'open' | 'save' | 'message' | 'error'
  options: unknown
}

export interface DesktopState {
  windows: {
    id: number
    isVisible: boolean
    url: string
    progress: number
    progressMode: string
    title: string
  }[]
  /** `icon` is the name of the image's file. */
  tray: { icon: string; tooltip: string; menu: ShownMenuItem[] } | null
  applicationMenu: ShownMenuItem[] | null
  notifications: ShownNotification[]
  /** Dialogs that wait for an answer. */
  dialogs: AskedDialog[]
  sleepBlockers: { id: number; type: string }[]
  openedOutside: string[]
  clipboard: string
  badgeCount: number
  themeSource: string
  isOnline: boolean
  isOnBattery: boolean
  /** What the system says when it is asked for the proxy of a URL, as a PAC file does. */
  proxyAnswer: string
  loginItem: { openAtLogin?: boolean } | null
}

export interface ShownMenuItem {
  label: string
  type: string
  enabled: boolean
  checked: boolean
  role: string | null
  accelerator: string | null
  submenu: ShownMenuItem[] | null
}

export const state: DesktopState = {
  windows: [],
  tray: null,
  applicationMenu: null,
  notifications: [],
  dialogs: [],
  sleepBlockers: [],
  openedOutside: [],
  clipboard: '',
  badgeCount: 0,
  themeSource: 'system',
  isOnline: true,
  isOnBattery: false,
  proxyAnswer: 'DIRECT',
  loginItem: null,
}

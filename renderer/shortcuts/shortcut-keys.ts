/** Every key of the window as people read it: on macOS, and elsewhere. */
const keys = {
  uploadFiles: ['⌘O', 'Ctrl+O'],
  uploadFolder: ['⇧⌘O', 'Ctrl+Shift+O'],
  paste: ['⌘V', 'Ctrl+V'],
  find: ['⌘F', 'Ctrl+F'],
  selectAll: ['⌘A', 'Ctrl+A'],
  onlyBatch: ['⌘B', 'Ctrl+B'],
  pauseOrResume: ['Space', 'Space'],
  resume: ['⌘S', 'Ctrl+S'],
  pause: ['⌘P', 'Ctrl+P'],
  pauseAll: ['⇧⌘P', 'Ctrl+Shift+P'],
  resumeAll: ['⇧⌘R', 'Ctrl+Shift+R'],
  orderTop: ['⇧⌥↑', 'Alt+Shift+↑'],
  orderUp: ['⌥↑', 'Alt+↑'],
  orderDown: ['⌥↓', 'Alt+↓'],
  orderBottom: ['⇧⌥↓', 'Alt+Shift+↓'],
  remove: ['⌘⌫', 'Delete'],
  details: ['⌘I', 'Alt+Enter'],
  copyLink: ['⌘C', 'Ctrl+C'],
  copyError: ['⌥⌘C', 'Ctrl+Shift+C'],
  menu: ['⇧F10', 'Shift+F10'],
  settings: ['⌘,', 'Ctrl+,'],
  shortcuts: ['⌘/', 'Ctrl+/'],
  zoom: ['⌘+  ⌘−  ⌘0', 'Ctrl++  Ctrl+−  Ctrl+0'],
  close: ['⌘W', 'Ctrl+W'],
  quit: ['⌘Q', 'Ctrl+Q'],
  hide: ['⌘H', null],
  minimise: ['⌘M', null],
} as const satisfies Record<string, readonly [mac: string, other: string | null]>

export type ShortcutName = keyof typeof keys

export const isMac = () => document.documentElement.dataset.platform === 'darwin'

/** As this system writes them; null where it has none of its own. */
export function keysOf(name: ShortcutName): string | null {
  return keys[name][isMac() ? 0 : 1]
}

/** The table, in groups. */
export const shortcutGroups = {
  add: ['uploadFiles', 'uploadFolder', 'paste'],
  list: ['find', 'selectAll', 'onlyBatch', 'details', 'menu'],
  order: ['orderTop', 'orderUp', 'orderDown', 'orderBottom'],
  uploads: ['pauseOrResume', 'pause', 'resume', 'pauseAll', 'resumeAll', 'remove', 'copyLink', 'copyError'],
  program: ['settings', 'shortcuts', 'zoom', 'close', 'hide', 'minimise', 'quit'],
} as const satisfies Record<string, readonly ShortcutName[]>

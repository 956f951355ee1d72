import { Menu, nativeImage, Tray } from 'electron'
import type { Language } from '../../shared/locales/messages.ts'
import type { Say } from './language.ts'
import { programFiles } from './program-files.ts'
import { liveLine, noFacts, type TrayActions, type TrayFacts, trayMenu, traySign } from './tray-menu.ts'

/** Menus that change under the pointer are hard to hit, and some desktops close them. */
const minRefreshMs = 1000

type Sign = ReturnType<typeof traySign>

/** The picture of a sign in the form that this system's tray takes. */
export function trayImage(sign: Sign): Electron.NativeImage {
  const endings: Partial<Record<NodeJS.Platform, string>> = { darwin: 'Template.png', win32: '.ico' }
  return nativeImage.createFromPath(programFiles.icon(`tray-${sign}${endings[process.platform] ?? '.png'}`))
}

/**
 * The icon in the menu bar, task bar or panel. Where a desktop
 * has none, it is simply not seen: the window stays the way in.
 */
export class TrayIcon {
  readonly #tray = new Tray(trayImage('idle'))
  readonly #actions: TrayActions
  #say: Say
  #language: Language
  #facts: TrayFacts = noFacts
  #sign: Sign = 'idle'
  #refreshedAt = 0
  #timer: NodeJS.Timeout | null = null

  constructor(actions: TrayActions, say: Say, language: Language) {
    this.#actions = actions
    this.#say = say
    this.#language = language
    this.#tray.on('click', actions.open)
    this.#refresh()
  }

  /** Takes what changed; the tray follows about once a second. */
  update(change: Partial<TrayFacts>): void {
    this.#facts = { ...this.#facts, ...change }
    this.#timer ??= setTimeout(
      () => this.#refresh(),
      Math.max(0, this.#refreshedAt + minRefreshMs - Date.now()),
    )
  }

  speak(say: Say, language: Language): void {
    this.#say = say
    this.#language = language
    this.#refresh()
  }

  destroy(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#tray.destroy()
  }

  #refresh(): void {
    this.#timer = null
    this.#refreshedAt = Date.now()
    const sign = traySign(this.#facts)
    if (sign !== this.#sign) this.#tray.setImage(trayImage(sign))
    this.#sign = sign
    const line = liveLine(this.#facts, this.#say, this.#language)
    this.#tray.setToolTip(`Stevedore\n${line}`)
    // Linux shows a change of items only when the whole menu is set again.
    this.#tray.setContextMenu(
      Menu.buildFromTemplate(trayMenu(this.#facts, this.#actions, this.#say, this.#language)),
    )
  }
}

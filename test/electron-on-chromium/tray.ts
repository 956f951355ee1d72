import { EventEmitter } from 'node:events'
import { basename } from 'node:path'
import type { Tray as ElectronTray, NativeImage } from 'electron'
import type { Menu } from './menu.ts'
import { pathOfImage } from './native-image.ts'
import { state } from './state.ts'
import { strict } from './strict.ts'

type Answered = Pick<ElectronTray, 'destroy' | 'isDestroyed' | 'setToolTip'>

/** No desktop shows it; tests read it and click it through the control channel. */
export class Tray extends EventEmitter implements Answered {
  #menu: Menu | null = null
  #isDestroyed = false

  constructor(image: NativeImage) {
    super()
    state.tray = { icon: basename(pathOfImage(image)), tooltip: '', menu: [] }
    theTray = this
    // biome-ignore lint/correctness/noConstructorReturn: the program must get the tray behind its guard.
    return strict('Tray', this)
  }

  get menu(): Menu | null {
    return this.#menu
  }

  setToolTip(tooltip: string): void {
    if (state.tray !== null) state.tray.tooltip = tooltip
  }

  setContextMenu(menu: Menu | null): void {
    this.#menu = menu
    if (state.tray !== null) state.tray.menu = menu?.shown() ?? []
  }

  setImage(image: NativeImage): void {
    if (state.tray !== null) state.tray.icon = basename(pathOfImage(image))
  }

  setTitle(): void {}

  destroy(): void {
    this.#isDestroyed = true
    state.tray = null
    if (theTray === this) theTray = null
  }

  isDestroyed = () => this.#isDestroyed
}

export let theTray: Tray | null = null

import type { MenuItemConstructorOptions } from 'electron'
import { type ShownMenuItem, state } from './state.ts'
import { strict } from './strict.ts'

/** A menu as the desktop would show it; items are clicked by the labels that lead to them. */
export class Menu {
  readonly template: readonly MenuItemConstructorOptions[]

  static buildFromTemplate(template: MenuItemConstructorOptions[]): Menu {
    return strict('Menu', new Menu(template))
  }

  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu
    state.applicationMenu = menu?.shown() ?? null
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu
  }

  constructor(template: readonly MenuItemConstructorOptions[] = []) {
    this.template = template
  }

  shown(): ShownMenuItem[] {
    return this.template.filter((item) => item.visible !== false).map(show)
  }

  /** As a person would: an item that is absent or greyed out cannot be clicked. */
  click(path: readonly string[]): void {
    const [label, ...rest] = path
    const item = this.template.find((entry) => entry.visible !== false && entry.label === label)
    if (item === undefined)
      throw new Error(`No menu item "${label}" among: ${this.shown().map((s) => s.label)}`)
    if (item.enabled === false) throw new Error(`The menu item "${label}" is greyed out`)
    if (rest.length > 0) {
      submenuOf(item).click(rest)
      return
    }
    if (item.type === 'checkbox')
      item.checked = !item.checked
      // The program's items use neither of the arguments that Electron passes.
    ;(item.click as (() => void) | undefined)?.()
  }
}

let applicationMenu: Menu | null = null

function submenuOf(item: MenuItemConstructorOptions): Menu {
  return new Menu(Array.isArray(item.submenu) ? item.submenu : [])
}

function show(item: MenuItemConstructorOptions): ShownMenuItem {
  return {
    label: item.label ?? '',
    type: item.type ?? (item.submenu ? 'submenu' : 'normal'),
    enabled: item.enabled !== false,
    checked: item.checked === true,
    role: item.role ?? null,
    accelerator: item.accelerator ? String(item.accelerator) : null,
    submenu: item.submenu ? submenuOf(item).shown() : null,
  }
}

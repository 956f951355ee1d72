import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { sayIn } from '../../electron/app/language.ts'

// Without its runtime the package cannot be imported; building a template touches none of it.
vi.mock('electron', () => ({ Menu: {} }))

import type { MenuActions } from '../../electron/app/menu.ts'

const { menuTemplate } = await import('../../electron/app/menu.ts')

const clicked: string[] = []
const actions: MenuActions = {
  upload: (kind) => void clicked.push(kind),
  showSettings: () => void clicked.push('settings'),
  showShortcuts: () => void clicked.push('shortcuts'),
  exportDiagnostics: () => void clicked.push('diagnostics'),
  showAbout: () => void clicked.push('about'),
  quit: () => void clicked.push('quit'),
}

function flatten(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...flatten(Array.isArray(item.submenu) ? item.submenu : [])])
}

describe('menuTemplate', () => {
  it.each(['darwin', 'win32', 'linux'] as const)('carries editing and zoom keys on %s', (platform) => {
    const roles = flatten(menuTemplate(platform, sayIn('en'), actions)).map((item) => item.role)
    expect(roles).toEqual(expect.arrayContaining(['editMenu', 'zoomIn', 'zoomOut', 'resetZoom']))
  })

  it('has the menus that macOS expects, in its order', () => {
    const roles = menuTemplate('darwin', sayIn('en'), actions).map((item) => item.role ?? item.label)
    expect(roles).toEqual(['Stevedore', 'File', 'editMenu', 'View', 'windowMenu', 'help'])
  })

  it.each(['win32', 'linux'] as const)('closes with Ctrl+W and quits with Ctrl+Q on %s', (platform) => {
    const keys = flatten(menuTemplate(platform, sayIn('en'), actions)).map((item) => [
      item.role ?? item.label,
      item.accelerator,
    ])
    expect(keys).toContainEqual(['close', 'CommandOrControl+W'])
    expect(keys).toContainEqual(['Quit', 'CommandOrControl+Q'])
  })

  it.each(['darwin', 'win32', 'linux'] as const)('does the same things on %s', (platform) => {
    clicked.length = 0
    for (const item of flatten(menuTemplate(platform, sayIn('en'), actions))) {
      ;(item.click as (() => void) | undefined)?.()
    }
    expect(clicked.sort()).toEqual([
      'about',
      'diagnostics',
      'files',
      'folder',
      'quit',
      'settings',
      'shortcuts',
    ])
  })

  it('shows the keys that the window hears, and leaves them to it', () => {
    const shown = flatten(menuTemplate('linux', sayIn('en'), actions)).filter(
      (item) => item.click && item.label !== 'Quit',
    )
    expect(shown.flatMap(({ accelerator }) => accelerator ?? [])).toEqual([
      'CommandOrControl+O',
      'Shift+CommandOrControl+O',
      'CommandOrControl+,',
      'CommandOrControl+/',
    ])
    expect(shown.every((item) => !item.accelerator || item.registerAccelerator === false)).toBe(true)
  })
})

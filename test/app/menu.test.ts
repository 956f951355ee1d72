import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { sayIn } from '../../electron/app/language.ts'

// Without its runtime the package cannot be imported; building a template touches none of it.
vi.mock('electron', () => ({ Menu: {} }))
const { menuTemplate } = await import('../../electron/app/menu.ts')

function flatten(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...flatten(Array.isArray(item.submenu) ? item.submenu : [])])
}

describe('menuTemplate', () => {
  it.each(['darwin', 'win32', 'linux'] as const)('carries editing and zoom keys on %s', (platform) => {
    const roles = flatten(menuTemplate(platform, sayIn('en'))).map((item) => item.role)
    expect(roles).toEqual(expect.arrayContaining(['editMenu', 'zoomIn', 'zoomOut', 'resetZoom']))
  })

  it('has the menus that macOS expects, in its order', () => {
    const roles = menuTemplate('darwin', sayIn('en')).map((item) => item.role ?? item.label)
    expect(roles).toEqual(['appMenu', 'fileMenu', 'editMenu', 'View', 'windowMenu'])
  })

  it.each(['win32', 'linux'] as const)('closes with Ctrl+W and quits with Ctrl+Q on %s', (platform) => {
    const keys = flatten(menuTemplate(platform, sayIn('en'))).map((item) => [item.role, item.accelerator])
    expect(keys).toContainEqual(['close', 'CommandOrControl+W'])
    expect(keys).toContainEqual(['quit', 'CommandOrControl+Q'])
  })
})

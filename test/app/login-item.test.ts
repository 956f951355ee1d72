import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  autostartItem,
  canStartAtLogin,
  type Installation,
  programToStart,
  systemItem,
} from '../../electron/app/login-item.ts'

const linux: Installation = {
  platform: 'linux',
  environment: {},
  execPath: '/opt/Stevedore/stevedore',
  isPackaged: true,
}
const windows: Installation = { ...linux, platform: 'win32', execPath: 'C:\\Programs\\Stevedore.exe' }
const mac: Installation = { ...linux, platform: 'darwin', execPath: '/Applications/Stevedore.app/x' }

describe('programToStart', () => {
  it.each([
    ['the installed program', linux, '/opt/Stevedore/stevedore'],
    [
      'the AppImage itself, not the place it is mounted at',
      {
        ...linux,
        execPath: '/tmp/.mount_x/stevedore',
        environment: { APPIMAGE: '/home/a/My Apps/S.AppImage' },
      },
      '/home/a/My Apps/S.AppImage',
    ],
    ['the installed program', windows, 'C:\\Programs\\Stevedore.exe'],
    [
      'the portable program itself, not its temporary copy',
      { ...windows, environment: { PORTABLE_EXECUTABLE_FILE: 'D:\\Stevedore-portable.exe' } },
      'D:\\Stevedore-portable.exe',
    ],
    ['the app', mac, '/Applications/Stevedore.app/x'],
    ['what belongs to this system only', { ...mac, environment: { APPIMAGE: '/other' } }, mac.execPath],
  ])('is %s', (_what, installation, path) => {
    expect(programToStart(installation)).toBe(path)
  })
})

describe('canStartAtLogin', () => {
  it.each([
    ['the installed program', linux, true],
    ['a program run from its sources', { ...linux, isPackaged: false }, false],
    ['Flatpak', { ...linux, environment: { FLATPAK_ID: 'x' } }, false],
    ['Snap', { ...linux, environment: { SNAP: '/snap/x' } }, false],
  ])('for %s', (_what, installation, can) => {
    expect(canStartAtLogin(installation)).toBe(can)
  })
})

describe('the autostart file', () => {
  let home: string
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'stevedore-home-'))
  })
  afterEach(() => rmSync(home, { recursive: true }))
  const file = () => join(home, '.config/autostart/s.desktop')
  const item = (installation = linux) => autostartItem(installation, 's.desktop', home)

  it('appears when starting at login is switched on, and goes when it is switched off', () => {
    expect(item().read()).toBe('off')
    item().set(true)
    expect(item().read()).toBe('on')
    expect(readFileSync(file(), 'utf8')).toContain('Exec=/opt/Stevedore/stevedore --hidden\n')
    item().set(false)
    expect(existsSync(file())).toBe(false)
    expect(() => item().set(false)).not.toThrow()
  })

  it('follows an AppImage that was moved', () => {
    item({ ...linux, environment: { APPIMAGE: '/a/S.AppImage' } }).set(true)
    item({ ...linux, environment: { APPIMAGE: '/b/S.AppImage' } }).set(true)
    expect(readFileSync(file(), 'utf8')).toContain('Exec=/b/S.AppImage --hidden\n')
  })

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])('counts as off with %s', (line) => {
    item().set(true)
    writeFileSync(file(), `[Desktop Entry]\n${line}\n`)
    expect(item().read()).toBe('off')
  })

  it('is written where XDG_CONFIG_HOME says', () => {
    const other = join(home, 'other')
    item({ ...linux, environment: { XDG_CONFIG_HOME: other } }).set(true)
    expect(existsSync(join(other, 'autostart/s.desktop'))).toBe(true)
  })
})

describe('the login item of macOS and Windows', () => {
  function fakeApp(seen: object = {}) {
    const calls: unknown[] = []
    const app = {
      setLoginItemSettings: (settings: unknown) => void calls.push(settings),
      getLoginItemSettings: (options: unknown) => {
        calls.push(options)
        return seen
      },
    }
    return { app: app as never, calls }
  }

  it('passes --hidden on Windows and reads back with the same path and arguments', () => {
    const { app, calls } = fakeApp({ openAtLogin: true, executableWillLaunchAtLogin: true })
    const item = systemItem(windows, app)
    item.set(true)
    expect(item.read()).toBe('on')
    const place = { path: windows.execPath, args: ['--hidden'] }
    expect(calls).toEqual([{ openAtLogin: true, ...place, name: 'Stevedore' }, place])
  })

  it('passes nothing but the wish on macOS', () => {
    const { app, calls } = fakeApp()
    systemItem(mac, app).set(false)
    expect(calls).toEqual([{ openAtLogin: false }])
  })

  it.each([
    ['Task Manager switched it off', windows, { openAtLogin: true, executableWillLaunchAtLogin: false }],
    ['macOS waits for approval', mac, { openAtLogin: false, status: 'requires-approval' }],
  ])('tells that %s', (_why, installation, seen) => {
    expect(systemItem(installation, fakeApp(seen).app).read()).toBe('vetoed')
  })

  it('is off where the person has removed it', () => {
    expect(systemItem(mac, fakeApp({ openAtLogin: false, status: 'not-registered' }).app).read()).toBe('off')
  })
})

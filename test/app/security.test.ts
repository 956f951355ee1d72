import { EventEmitter } from 'node:events'
import type { App, Session, WebContents } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { denyPermissions, keepPagesInPlace } from '../../electron/app/security.ts'

const openExternal = vi.hoisted(() => vi.fn(async () => undefined))
vi.mock('electron', () => ({ shell: { openExternal } }))

/** As much of a session as the defence sets. */
function guardedSession() {
  const handlers: Record<string, (...args: unknown[]) => unknown> = {}
  const keep = (name: string) => (handler: (...args: unknown[]) => unknown) => {
    handlers[name] = handler
  }
  denyPermissions({
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
  } as unknown as Session)
  return handlers
}

describe('permissions of a page', () => {
  it.each([
    ...['media', 'geolocation', 'notifications', 'midiSysex', 'pointerLock', 'fullscreen', 'openExternal'],
    ...['clipboard-read', 'display-capture', 'fileSystem', 'hid', 'serial', 'usb', 'unknown'],
  ])('%s is denied, asked for or looked up', (permission) => {
    const { request, check } = guardedSession()
    const answers: unknown[] = []
    request?.(null, permission, (answer: unknown) => answers.push(answer))
    expect([...answers, check?.(null, permission)]).toEqual([false, false])
  })

  it('no device is handed out', () => expect(guardedSession().device?.({})).toBe(false))
})

/** A page of the program, and what becomes of the things it tries. */
function page() {
  const app = new EventEmitter()
  keepPagesInPlace(app as unknown as App)
  let onOpen: ((details: { url: string }) => { action: string }) | undefined
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: typeof onOpen) => {
      onOpen = handler
    },
  })
  app.emit('web-contents-created', {}, contents as unknown as WebContents)
  return {
    tries(event: string, url: string): boolean {
      let isPrevented = false
      contents.emit(event, { url, preventDefault: () => (isPrevented = true) })
      return !isPrevented
    },
    opens: (url: string) => onOpen?.({ url }).action,
  }
}

describe('a page of the program', () => {
  it.each(['will-navigate', 'will-frame-navigate'])('%s: to nowhere but its own addresses', (event) => {
    expect(page().tries(event, 'app://ui/index.html')).toBe(true)
    for (const url of [
      'https://evil.example/',
      'file:///etc/passwd',
      'app://evil/',
      'javascript:alert(1)',
      'data:,x',
    ])
      expect(page().tries(event, url), url).toBe(false)
  })

  it('has no guests', () => expect(page().tries('will-attach-webview', 'app://ui/index.html')).toBe(false))

  it('opens no window; a known link goes to the person’s own browser, anything else nowhere', async () => {
    for (const url of [
      'https://www.alibabacloud.com/help/oss',
      'https://evil.example/',
      'file:///etc/passwd',
    ])
      expect(page().opens(url)).toBe('deny')
    await vi.waitFor(() =>
      expect(openExternal.mock.calls).toEqual([['https://www.alibabacloud.com/help/oss']]),
    )
  })
})

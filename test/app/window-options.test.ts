import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { MainWindow } from '../../electron/app/window.ts'

const { created, loaded } = vi.hoisted(() => ({
  created: [] as Electron.BrowserWindowConstructorOptions[],
  loaded: [] as string[],
}))

vi.mock('electron', () => ({
  nativeTheme: { shouldUseDarkColors: false },
  BrowserWindow: class extends EventEmitter {
    webContents = new EventEmitter()
    constructor(options: Electron.BrowserWindowConstructorOptions) {
      super()
      created.push(options)
    }
    async loadURL(url: string) {
      loaded.push(url)
    }
  },
}))

describe('the window', () => {
  it('is created sandboxed, isolated and without Node, and loads the page of the program', () => {
    const options = { startHidden: () => true, shouldHideOnClose: () => true }
    const unused = new Proxy({}, { get: () => () => undefined })
    new MainWindow(Object.assign(Object.create(unused), options)).open()
    expect(created).toHaveLength(1)
    const { webPreferences } = created[0] ?? {}
    expect(webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      preload: expect.stringMatching(/preload\.cjs$/),
    })
    // Anything that takes a defence away would have to be named here first.
    expect(Object.keys(webPreferences ?? {}).sort()).toEqual([
      'contextIsolation',
      'nodeIntegration',
      'preload',
      'sandbox',
      'spellcheck',
      'webSecurity',
    ])
    expect(loaded).toEqual(['app://ui/index.html'])
  })
})

import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/** As much of a window as the program's own logic needs to see. */
class FakeWindow extends EventEmitter {
  static made: FakeWindow[] = []
  readonly webContents = Object.assign(new EventEmitter(), { reload: () => undefined })
  isShown = false
  isDown = false
  isGone = false
  constructor() {
    super()
    FakeWindow.made.push(this)
  }
  loadURL = async () => undefined
  show = () => {
    this.isShown = true
    this.emit('show')
  }
  hide = () => {
    this.isShown = false
    this.emit('hide')
  }
  minimize = () => {
    this.isDown = true
  }
  restore = () => {
    this.isDown = false
  }
  focus = () => undefined
  isMinimized = () => this.isDown
  isVisible = () => this.isShown
  isFocused = () => this.isShown
  isDestroyed = () => this.isGone
  destroy = () => {
    this.isGone = true
    this.emit('closed')
  }
  /** As the person does. */
  close(): void {
    let isPrevented = false
    this.emit('close', { preventDefault: () => (isPrevented = true) })
    if (!isPrevented) this.destroy()
  }
}

vi.mock('electron', () => ({ BrowserWindow: FakeWindow, nativeTheme: { shouldUseDarkColors: false } }))
const { MainWindow } = await import('../../electron/app/window.ts')

beforeEach(() => {
  FakeWindow.made = []
  vi.useFakeTimers()
})
afterEach(() => void vi.useRealTimers())

function setUp({ startHidden = false, hides = true, hasTray = true } = {}) {
  const happened: string[] = []
  const window = new MainWindow({
    startHidden: () => startHidden,
    shouldHideOnClose: () => hides,
    hasTray: () => hasTray,
    onHidden: () => void happened.push('hidden'),
    onClosed: () => void happened.push('closed'),
    onGone: () => void happened.push('gone'),
    onCrash: () => undefined,
    onLoadFailure: () => undefined,
  })
  window.open()
  const page = () => FakeWindow.made.at(-1) as FakeWindow
  page().emit('ready-to-show')
  return { window, page, happened }
}

describe('the main window', () => {
  it('hides when it is closed, and gives its memory back after a while', () => {
    const { page, happened } = setUp()
    page().close()
    expect(happened).toEqual(['hidden'])
    vi.advanceTimersByTime(4 * 60_000)
    expect(page().isGone).toBe(false)
    vi.advanceTimersByTime(60_000)
    expect(page().isGone).toBe(true)
    expect(happened).toEqual(['hidden', 'gone'])
  })

  it('is made anew and shown when it is wanted again', () => {
    const { window, page } = setUp()
    page().close()
    vi.advanceTimersByTime(5 * 60_000)
    window.show()
    expect(FakeWindow.made).toHaveLength(2)
    page().emit('ready-to-show')
    expect(page().isShown).toBe(true)
  })

  it('keeps its page when it is shown again in time', () => {
    const { window, page } = setUp()
    page().close()
    vi.advanceTimersByTime(4 * 60_000)
    window.show()
    vi.advanceTimersByTime(60 * 60_000)
    expect(page().isGone).toBe(false)
    expect(FakeWindow.made).toHaveLength(1)
  })

  it('gives its memory back after a start in the background as well', () => {
    const { page } = setUp({ startHidden: true })
    expect(page().isShown).toBe(false)
    vi.advanceTimersByTime(5 * 60_000)
    expect(page().isGone).toBe(true)
  })

  it('is put down instead of hidden where no tray would bring it back', () => {
    const { page, happened } = setUp({ hasTray: false })
    page().close()
    expect(page().isDown).toBe(true)
    expect(page().isShown).toBe(true)
    expect(happened).toEqual([])
  })

  it('is closed for good where closing is to end the program', () => {
    const { page, happened } = setUp({ hides: false })
    page().close()
    expect(happened).toEqual(['gone', 'closed'])
  })
})

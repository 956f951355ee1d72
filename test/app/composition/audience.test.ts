import { describe, expect, it } from 'vitest'
import { Audience } from '../../../electron/app/composition/audience.ts'
import { defaultSettings } from '../../../shared/settings.ts'

/** A page that writes down what reaches it. */
function recordingPage({ isDestroyed = false } = {}) {
  const heard: unknown[][] = []
  return { heard, isDestroyed: () => isDestroyed, send: (...message: unknown[]) => void heard.push(message) }
}

describe('what happens in the program', () => {
  it('is told to the window first, then to whoever joined, in the order of joining', () => {
    const order: string[] = []
    const page = { isDestroyed: () => false, send: () => void order.push('window') }
    const audience = new Audience(() => page)
    audience.join(() => order.push('tray'))
    audience.join(() => order.push('notifications'))
    audience.tell('settings.changed', defaultSettings)
    expect(order).toEqual(['window', 'tray', 'notifications'])
  })

  it('is told to the others while there is no window, and while its page is gone', () => {
    const heard: unknown[] = []
    const gone = recordingPage({ isDestroyed: true })
    let page: typeof gone | null = null
    const audience = new Audience(() => page)
    audience.join((name) => heard.push(name))
    audience.tell('uploads.changed', { rows: [], listChanged: true })
    page = gone
    audience.tell('uploads.changed', { rows: [], listChanged: true })
    expect(heard).toEqual(['uploads.changed', 'uploads.changed'])
    expect(gone.heard).toEqual([])
  })

  it('is told to whoever asked for one event only when it is that one', () => {
    const limits: (number | null)[] = []
    const audience = new Audience(() => null)
    audience.on('settings.changed', ({ bandwidthLimit }) => limits.push(bandwidthLimit))
    audience.tell('destinations.changed', [])
    audience.tell('settings.changed', { ...defaultSettings, bandwidthLimit: 1000 })
    expect(limits).toEqual([1000])
  })
})

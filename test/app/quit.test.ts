import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { stopBeforeQuit } from '../../electron/app/quit.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

class FakeApp extends EventEmitter {
  exits: number[] = []
  exit = (code = 0) => void this.exits.push(code)

  /** True when the program was kept from ending. */
  willQuit(): boolean {
    let isPrevented = false
    this.emit('will-quit', {
      preventDefault: () => {
        isPrevented = true
      },
    })
    return isPrevented
  }
}

function setUp(stop: () => Promise<void>) {
  const app = new FakeApp()
  const errors: unknown[] = []
  stopBeforeQuit(app as never, stop, (error) => errors.push(error))
  return { app, errors }
}

describe('stopBeforeQuit', () => {
  it('ends when everything has stopped, not before', async () => {
    const stopping = Promise.withResolvers<void>()
    const { app } = setUp(() => stopping.promise)
    expect(app.willQuit()).toBe(true)
    await vi.advanceTimersByTimeAsync(1000)
    expect(app.exits).toEqual([])
    stopping.resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect(app.exits).toEqual([0])
  })

  it('ends after four seconds although something does not stop', async () => {
    const { app } = setUp(() => new Promise(() => {}))
    app.willQuit()
    await vi.advanceTimersByTimeAsync(3999)
    expect(app.exits).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(app.exits).toEqual([0])
  })

  it('ends, and reports, when stopping fails', async () => {
    const { app, errors } = setUp(() => Promise.reject(new Error('stuck')))
    app.willQuit()
    await vi.advanceTimersByTimeAsync(0)
    expect(app.exits).toEqual([0])
    expect(errors).toEqual([new Error('stuck')])
  })

  it('stops once, however often the end is asked for', async () => {
    let stops = 0
    const { app } = setUp(() => {
      stops += 1
      return new Promise(() => {})
    })
    expect([app.willQuit(), app.willQuit(), app.willQuit()]).toEqual([true, true, true])
    expect(stops).toBe(1)
  })
})

import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { followPower } from '../../electron/app/power.ts'

function setUp() {
  const powerMonitor = new EventEmitter()
  const done: string[] = []
  followPower({
    powerMonitor: powerMonitor as never,
    app: { quit: () => void done.push('quit') },
    engine: { retryNow: () => void done.push('retry') },
    log: { info: () => undefined },
  })
  return { powerMonitor, done }
}

it('tries everything again when the computer wakes up, not when it falls asleep', () => {
  const { powerMonitor, done } = setUp()
  powerMonitor.emit('suspend')
  expect(done).toEqual([])
  powerMonitor.emit('resume')
  expect(done).toEqual(['retry'])
})

it('holds a shutdown up and quits in order', () => {
  const { powerMonitor, done } = setUp()
  let isHeld = false
  powerMonitor.emit('shutdown', {
    preventDefault: () => {
      isHeld = true
    },
  })
  expect(isHeld).toBe(true)
  expect(done).toEqual(['quit'])
})

import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { followBattery } from '../../electron/app/battery-hold.ts'
import { Holds } from '../../electron/app/holds.ts'
import type { Hold } from '../../electron/engine/ports/upload-record.ts'
import type { HoldView } from '../../shared/ipc.ts'

function setUp() {
  const seen: string[] = []
  const told: (HoldView | null)[] = []
  const engine = {
    hold: (hold: Hold | null, when?: string) =>
      void seen.push(hold === null ? 'go on' : `${hold.reason.code} ${when}`),
  }
  const holds = new Holds(engine, (view) => told.push(view))
  return { holds, seen, told }
}

describe('Holds', () => {
  it('lets uploads go on only when nothing holds them any more', () => {
    const { holds, seen } = setUp()
    holds.begin('battery', null, 'after-parts')
    holds.begin('timed', 5)
    holds.end('timed')
    holds.end('battery')
    expect(seen).toEqual([
      'HeldOnBattery after-parts',
      'HeldForAWhile now',
      'HeldOnBattery undefined',
      'go on',
    ])
  })

  it('tells what holds, the most telling cause first, and until when', () => {
    const { holds, told } = setUp()
    expect(holds.view()).toBe(null)
    holds.begin('battery', null)
    holds.begin('timed', 5)
    holds.end('timed')
    holds.endAll()
    expect(told).toEqual([
      { cause: 'battery', until: null },
      { cause: 'timed', until: 5 },
      { cause: 'battery', until: null },
      null,
    ])
    expect(holds.view()).toBe(null)
  })

  it('goes on at once, whatever held, when the person says so', () => {
    const { holds, seen } = setUp()
    holds.begin('battery', null)
    holds.begin('timed', 5)
    holds.endAll()
    holds.endAll()
    expect(seen).toEqual(['HeldOnBattery now', 'HeldForAWhile now', 'go on'])
  })

  it('changes nothing for what was not held', () => {
    const { holds, seen } = setUp()
    holds.end('battery')
    holds.begin('battery', null)
    holds.forget()
    holds.end('battery')
    expect(seen).toEqual(['HeldOnBattery now'])
  })
})

describe('followBattery', () => {
  function onBattery(isOnBattery: boolean, wanted: boolean) {
    const powerMonitor = Object.assign(new EventEmitter(), { isOnBatteryPower: () => isOnBattery })
    const { holds, seen } = setUp()
    let isWanted = wanted
    const look = followBattery({ powerMonitor: powerMonitor as never, isWanted: () => isWanted, holds })
    const want = (next: boolean) => {
      isWanted = next
      look()
    }
    return { powerMonitor, seen, want }
  }

  it('holds on battery and goes on when plugged in', () => {
    const { powerMonitor, seen } = onBattery(false, true)
    powerMonitor.emit('on-battery')
    powerMonitor.emit('on-battery')
    powerMonitor.emit('on-ac')
    expect(seen).toEqual(['HeldOnBattery after-parts', 'go on'])
  })

  it('holds from the start on battery', () => {
    expect(onBattery(true, true).seen).toEqual(['HeldOnBattery after-parts'])
  })

  it('follows the setting at once', () => {
    const { seen, want } = onBattery(true, false)
    expect(seen).toEqual([])
    want(true)
    want(false)
    expect(seen).toEqual(['HeldOnBattery after-parts', 'go on'])
  })
})

import { EventEmitter } from 'node:events'
import type { PowerMonitor, PowerSaveBlocker } from 'electron'
import { state } from './state.ts'
import { strict } from './strict.ts'

class StandInPowerMonitor
  extends EventEmitter
  implements Pick<PowerMonitor, 'getSystemIdleTime' | 'isOnBatteryPower' | 'onBatteryPower'>
{
  getSystemIdleTime = () => 0
  isOnBatteryPower = () => state.isOnBattery

  get onBatteryPower(): boolean {
    return state.isOnBattery
  }
}

/** Its events come from the control channel. */
export const thePowerMonitor = new StandInPowerMonitor()
export const powerMonitor = strict('powerMonitor', thePowerMonitor)

let nextId = 1

/** The computer is not kept awake; what would be is recorded. */
export const powerSaveBlocker = strict('powerSaveBlocker', {
  start(type) {
    const id = nextId++
    state.sleepBlockers.push({ id, type })
    return id
  },
  stop(id) {
    const index = state.sleepBlockers.findIndex((blocker) => blocker.id === id)
    if (index !== -1) state.sleepBlockers.splice(index, 1)
    return index !== -1
  },
  isStarted: (id) => state.sleepBlockers.some((blocker) => blocker.id === id),
} satisfies PowerSaveBlocker)

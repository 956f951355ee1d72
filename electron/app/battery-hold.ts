import type { PowerMonitor } from 'electron'
import type { Holds } from './holds.ts'

interface Parts {
  powerMonitor: Pick<PowerMonitor, 'on' | 'isOnBatteryPower'>
  /** The setting. */
  isWanted: () => boolean
  holds: Pick<Holds, 'begin' | 'end'>
}

/** Holds all uploads while the computer runs on battery, where the person wants that. Returns what follows the setting. */
export function followBattery({ powerMonitor, isWanted, holds }: Parts): () => void {
  let isHeld = false
  const look = (isOnBattery: boolean) => {
    const shouldHold = isOnBattery && isWanted()
    if (shouldHold === isHeld) return
    isHeld = shouldHold
    if (shouldHold) holds.begin('battery', null, 'after-parts')
    else holds.end('battery')
  }
  powerMonitor.on('on-battery', () => look(true))
  powerMonitor.on('on-ac', () => look(false))
  const lookNow = () => look(powerMonitor.isOnBatteryPower())
  lookNow()
  return lookNow
}

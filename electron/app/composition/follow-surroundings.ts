import { app, net, powerMonitor } from 'electron'
import type { Log } from '../../engine/ports/log.ts'
import { followBattery } from '../battery-hold.ts'
import { watchConnection } from '../connection-watch.ts'
import { followPower } from '../power.ts'
import type { Program } from '../program.ts'
import type { StatusSigns } from '../status-signs.ts'
import type { Audience } from './audience.ts'

interface Parts {
  program: Pick<Program, 'settings' | 'holds' | 'networkChanged'>
  audience: Audience
  signs: Pick<StatusSigns, 'setOffline'>
  log: Pick<Log, 'info'>
}

/** Sleep, shutdown, battery and the network. Returns what ends the watch. */
export function followSurroundings({ program, audience, signs, log }: Parts): () => void {
  const followSettingOfBattery = followBattery({
    powerMonitor,
    isWanted: () => program.settings().pauseOnBattery,
    holds: program.holds,
  })
  audience.on('settings.changed', followSettingOfBattery)
  // Awake again may mean: somewhere else.
  followPower({ powerMonitor, app, engine: { retryNow: () => program.networkChanged() }, log })
  return watchConnection({
    isOnline: () => net.isOnline(),
    onChange(isOnline) {
      log.info(isOnline ? 'the network is back' : 'there is no network')
      signs.setOffline(!isOnline)
      if (isOnline) program.networkChanged()
    },
  })
}

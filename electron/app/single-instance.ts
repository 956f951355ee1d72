import { app } from 'electron'
import * as v from 'valibot'
import type { Start } from './start-arguments.ts'

const startSchema = v.object({ argv: v.array(v.string()), cwd: v.string() })

export function thisStart(): Start {
  return { argv: process.argv.slice(app.isPackaged ? 1 : 2), cwd: process.cwd() }
}

/**
 * True when this is the only Stevedore on this data folder. Otherwise the first one hears of this start through
 * `onSecondStart` and this process must end before it opens the database.
 */
export function claimSingleInstance(onSecondStart: (start: Start) => void): boolean {
  // The event's own argv may be reordered and extended by Chromium; only what we pass ourselves is exact.
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    const parsed = v.safeParse(startSchema, data)
    onSecondStart(parsed.success ? parsed.output : { argv: [], cwd: process.cwd() })
  })
  return app.requestSingleInstanceLock(thisStart())
}

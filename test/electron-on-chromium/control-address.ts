import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { theApp } from './app.ts'
import type { ControlAddress } from './control.ts'

const address: ControlAddress = { control: '', debug: null, pid: process.pid }

/** Writes where this run can be reached: whole or not at all, because a test may read at any moment. */
export function publishAddress(change: Partial<ControlAddress>): void {
  Object.assign(address, change)
  const file = join(theApp.getPath('userData'), 'stand-in.json')
  writeFileSync(`${file}.part`, JSON.stringify(address))
  renameSync(`${file}.part`, file)
}

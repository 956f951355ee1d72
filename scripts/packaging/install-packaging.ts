import { dirname, join } from 'node:path'
import { differingPackages, readJson } from '../setup/installed.mjs'
import { npm } from '../setup/npm.mjs'
import { withSetupLock } from '../setup/setup-lock.mjs'

const root = dirname(dirname(import.meta.dirname))
/** electron-builder has a lockfile of its own: it is as big as everything else together, and only installers need it. */
export const packagingFolder = join(root, 'packaging')

/** Installs what `packaging/package-lock.json` asks for where it is not there yet. */
export async function installPackaging(tell: (line: string) => void): Promise<void> {
  if (isInstalled()) return
  await withSetupLock(
    join(root, '.cache', 'packaging.lock'),
    () => tell('Another process is installing electron-builder; waiting for it …'),
    async () => {
      if (isInstalled()) return
      tell('Installing electron-builder (once, about 90 MB) …')
      await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], packagingFolder)
    },
  )
}

function isInstalled(): boolean {
  const wanted = readJson(join(packagingFolder, 'package-lock.json'))
  const present = readJson(join(packagingFolder, 'node_modules', '.package-lock.json'))
  return wanted !== null && present !== null && differingPackages(wanted, present).length === 0
}

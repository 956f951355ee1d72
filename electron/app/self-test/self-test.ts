import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { arch, platform, release, tmpdir } from 'node:os'
import { join } from 'node:path'
import { app, ipcMain, safeStorage } from 'electron'
import type { Log } from '../../engine/ports/log.ts'
import { Appearance } from '../appearance.ts'
import { desktopServices } from '../desktop-services.ts'
import { registerHandlers, sendEvent } from '../ipc.ts'
import { openProgram } from '../program.ts'
import { programFiles } from '../program-files.ts'
import { Secrets } from '../secrets.ts'
import type { Start } from '../start-arguments.ts'
import { isTrustedSender } from '../trusted-sender.ts'
import { MainWindow } from '../window.ts'
import { reasonOf, runChecks } from './checks.ts'
import { databaseOpens, keyStoreKeeps, uploadArrives, workerRuns } from './program-checks.ts'

/** Generous: the first start on a slow machine, with a virus scanner looking on. */
const limitMs = 60_000

/** `--self-test`: the first thing to run on a new machine, also in the installed program. */
export function asksForSelfTest({ argv }: Start): boolean {
  return argv.includes('--self-test')
}

/** Everything the self-test writes is in here, so that nothing of the person's is touched. */
export function selfTestFolder(): string {
  return mkdtempSync(join(tmpdir(), 'stevedore-self-test-'))
}

/**
 * Tries what depends on the machine and the packaging, prints one line for each, and ends the program with 0 or 1.
 * It speaks English whatever the language: its lines are for reports.
 */
export async function selfTest(dataFolder: string, log: Log, serveWindow: () => void): Promise<void> {
  // Without a listener the end of the window would end the program, with 0 whatever was found.
  app.on('window-all-closed', () => undefined)
  try {
    app.exit((await tryMachine(dataFolder, log, serveWindow)) ? 0 : 1)
  } catch (error) {
    // Nothing else can be tried without the database, and its native module is what fails first on an old system.
    print(`FAILED  start  ${reasonOf(error)}`)
    app.exit(1)
  }
}

async function tryMachine(dataFolder: string, log: Log, serveWindow: () => void): Promise<boolean> {
  print(versions())
  await app.whenReady()
  serveWindow()
  const shown = Promise.withResolvers<void>()
  const window = new MainWindow({
    startHidden: () => true,
    shouldHideOnClose: () => false,
    onHidden: () => undefined,
    hasTray: () => true,
    onClosed: () => undefined,
    onGone: () => undefined,
    onCrash: (reason) => shown.reject(new Error(`its process ended: ${reason}`)),
    onLoadFailure: (error) => shown.reject(error),
  })
  const program = openProgram({
    dataFolder,
    keyStore: safeStorage,
    desktop: desktopServices(() => window.browserWindow, new Appearance(), shown.resolve),
    log,
    send(name, payload) {
      if (window.browserWindow) sendEvent(window.browserWindow.webContents, name, payload)
    },
  })
  registerHandlers(ipcMain, program.handlers, {
    isTrustedSender: (event) => isTrustedSender(event, window.browserWindow?.webContents ?? null),
    log,
  })
  program.start()
  const secrets = new Secrets(safeStorage, program.checkpoint.credentials)
  const checks = [
    { name: 'worker', run: () => workerRuns(programFiles.manifest) },
    { name: 'database', run: () => databaseOpens(program) },
    { name: 'key store', run: async () => keyStoreKeeps(safeStorage, await secrets.canProtect()) },
    {
      name: 'window',
      async run() {
        window.open()
        // The page, its preload and the way between the processes: it has asked who it belongs to.
        await shown.promise
        return 'loaded hidden, and asked its first question'
      },
    },
    { name: 'upload', run: () => uploadArrives(program, dataFolder) },
  ]
  const isFine = await runChecks(checks, print, limitMs)
  await program.stop()
  window.browserWindow?.destroy()
  // Chromium still writes its profile in there: what cannot go yet must not keep the rest.
  removeEntries(app.getPath('userData'))
  removeEntries(dataFolder)
  return isFine
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function versions(): string {
  const { electron, chrome, node, v8, modules } = process.versions
  const parts = [
    `Stevedore ${app.getVersion()}`,
    electron ? `Electron ${electron}` : 'without Electron’s runtime',
    ...(chrome ? [`Chromium ${chrome}`] : []),
    `Node ${node}`,
    `V8 ${v8}`,
    `ABI ${modules}`,
    `${platform()} ${release()} ${arch()}`,
    app.isPackaged ? 'installed' : 'from sources',
  ]
  return parts.join(' · ')
}

function removeEntries(folder: string): void {
  for (const name of readdirSync(folder)) {
    try {
      rmSync(join(folder, name), { recursive: true, force: true })
    } catch {
      // In use.
    }
  }
}

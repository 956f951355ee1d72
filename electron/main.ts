import { app, protocol, session } from 'electron'
import { appScheme, serveFolder } from './app/app-protocol.ts'
import { prepareDataFolder } from './app/data-folder.ts'
import { programFiles } from './app/program-files.ts'
import { denyPermissions, keepPagesInPlace } from './app/security.ts'
import { claimSingleInstance, thisStart } from './app/single-instance.ts'
import { startsHidden } from './app/start-arguments.ts'
import { MainWindow } from './app/window.ts'

// Before the first await: Electron accepts these only until it is ready.
if (process.platform === 'win32') app.setAppUserModelId('io.github.stevedore.Stevedore')
app.enableSandbox()
protocol.registerSchemesAsPrivileged([appScheme])
prepareDataFolder()

const window = new MainWindow({
  startHidden: startsHidden(thisStart()),
  shouldHideOnClose: () => false,
  onHidden() {},
  onCrash() {},
})

if (claimSingleInstance(() => window.show())) void start()
else app.exit(0)

async function start(): Promise<void> {
  await app.whenReady()
  denyPermissions(session.defaultSession)
  keepPagesInPlace(app)
  protocol.handle('app', serveFolder(programFiles.window))
  window.open()
}

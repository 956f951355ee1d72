import { app, dialog, ipcMain, protocol, safeStorage, session } from 'electron'
import { defaultSettings } from '../shared/settings.ts'
import { setAbout } from './app/about.ts'
import { OutsideIntake } from './app/add-from-outside.ts'
import { appScheme, serveFolder } from './app/app-protocol.ts'
import { followSurroundings } from './app/composition/follow-surroundings.ts'
import { keepLoginItem } from './app/composition/keep-login-item.ts'
import { keepUpdated } from './app/composition/keep-updated.ts'
import { notifyPeople } from './app/composition/notify-people.ts'
import { personActions } from './app/composition/person-actions.ts'
import { Shell } from './app/composition/shell.ts'
import { showSigns } from './app/composition/show-signs.ts'
import { stayWithoutWindow } from './app/composition/stay-without-window.ts'
import { prepareDataFolder } from './app/data-folder.ts'
import { desktopServices } from './app/desktop-services.ts'
import { FilesFromOutside } from './app/files-from-outside.ts'
import { registerHandlers } from './app/ipc.ts'
import { endOnUncaughtErrors } from './app/last-words.ts'
import { keepHeapLean } from './app/lean-heap.ts'
import { openLog } from './app/log.ts'
import { openProgram, type Program } from './app/program.ts'
import { programFiles } from './app/program-files.ts'
import { denyPermissions, keepPagesInPlace } from './app/security.ts'
import { asksForSelfTest, selfTest, selfTestFolder } from './app/self-test/self-test.ts'
import { offerSendTo } from './app/send-to.ts'
import { claimSingleInstance, thisStart } from './app/single-instance.ts'
import { type Start, startsHidden } from './app/start-arguments.ts'
import { describeStartFailure } from './app/start-failure.ts'
import { thisInstallation } from './app/this-installation.ts'
import { isTrustedSender } from './app/trusted-sender.ts'

keepHeapLean()
// Electron takes these only before it is ready, so nothing here may wait.
if (process.platform === 'win32') app.setAppUserModelId('io.github.stevedore.Stevedore')
app.enableSandbox()
protocol.registerSchemesAsPrivileged([appScheme])
const isSelfTest = asksForSelfTest(thisStart())
const dataFolder = prepareDataFolder(isSelfTest ? selfTestFolder() : undefined)
const log = openLog(app.getPath('logs'))
const shell = new Shell(log)
const filesFromOutside = new FilesFromOutside()
filesFromOutside.listenTo(app)

// The lock comes before the database: two programs must never work on one checkpoint.
if (isSelfTest) void selfTest(dataFolder, log, secure)
else if (claimSingleInstance(onSecondStart)) void start()
else app.exit(0)

async function start(): Promise<void> {
  endOnUncaughtErrors(log, (code) => app.exit(code))
  await app.whenReady()
  log.info('started', { version: app.getVersion(), versions: process.versions, dataFolder })
  setAbout()
  // Also a start that fails speaks the person's language.
  shell.appearance.follow(defaultSettings)
  const desktop = desktopServices(
    () => shell.window.browserWindow,
    shell.appearance,
    () => shell.navigation.setListening(true),
  )
  const program = open(desktop)
  if (program === null) return
  shell.serve(program)
  secure()
  registerHandlers(ipcMain, program.handlers, {
    isTrustedSender: (event) => isTrustedSender(event, shell.window.browserWindow?.webContents ?? null),
    log,
  })
  offerSendTo(thisInstallation(), log)
  const intake = new OutsideIntake({ program, notify: program.notify, log })
  const signs = showSigns(program, shell, personActions({ program, shell, desktop, intake }))
  const notifier = notifyPeople(program, shell, log)
  const endWatch = followSurroundings({ program, audience: shell.audience, signs, log })
  keepLoginItem(program, shell.audience, log)
  const endUpdates = keepUpdated(program, shell, log)
  stayWithoutWindow(
    shell,
    () => program.stop(),
    () => {
      endWatch()
      notifier.stop()
      endUpdates()
      signs.stop()
    },
    log,
  )
  shell.window.open()
  program.start()
  takeFiles(intake)
}

/** Null when the checkpoint cannot be used (R4): the person reads why, and the program ends. */
function open(desktop: ReturnType<typeof desktopServices>): Program | null {
  try {
    return openProgram({
      dataFolder,
      keyStore: safeStorage,
      resolveProxy: (url) => session.defaultSession.resolveProxy(url),
      desktop,
      log,
      send: (name, payload) => shell.audience.tell(name, payload),
      onAsked: () => shell.showIfHidden(),
    })
  } catch (error) {
    const { say, language } = shell.appearance
    log.error('could not start', { error })
    dialog.showErrorBox(say('startFailed'), describeStartFailure(error, language))
    app.exit(1)
    return null
  }
}

function secure(): void {
  denyPermissions(session.defaultSession)
  keepPagesInPlace(app)
  protocol.handle('app', serveFolder(programFiles.window))
}

function onSecondStart(start: Start): void {
  filesFromOutside.addFrom(start)
  if (!startsHidden(start)) shell.window.show()
}

/** Whoever hands files over wants to see where they go; a start that stays hidden waits until there is a question. */
function takeFiles(intake: OutsideIntake): void {
  filesFromOutside.addFrom(thisStart())
  let isStarting = true
  filesFromOutside.deliverTo((paths) => {
    if (!isStarting) shell.showIfHidden()
    intake.add(paths)
  })
  isStarting = false
}

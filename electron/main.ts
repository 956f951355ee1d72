import { app, dialog, ipcMain, net, powerMonitor, protocol, safeStorage, session } from 'electron'
import type { EventName, Events } from '../shared/ipc.ts'
import { defaultSettings } from '../shared/settings.ts'
import { setAbout } from './app/about.ts'
import { OutsideIntake } from './app/add-from-outside.ts'
import { appScheme, serveFolder } from './app/app-protocol.ts'
import { Appearance } from './app/appearance.ts'
import { followBattery } from './app/battery-hold.ts'
import { watchConnection } from './app/connection-watch.ts'
import { prepareDataFolder } from './app/data-folder.ts'
import { desktopServices } from './app/desktop-services.ts'
import { loadUpdater, thisCanUpdate } from './app/electron-updates.ts'
import { FilesFromOutside } from './app/files-from-outside.ts'
import { registerHandlers, sendEvent } from './app/ipc.ts'
import { endOnUncaughtErrors } from './app/last-words.ts'
import { keepHeapLean } from './app/lean-heap.ts'
import { openLog } from './app/log.ts'
import { type MenuActions, setMenu } from './app/menu.ts'
import { Notifier } from './app/notifier.ts'
import { followPower } from './app/power.ts'
import { openProgram, type Program } from './app/program.ts'
import { programFiles } from './app/program-files.ts'
import { queueMoment } from './app/queue-moment.ts'
import { stopBeforeQuit } from './app/quit.ts'
import { askAndQuit } from './app/quit-question.ts'
import { denyPermissions, keepPagesInPlace } from './app/security.ts'
import { asksForSelfTest, selfTest, selfTestFolder } from './app/self-test/self-test.ts'
import { offerSendTo } from './app/send-to.ts'
import { followSessionEnd } from './app/session-end.ts'
import { NotificationCentre } from './app/show-notification.ts'
import { claimSingleInstance, thisStart } from './app/single-instance.ts'
import { type Start, startsHidden } from './app/start-arguments.ts'
import { StartAtLogin } from './app/start-at-login.ts'
import { describeStartFailure } from './app/start-failure.ts'
import { StatusSigns } from './app/status-signs.ts'
import { thisInstallation, thisLoginItem } from './app/this-installation.ts'
import { untilMorning } from './app/timed-pause.ts'
import { TrayIcon } from './app/tray.ts'
import { TrayHint } from './app/tray-hint.ts'
import type { TrayActions } from './app/tray-menu.ts'
import { hasTray } from './app/tray-support.ts'
import { isTrustedSender } from './app/trusted-sender.ts'
import { updateQuestions } from './app/update-questions.ts'
import { Updates } from './app/updates.ts'
import { MainWindow } from './app/window.ts'
import { WindowNavigation } from './app/window-navigation.ts'

keepHeapLean()
// Electron takes these only before it is ready, so nothing here may wait.
if (process.platform === 'win32') app.setAppUserModelId('io.github.stevedore.Stevedore')
app.enableSandbox()
protocol.registerSchemesAsPrivileged([appScheme])
const isSelfTest = asksForSelfTest(thisStart())
const dataFolder = prepareDataFolder(isSelfTest ? selfTestFolder() : undefined)
const log = openLog(app.getPath('logs'))
const appearance = new Appearance()
const filesFromOutside = new FilesFromOutside()
filesFromOutside.listenTo(app)
const trayHint = new TrayHint()

let program: Program | null = null
let desktop: ReturnType<typeof desktopServices> | null = null
let signs: StatusSigns | null = null
let notifier: Notifier | null = null
let updates: Updates | null = null
let followSettingOfBattery = () => {}
let intake: OutsideIntake | null = null
let startAtLogin: StartAtLogin | null = null
let isQuitting = false
let hasTrayHere = true

const window = new MainWindow({
  startHidden: () =>
    startsHidden(thisStart()) ||
    // macOS passes no arguments to what it opens at login.
    (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin === true),
  shouldHideOnClose: () => !isQuitting && program?.settings().closeToTray === true,
  onHidden: () => trayHint.showOnce(appearance.say, () => window.show()),
  hasTray: () => hasTrayHere,
  onClosed: () => {
    // Not from inside its own event: the window counts as open until that has ended.
    if (process.platform !== 'darwin' && !isQuitting) setImmediate(() => app.quit())
  },
  onCrash: (reason) => log.error('the window crashed', { reason }),
  onGone: () => {
    navigation.setListening(false)
    program?.windowGone()
  },
  onLoadFailure: (error) => log.warn('the window was not loaded to its end', { error }),
})

const navigation = new WindowNavigation({
  show: () => window.show(),
  send: (target) => tell('window.go', target),
})

// The lock comes before the database: two programs must never work on one checkpoint.
if (isSelfTest) void selfTest(dataFolder, log, secure)
else if (claimSingleInstance(onSecondStart)) void start()
else app.exit(0)

function onSecondStart(start: Start): void {
  filesFromOutside.addFrom(start)
  if (!startsHidden(start)) window.show()
}

async function start(): Promise<void> {
  endOnUncaughtErrors(log, (code) => app.exit(code))
  await app.whenReady()
  log.info('started', { version: app.getVersion(), versions: process.versions, dataFolder })
  setAbout()
  // Also a start that fails speaks the person's language.
  appearance.follow(defaultSettings)
  program = open()
  if (program === null) return
  follow(program.settings())
  secure()
  registerHandlers(ipcMain, program.handlers, {
    isTrustedSender: (event) => isTrustedSender(event, window.browserWindow?.webContents ?? null),
    log,
  })
  void hasTray(process.platform).then((isThere) => {
    hasTrayHere = isThere
  })
  offerSendTo(thisInstallation(), log)
  signs = showSigns(program)
  notifier = notifyPeople(program)
  intake = new OutsideIntake({ program, notify: program.notify, log })
  const endWatch = followSurroundings(program)
  stopInOrder(program, endWatch)
  startAtLogin = keepLoginItem(program)
  if (thisCanUpdate()) void keepUpdated(program)
  window.open()
  program.start()
  filesFromOutside.addFrom(thisStart())
  let isStarting = true
  filesFromOutside.deliverTo((paths) => {
    // Whoever hands files over wants to see where they go; a start that stays hidden waits until there is a question.
    if (!isStarting && window.isHidden) window.show()
    intake?.add(paths)
  })
  isStarting = false
}

/** Null when the checkpoint cannot be used (R4): the person reads why, and the program ends. */
function open(): Program | null {
  try {
    desktop = desktopServices(
      () => window.browserWindow,
      appearance,
      () => navigation.setListening(true),
    )
    return openProgram({
      dataFolder,
      keyStore: safeStorage,
      resolveProxy: (url) => session.defaultSession.resolveProxy(url),
      desktop,
      log,
      send: tell,
      onAsked: () => {
        if (window.isHidden) window.show()
      },
    })
  } catch (error) {
    log.error('could not start', { error })
    dialog.showErrorBox(appearance.say('startFailed'), describeStartFailure(error, appearance.language))
    app.exit(1)
    return null
  }
}

function secure(): void {
  denyPermissions(session.defaultSession)
  keepPagesInPlace(app)
  protocol.handle('app', serveFolder(programFiles.window))
}

/** Everything that happens goes to the window and to what the desktop shows beside it. */
function tell<K extends EventName>(name: K, payload: Events[K]): void {
  const contents = window.browserWindow?.webContents
  if (contents) sendEvent(contents, name, payload)
  signs?.follow(name, payload)
  notifier?.follow(name, payload)
  if (name === 'uploads.changed') void updates?.goOn()
  if (name === 'settings.changed') follow(payload as Events['settings.changed'])
}

function follow(settings: Events['settings.changed']): void {
  startAtLogin?.follow(settings)
  followSettingOfBattery()
  signs?.setLimit(settings.bandwidthLimit)
  if (appearance.follow(settings) || signs === null) {
    setMenu(appearance.say, menuActions)
    signs?.speak(appearance.say, appearance.language)
  }
}

async function keepUpdated({ service, settings, holds }: Program): Promise<void> {
  const updater = await loadUpdater(log, () => {
    isQuitting = true
  })
  updates = new Updates({
    updater,
    isWanted: () => settings().checkForUpdates,
    running: () => service.engine.running().length,
    ...updateQuestions(
      () => window.browserWindow,
      () => appearance.say,
    ),
    holdUploads: () => holds.begin('update', null, 'after-parts'),
    log,
  })
  updates.start()
}

function keepLoginItem({ settings, change, notify }: Program): StartAtLogin {
  return new StartAtLogin({
    item: thisLoginItem(),
    settings: settings(),
    onSwitchedOff: () => change({ startAtLogin: false }),
    notify,
    log,
  })
}

function showSigns({ service, checkpoint, settings, change, pauseUntil }: Program): StatusSigns {
  const all = { kind: 'all', filter: 'all' } as const
  const actions: TrayActions = {
    open: () => window.show(),
    upload: (kind) => void uploadFromTray(kind),
    pauseAll: (when) => void service.engine.pause(all, when),
    pauseFor: (time) =>
      pauseUntil(time === 'half-hour' ? Date.now() + 30 * 60_000 : untilMorning(new Date())),
    resumeAll: () => void service.engine.resume({ kind: 'all', filter: 'waiting' }),
    setLimit: (bandwidthLimit) => change({ bandwidthLimit }),
    showProblems: () => navigation.goTo({ place: 'queue', filter: 'problems' }),
    showSettings: () => navigation.goTo({ place: 'settings' }),
    quit: () => void quitAsked(),
  }
  const shown = new StatusSigns({
    tray: new TrayIcon(actions, appearance.say, appearance.language),
    window: () => window.browserWindow,
    counts: () => checkpoint.queue.counts(),
    say: () => appearance.say,
  })
  shown.setLimit(settings().bandwidthLimit)
  return shown
}

const menuActions: MenuActions = {
  upload: (kind) => void uploadFromTray(kind),
  showSettings: () => navigation.goTo({ place: 'settings' }),
  exportDiagnostics: () => void exportDiagnostics(),
  showAbout: () => app.showAboutPanel(),
  quit: () => void quitAsked(),
}

async function quitAsked(): Promise<void> {
  await askAndQuit({
    window: () => window.browserWindow,
    say: () => appearance.say,
    running: () => program?.service.engine.running().length ?? 0,
    isWanted: () => program?.settings().askBeforeQuit ?? false,
    onNeverAgain: () => program?.change({ askBeforeQuit: false }),
    quit: () => app.quit(),
  })
}

async function exportDiagnostics(): Promise<void> {
  try {
    const path = await program?.handlers['app.exportDiagnostics'](undefined)
    if (path) program?.notify({ kind: 'diagnosticsSaved', level: 'info', params: { path } })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    program?.notify({ kind: 'diagnosticsFailed', level: 'error', params: { reason } })
  }
}

/** The dialog belongs to the window, so the window comes first. */
async function uploadFromTray(kind: 'files' | 'folder'): Promise<void> {
  window.show()
  const paths = await desktop?.pick(kind)
  if (paths) intake?.add(paths)
}

function notifyPeople({ checkpoint, destinations, settings }: Program): Notifier {
  const centre = new NotificationCentre(
    (target) => navigation.goTo(target),
    (error) => log.warn('a notification was not shown', { error }),
  )
  return new Notifier({
    look: () => queueMoment(checkpoint.queue, destinations.list()),
    settings,
    say: () => appearance.say,
    isInFront: () => window.isInFront,
    show: (notification) => centre.show(notification),
  })
}

/** Sleep, shutdown and the network; returns what ends the watch. */
function followSurroundings(running: Program): () => void {
  // Awake again may mean: somewhere else.
  const engine = { retryNow: () => running.networkChanged() }
  followSettingOfBattery = followBattery({
    powerMonitor,
    isWanted: () => running.settings().pauseOnBattery,
    holds: running.holds,
  })
  followPower({ powerMonitor, app, engine, log })
  return watchConnection({
    isOnline: () => net.isOnline(),
    onChange(isOnline) {
      log.info(isOnline ? 'the network is back' : 'there is no network')
      signs?.setOffline(!isOnline)
      if (isOnline) running.networkChanged()
    },
  })
}

function stopInOrder(running: Program, endWatch: () => void): void {
  app.on('before-quit', () => {
    isQuitting = true
  })
  // Without a listener Electron would quit; a window that is only released must not end the program.
  app.on('window-all-closed', () => undefined)
  followSessionEnd(() => void running.stop(), log)
  app.on('activate', () => window.show())
  stopBeforeQuit(
    app,
    async () => {
      endWatch()
      notifier?.stop()
      updates?.stop()
      signs?.stop()
      await running.stop()
      log.info('stopped')
    },
    (error) => log.error('did not stop in order', { error }),
  )
}

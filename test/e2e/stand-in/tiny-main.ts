/** A program just big enough to see whether the stand-in behaves as Electron's documentation says. */
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  protocol,
  shell,
  Tray,
} from 'electron'
import { prepareDataFolder } from '../../../electron/app/data-folder.ts'

const preload = process.env.TINY_PRELOAD ?? ''
const log: string[] = []
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])
prepareDataFolder()

if (!app.requestSingleInstanceLock({ argv: process.argv.slice(2), cwd: process.cwd() })) app.exit(7)

for (const event of ['ready', 'before-quit', 'will-quit', 'quit', 'window-all-closed'] as const) {
  app.on(event as 'quit', () => void log.push(event))
}
app.on('quit', () => console.log(log.join(' ')))
app.on('window-all-closed', () => {})
app.on('second-instance', (_event, _argv, _cwd, data) => log.push(`second ${JSON.stringify(data)}`))
app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', (event) => {
    log.push(`navigate ${event.url}`)
    event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    log.push(`open ${url}`)
    void shell.openExternal(url)
    return { action: 'deny' }
  })
})

await app.whenReady()
protocol.handle('app', ({ url }) => {
  const { pathname } = new URL(url)
  if (pathname === '/main.js')
    return new Response('globalThis.ran = true', { headers: { 'content-type': 'text/javascript' } })
  return new Response(
    '<title>tiny</title><script src="/main.js"></script><script>globalThis.inline = true</script>',
    {
      headers: {
        'content-type': 'text/html',
        'content-security-policy': "default-src 'none'; script-src 'self'; frame-src 'self'",
      },
    },
  )
})
const window = new BrowserWindow({ show: false, webPreferences: { preload } })
let mayClose = false
window.on('close', (event) => {
  log.push('close')
  if (mayClose) return
  event.preventDefault()
  window.hide()
})
window.once('ready-to-show', () => window.show())
const handlers: Record<string, (...args: never[]) => unknown> = {
  'app.info': () => ({ log, isReady: app.isReady() }),
  'queue.add': (request: unknown) => request,
  'queue.page': () => {
    throw new Error('no page')
  },
  'queue.pick': async () => (await dialog.showOpenDialog(window, { properties: ['openFile'] })).filePaths,
  'queue.watch': () => {
    window.webContents.send('event:notice', { kind: 'one' })
    window.webContents.send('event:notice', { kind: 'two' })
    return null
  },
  'settings.set': () => {
    mayClose = true
    return null
  },
}
for (const [name, handler] of Object.entries(handlers)) {
  ipcMain.handle(`command:${name}`, (event, request) => {
    if (name === 'queue.counts') return null
    log.push(`${name} from ${event.senderFrame?.url} top ${event.senderFrame?.parent === null}`)
    return handler(request as never)
  })
}
const tray = new Tray(nativeImage.createEmpty())
tray.setToolTip('tiny')
tray.setContextMenu(
  Menu.buildFromTemplate([
    { label: 'Show', click: () => window.show() },
    { label: 'Grey', enabled: false },
    {
      label: 'More',
      submenu: [{ label: 'Tell', click: () => new Notification({ title: 'T', body: 'B' }).show() }],
    },
  ]),
)
await window.loadURL('app://ui/index.html')

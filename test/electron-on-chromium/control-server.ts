import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { theApp } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import type { ControlCommand } from './control.ts'
import { publishAddress } from './control-address.ts'
import { answerDialog } from './dialog.ts'
import { Menu } from './menu.ts'
import { notificationsById } from './notification.ts'
import { thePowerMonitor } from './power.ts'
import { Preventable } from './preventable.ts'
import { state } from './state.ts'
import { theTray } from './tray.ts'

/** Lets a test play the person and the desktop: reads what is shown, clicks, answers dialogs, sends the laptop to sleep. */
export async function startControlServer(): Promise<void> {
  const server = createServer((request, response) => {
    void handle(request).then(
      (answer) => response.end(JSON.stringify(answer ?? null)),
      (error) => {
        response.statusCode = 500
        response.end(String(error?.message ?? error))
      },
    )
  })
  server.unref()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  publishAddress({ control: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}

async function handle(request: IncomingMessage): Promise<unknown> {
  if (request.method === 'GET') return state
  return obey(JSON.parse(await text(request)))
}

function obey(command: ControlCommand): unknown {
  switch (command.do) {
    case 'click-tray':
      return theTray?.menu?.click(command.path)
    case 'activate-tray':
      return theTray?.emit('click', new Preventable())
    case 'click-menu':
      return Menu.getApplicationMenu()?.click(command.path)
    case 'close-window':
      return BrowserWindow.getAllWindows()[0]?.close()
    case 'answer-dialog':
      return answerDialog(command.answer)
    case 'click-notification':
      return notificationsById.get(command.id)?.emit('click', new Preventable())
    case 'power':
      if (command.event === 'on-battery' || command.event === 'on-ac') {
        state.isOnBattery = command.event === 'on-battery'
      }
      return thePowerMonitor.emit(command.event, new Preventable())
    case 'online':
      state.isOnline = command.isOnline
      return null
    case 'proxy':
      state.proxyAnswer = command.answer
      return null
    case 'open-file':
      return theApp.emit('open-file', new Preventable(), command.path)
    case 'activate':
      return theApp.emit('activate', new Preventable(), BrowserWindow.getAllWindows().length > 0)
    case 'quit':
      // The answer must be on its way before the program goes.
      setImmediate(() => theApp.quit())
      return null
  }
}

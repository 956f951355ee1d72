import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron'
import { type Bridge, commandNames, eventNames } from '../shared/ipc.ts'
import { commandChannel, eventChannel } from './app/channels.ts'

/** All the window ever gets of Electron: the commands and events of the contract, and the path of a file it was given. */
const bridge: Bridge = {
  async invoke(name, request) {
    if (!commandNames.includes(name))
      return refuse('UnknownCommand', `There is no command "${String(name)}".`)
    try {
      return await ipcRenderer.invoke(commandChannel(name), request)
    } catch (thrown) {
      return refuse('CommandNotAnswered', thrown instanceof Error ? thrown.message : String(thrown))
    }
  },
  subscribe(name, listener) {
    if (!eventNames.includes(name)) throw new Error(`There is no event "${String(name)}".`)
    const forward = (_event: IpcRendererEvent, payload: Parameters<typeof listener>[0]) => listener(payload)
    ipcRenderer.on(eventChannel(name), forward)
    return () => {
      ipcRenderer.off(eventChannel(name), forward)
    }
  },
  pathForFile: (file) => webUtils.getPathForFile(file as File),
}

contextBridge.exposeInMainWorld('stevedore', bridge)

function refuse(code: string, message: string) {
  return { ok: false as const, error: { code, retry: 'fatal' as const, message, fromServer: false } }
}

import type { ContextBridge, IpcRenderer, IpcRendererEvent, WebUtils } from 'electron'
import type { WorldLink } from './link-worlds.ts'
import type { plainJson } from './plain-json.ts'

/** What a sandboxed preload gets from `require('electron')`, as far as the program uses it. */
export interface PreloadElectron {
  contextBridge: Pick<ContextBridge, 'exposeInMainWorld'>
  ipcRenderer: Pick<IpcRenderer, 'invoke' | 'send'> & {
    on(channel: string, listener: Listener): unknown
    once(channel: string, listener: Listener): unknown
    off(channel: string, listener: Listener): unknown
  }
  webUtils: WebUtils
}

type Listener = (event: IpcRendererEvent, ...args: unknown[]) => void

/** From the page to the main process. */
export type UpMessage =
  | { kind: 'hello' }
  | { kind: 'invoke'; id: number; channel: string; args: unknown[] }
  | { kind: 'send'; channel: string; args: unknown[] }

/** From the main process to the page. */
export type DownMessage =
  | { kind: 'answer'; id: number; ok: true; value: unknown }
  | { kind: 'answer'; id: number; ok: false; message: string }
  | { kind: 'event'; channel: string; args: unknown[] }

/** Names of the three globals that join the isolated world to the outside; the page's own world has none of them. */
export const worldGlobals = {
  /** Function of CDP's `Runtime.addBinding`: text to the main process. */
  up: 'standInUp',
  /** Called by the main process with a `DownMessage` as text. */
  down: 'standInDown',
  /** Holds `{ file, path }` while a path is being asked for. */
  file: 'standInFile',
} as const

/** Runs in the isolated world before the preload. Sent to the browser as text: nothing from outside may be used. */
export function preloadWorld(
  link: WorldLink,
  globals: typeof worldGlobals,
  json: ReturnType<typeof plainJson>,
): PreloadElectron {
  const world = globalThis as unknown as Record<string, unknown>
  const up = world[globals.up] as (text: string) => void
  const listeners = new Map<string, Listener[]>()
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let nextId = 1

  world[globals.down] = (text: string) => {
    const message = json.fromText(text) as DownMessage
    if (message.kind === 'event') {
      const event = { sender: ipcRenderer, ports: [] } as unknown as IpcRendererEvent
      for (const listener of [...(listeners.get(message.channel) ?? [])]) listener(event, ...message.args)
      return
    }
    const waiter = pending.get(message.id)
    pending.delete(message.id)
    if (message.ok) waiter?.resolve(message.value)
    else waiter?.reject(new Error(message.message))
  }

  const ipcRenderer: PreloadElectron['ipcRenderer'] = {
    invoke(channel, ...args) {
      const id = nextId++
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject })
        post({ kind: 'invoke', id, channel, args })
      })
    },
    send: (channel, ...args) => post({ kind: 'send', channel, args }),
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
      return ipcRenderer
    },
    once(channel, listener) {
      const once: Listener = (event, ...args) => {
        ipcRenderer.off(channel, once)
        listener(event, ...args)
      }
      return ipcRenderer.on(channel, once)
    },
    off(channel, listener) {
      const present = listeners.get(channel) ?? []
      const index = present.lastIndexOf(listener)
      listeners.set(
        channel,
        present.filter((_, at) => at !== index),
      )
      return ipcRenderer
    },
  }

  function post(message: UpMessage): void {
    up(json.toText(message))
  }

  function getPathForFile(file: unknown): string {
    if (!(file instanceof File)) throw new TypeError('getPathForFile expected a File')
    const slot = { file, path: '' }
    world[globals.file] = slot
    // The outside reads the slot, asks the browser for the path, writes it back and lets the page go on.
    // biome-ignore lint/suspicious/noDebugger: a pause is the only synchronous way out of a page.
    debugger
    delete world[globals.file]
    return slot.path
  }

  post({ kind: 'hello' })
  return {
    contextBridge: { exposeInMainWorld: (key, api) => link.expose(key, api) },
    ipcRenderer,
    webUtils: { getPathForFile },
  }
}

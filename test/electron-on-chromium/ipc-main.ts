import { EventEmitter } from 'node:events'
import type { IpcMain, IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron'
import type { DownMessage, UpMessage } from './preload-world.ts'
import { strict } from './strict.ts'

type Handler = Parameters<IpcMain['handle']>[1]

class StandInIpcMain extends EventEmitter implements Pick<IpcMain, 'handle' | 'removeHandler'> {
  readonly #handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }

  /** A message from the top frame of a window; `answer` is called once for `invoke` and never for `send`. */
  async receive(
    message: Exclude<UpMessage, { kind: 'hello' }>,
    sender: WebContents,
    frame: WebFrameMain,
    answer: (message: DownMessage) => void,
  ): Promise<void> {
    const event = {
      type: 'frame',
      sender,
      senderFrame: frame,
      frameId: 1,
      processId: 1,
    } as IpcMainInvokeEvent
    if (message.kind === 'send') {
      this.emit(message.channel, event, ...message.args)
      return
    }
    const { id, channel } = message
    try {
      const handler = this.#handlers.get(channel)
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
      answer({ kind: 'answer', id, ok: true, value: await handler(event, ...message.args) })
    } catch (error) {
      answer({
        kind: 'answer',
        id,
        ok: false,
        message: `Error invoking remote method '${channel}': ${error}`,
      })
    }
  }
}

export const theIpcMain = new StandInIpcMain()
export const ipcMain = strict('ipcMain', theIpcMain)

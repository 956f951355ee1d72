import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron'
import {
  type Answer,
  type CommandName,
  commandNames,
  type EventName,
  type Events,
  type Request,
  type Response,
} from '../../shared/ipc.ts'
import { toErrorData, UploadError } from '../../shared/upload-error.ts'
import type { Log } from '../engine/ports/log.ts'
import { commandChannel, eventChannel } from './channels.ts'

/** One function per command of the contract. Each parses its request itself and throws `UploadError`. */
export type Handlers = {
  [K in CommandName]: (request: Request<K>) => Promise<Response<K>> | Response<K>
}

interface Options {
  isTrustedSender(event: IpcMainInvokeEvent): boolean
  log: Pick<Log, 'warn' | 'error'>
}

/**
 * Opens one channel per command. Whatever happens, the caller gets an `Answer`: an error thrown through Electron's
 * own `invoke` would arrive as its message alone.
 */
export function registerHandlers(
  ipcMain: Pick<IpcMain, 'handle'>,
  handlers: Handlers,
  options: Options,
): void {
  for (const name of commandNames) register(ipcMain, name, handlers[name], options)
}

function register<K extends CommandName>(
  ipcMain: Pick<IpcMain, 'handle'>,
  name: K,
  handler: Handlers[K],
  { isTrustedSender, log }: Options,
): void {
  ipcMain.handle(commandChannel(name), async (event, request): Promise<Answer<Response<K>>> => {
    try {
      if (!isTrustedSender(event)) throw untrustedSender(name)
      return { ok: true, value: await handler(request) }
    } catch (thrown) {
      const error = toErrorData(thrown)
      if (error.code === 'UntrustedSender') log.warn('a command from a foreign page was refused', { name })
      if (error.code === 'Unexpected') log.error('a command failed unexpectedly', { name, error: thrown })
      return { ok: false, error }
    }
  })
}

function untrustedSender(command: CommandName): UploadError {
  return new UploadError({
    code: 'UntrustedSender',
    retry: 'fatal',
    message: `"${command}" may only be called by the program's own window.`,
    fromServer: false,
  })
}

/** Sends an event to one window; a window that is gone or still loading misses it and reads the state when it opens. */
export function sendEvent<K extends EventName>(
  target: Pick<WebContents, 'send' | 'isDestroyed'>,
  name: K,
  payload: Events[K],
): void {
  if (!target.isDestroyed()) target.send(eventChannel(name), payload)
}

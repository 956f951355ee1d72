import type { IpcMainInvokeEvent } from 'electron'
import { describe, expect, it } from 'vitest'
import { type Handlers, registerHandlers, sendEvent } from '../../electron/app/ipc.ts'
import { isTrustedSender } from '../../electron/app/trusted-sender.ts'
import { type Answer, commandNames } from '../../shared/ipc.ts'
import { UploadError } from '../../shared/upload-error.ts'

type Listener = (event: IpcMainInvokeEvent, request: unknown) => Promise<Answer<unknown>>

/** Handlers that answer their own name, with some replaced. */
function handlersWith(replaced: Partial<Handlers>): Handlers {
  const echo = Object.fromEntries(commandNames.map((name) => [name, () => name]))
  return { ...echo, ...replaced } as unknown as Handlers
}

function setUp(replaced: Partial<Handlers> = {}, isTrusted = true) {
  const channels = new Map<string, Listener>()
  const logged: string[] = []
  registerHandlers(
    { handle: (channel, listener) => void channels.set(channel, listener) },
    handlersWith(replaced),
    {
      isTrustedSender: () => isTrusted,
      log: { warn: (message) => logged.push(message), error: (message) => logged.push(message) },
    },
  )
  const call = (channel: string, request?: unknown) =>
    channels.get(channel)?.({} as IpcMainInvokeEvent, request)
  return { channels, logged, call }
}

describe('registerHandlers', () => {
  it('opens one channel per command and no other', async () => {
    const { channels, call } = setUp()
    expect([...channels.keys()]).toEqual(commandNames.map((name) => `command:${name}`))
    for (const name of commandNames) expect(await call(`command:${name}`)).toEqual({ ok: true, value: name })
  })

  it('hands the request over as it came', async () => {
    const { call } = setUp({ 'queue.details': (request) => request as never })
    expect(await call('command:queue.details', { id: 7 })).toEqual({ ok: true, value: { id: 7 } })
  })

  it('answers with all fields of an UploadError', async () => {
    const data = {
      code: 'NoSuchBucket',
      retry: 'fatal',
      message: 'm',
      fromServer: true,
      requestId: 'r',
      ec: 'e',
    } as const
    const { call, logged } = setUp({
      'queue.page': () => {
        throw new UploadError(data)
      },
    })
    expect(await call('command:queue.page')).toEqual({ ok: false, error: data })
    expect(logged).toEqual([])
  })

  it('answers a bug with its message and writes it to the log', async () => {
    const { call, logged } = setUp({
      'queue.page': () => Promise.reject(new TypeError('x is not a function')),
    })
    expect(await call('command:queue.page')).toMatchObject({
      ok: false,
      error: { code: 'Unexpected', message: 'x is not a function' },
    })
    expect(logged).toHaveLength(1)
  })

  it('refuses a foreign page before its request reaches a handler', async () => {
    let calls = 0
    const { call, logged } = setUp({ 'app.info': () => ++calls as never }, false)
    expect(await call('command:app.info')).toMatchObject({ ok: false, error: { code: 'UntrustedSender' } })
    expect(calls).toBe(0)
    expect(logged).toHaveLength(1)
  })
})

describe('isTrustedSender', () => {
  const ours = { id: 4 } as Electron.WebContents
  const event = (frame: object | null, senderId = 4) =>
    ({ sender: { id: senderId }, senderFrame: frame }) as unknown as IpcMainInvokeEvent

  it('trusts the top frame of our window on our page', () => {
    expect(isTrustedSender(event({ parent: null, url: 'app://ui/index.html#x' }), ours)).toBe(true)
  })

  it.each([
    ['a frame that is gone', event(null)],
    ['a frame inside the page', event({ parent: {}, url: 'app://ui/index.html' })],
    ['another window', event({ parent: null, url: 'app://ui/index.html' }, 5)],
    ['another host of our scheme', event({ parent: null, url: 'app://evil/index.html' })],
    ['a web page', event({ parent: null, url: 'https://ui/index.html' })],
    ['a page whose address only looks like ours', event({ parent: null, url: 'https://x/?app://ui/' })],
    ['no address at all', event({ parent: null, url: '' })],
  ])('refuses %s', (_name, foreign) => {
    expect(isTrustedSender(foreign, ours)).toBe(false)
  })

  it('refuses everyone while there is no window', () => {
    expect(isTrustedSender(event({ parent: null, url: 'app://ui/index.html' }), null)).toBe(false)
  })
})

describe('sendEvent', () => {
  it('sends to a living window only', () => {
    const sent: unknown[][] = []
    const target = (gone: boolean) => ({
      isDestroyed: () => gone,
      send: (...args: unknown[]) => void sent.push(args),
    })
    const notice = { kind: 'resumed', level: 'info', params: { count: 2 } } as const
    sendEvent(target(true), 'notice', notice)
    sendEvent(target(false), 'notice', notice)
    expect(sent).toEqual([['event:notice', notice]])
  })
})

import { createContext, runInContext } from 'node:vm'
import { build, type Rolldown } from 'vite'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Bridge, commandNames, eventNames } from '../../shared/ipc.ts'

/** The preload is tested as it ships: built, and run with nothing but `require('electron')`. */
let source: string
let chunks: number

beforeAll(async () => {
  const output = (await build({
    configFile: 'vite.preload.config.ts',
    logLevel: 'silent',
    build: { write: false },
  })) as Rolldown.RolldownOutput
  chunks = output.output.length
  source = output.output[0].code
})

type Listener = (event: unknown, payload: unknown) => void

class FakeIpcRenderer {
  readonly invoked: { channel: string; args: unknown[] }[] = []
  readonly listeners: { channel: string; listener: Listener }[] = []
  answer: () => unknown = () => ({ ok: true, value: 'answer' })

  async invoke(channel: string, ...args: unknown[]) {
    this.invoked.push({ channel, args })
    return this.answer()
  }

  on(channel: string, listener: Listener) {
    this.listeners.push({ channel, listener })
  }

  off(channel: string, listener: Listener) {
    const index = this.listeners.findIndex((l) => l.channel === channel && l.listener === listener)
    if (index !== -1) this.listeners.splice(index, 1)
  }

  emit(channel: string, payload: unknown) {
    for (const entry of this.listeners.filter((l) => l.channel === channel)) entry.listener({}, payload)
  }
}

function runPreload() {
  const exposed: Record<string, unknown> = {}
  const required: string[] = []
  const ipcRenderer = new FakeIpcRenderer()
  const electron = {
    contextBridge: {
      exposeInMainWorld(key: string, api: unknown) {
        exposed[key] = api
      },
    },
    ipcRenderer,
    webUtils: { getPathForFile: (file: { path: string }) => file.path },
  }
  const require = (name: string) => {
    required.push(name)
    if (name !== 'electron') throw new Error(`module not found: ${name}`)
    return electron
  }
  runInContext(source, createContext({ Error, require, module: { exports: {} }, exports: {} }))
  return { exposed, required, ipcRenderer, bridge: exposed.stevedore as Bridge }
}

describe('the built preload', () => {
  it('is one CommonJS file that requires only electron', () => {
    expect(chunks).toBe(1)
    expect(source).not.toMatch(/^\s*(import|export)\b/m)
    expect(runPreload().required).toEqual(['electron'])
  })

  it('exposes exactly invoke, subscribe and pathForFile, under one name', () => {
    const { exposed } = runPreload()
    expect(Object.keys(exposed)).toEqual(['stevedore'])
    expect(Object.keys(exposed.stevedore as object).sort()).toEqual(['invoke', 'pathForFile', 'subscribe'])
  })

  it('hands every command of the contract to its own channel', async () => {
    const { bridge, ipcRenderer } = runPreload()
    for (const name of commandNames) await bridge.invoke(name, { id: 7 } as never)
    expect(ipcRenderer.invoked).toEqual(
      commandNames.map((name) => ({ channel: `command:${name}`, args: [{ id: 7 }] })),
    )
  })

  it.each(['app.quit', 'toString', '', 'queue.add '])(
    'refuses the unknown command "%s" as data',
    async (name) => {
      const { bridge, ipcRenderer } = runPreload()
      const answer = await bridge.invoke(name as never, undefined as never)
      expect(answer).toMatchObject({ ok: false, error: { code: 'UnknownCommand', retry: 'fatal' } })
      expect(ipcRenderer.invoked).toEqual([])
    },
  )

  it('answers with data when the main process cannot be reached', async () => {
    const { bridge, ipcRenderer } = runPreload()
    ipcRenderer.answer = () => {
      throw new Error('gone')
    }
    const answer = await bridge.invoke('app.info', undefined)
    expect(answer).toMatchObject({ ok: false, error: { code: 'CommandNotAnswered', message: 'gone' } })
  })

  it('passes on the payload of an event, never the event of Electron', () => {
    const { bridge, ipcRenderer } = runPreload()
    const seen: unknown[] = []
    for (const name of eventNames) bridge.subscribe(name, (...args: unknown[]) => seen.push([name, args]))
    for (const name of eventNames) ipcRenderer.emit(`event:${name}`, { of: name })
    expect(seen).toEqual(eventNames.map((name) => [name, [{ of: name }]]))
  })

  it('ends exactly the subscription whose function is called, also when two share a listener', () => {
    const { bridge, ipcRenderer } = runPreload()
    const seen: unknown[] = []
    const listener = (payload: unknown) => seen.push(payload)
    const endFirst = bridge.subscribe('notice', listener)
    bridge.subscribe('notice', listener)
    endFirst()
    endFirst()
    ipcRenderer.emit('event:notice', 'once')
    expect(seen).toEqual(['once'])
    expect(ipcRenderer.listeners).toHaveLength(1)
  })

  it('throws for an event that is not in the contract', () => {
    expect(() => runPreload().bridge.subscribe('everything' as never, () => {})).toThrow(
      'no event "everything"',
    )
  })

  it('asks Electron for the path of a file', () => {
    expect(runPreload().bridge.pathForFile({ path: '/home/a.bin' })).toBe('/home/a.bin')
  })
})

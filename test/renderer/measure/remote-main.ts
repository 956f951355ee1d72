import type { Server } from 'node:http'
import { type CommandName, eventNames, type Request } from '../../../shared/ipc.ts'
import { createFakeBridge } from '../fake/fake-bridge.ts'
import { acceptWebSockets, type Connection } from './web-socket-server.ts'

/** How often the program tells the window how far its uploads are. */
const reportMs = 160

/** What passed between the window and the main process, in bytes of JSON. */
export interface Traffic {
  toWindow: number
  fromWindow: number
}

/**
 * The simulated main process outside the page: what it does must not count as work of the window, nor its 100,000 rows
 * as the window's memory. The page talks to it by a web socket.
 */
export function startRemoteMain(server: Server, rows: number) {
  const { bridge, control } = createFakeBridge({ scenario: 'many', rows })
  const traffic: Traffic = { toWindow: 0, fromWindow: 0 }
  const pages = new Set<Connection>()
  const send = (page: Connection, message: unknown) => {
    const text = JSON.stringify(message)
    traffic.toWindow += Buffer.byteLength(text)
    page.send(text)
  }
  for (const name of eventNames) {
    bridge.subscribe(name, (payload) => {
      for (const page of pages) send(page, { name, payload })
    })
  }
  const answer = async (text: string, page: Connection) => {
    traffic.fromWindow += Buffer.byteLength(text)
    const { id, name, request }: { id: number; name: CommandName; request: Request<CommandName> } =
      JSON.parse(text)
    send(page, { id, answer: await bridge.invoke(name, request) })
  }
  acceptWebSockets(
    server,
    (page) => pages.add(page),
    (text, page) => void answer(text, page),
    (page) => pages.delete(page),
  )
  const ticker = setInterval(() => control.tick(reportMs), reportMs)
  return { traffic, stop: () => clearInterval(ticker) }
}

/** Runs in the page before its own scripts: the bridge of the preload, over a web socket. */
export function installRemoteBridge(): void {
  type Listener = (payload: unknown) => void
  const listeners = new Map<string, Set<Listener>>()
  const waiting = new Map<number, Listener>()
  const socket = new WebSocket(`ws://${location.host}/`)
  const opened = new Promise((resolve) => socket.addEventListener('open', resolve))
  let lastId = 0
  socket.addEventListener('message', ({ data }) => {
    const { id, answer, name, payload } = JSON.parse(data)
    waiting.get(id)?.(answer)
    waiting.delete(id)
    for (const listener of listeners.get(name) ?? []) listener(payload)
  })
  const bridge = {
    async invoke(name: string, request: unknown) {
      await opened
      lastId += 1
      const id = lastId
      const answered = new Promise((resolve) => waiting.set(id, resolve))
      socket.send(JSON.stringify({ id, name, request }))
      return answered
    },
    subscribe(name: string, listener: Listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listener))
      return () => set.delete(listener)
    },
    pathForFile: () => '',
  }
  Object.assign(window, { stevedore: bridge })
}

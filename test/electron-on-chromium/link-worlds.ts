/**
 * Runs inside the page, once in the page's own world and once in the preload's isolated world, and carries values
 * between the two as Electron's context bridge does: plain data is copied, functions and promises become proxies,
 * errors keep name and message. Two worlds share only the DOM, so messages travel as events on `document`, whose
 * details Chromium clones from world to world (a `File` keeps its backing file). Dispatching is synchronous.
 *
 * The function is sent to the browser as text: it may use nothing from outside itself.
 */
export function linkWorlds(ownEvent: string, otherEvent: string): WorldLink {
  type Message =
    | { kind: 'call'; id: number; args: unknown[] }
    | { kind: 'settle'; id: number; outcome: Outcome }
    | { kind: 'expose'; key: string; api: unknown }
    | { kind: 'reply'; outcome: Outcome }
  type Outcome = { ok: true; value: unknown } | { ok: false; name: string; message: string }
  type Reference = { worldReference: 'function' | 'promise'; id: number; of: string }

  const ownFunctions = new Map<number, (...args: unknown[]) => unknown>()
  const idsOfFunctions = new WeakMap<object, number>()
  const foreignFunctions = new Map<number, (...args: unknown[]) => unknown>()
  const foreignPromises = new Map<number, (outcome: Outcome) => void>()
  let nextId = 1
  let reply: Outcome | null = null

  document.addEventListener(ownEvent, (event) => {
    const message = (event as CustomEvent<Message | null>).detail
    // What cannot be cloned arrives as nothing; the sender sees that no reply came.
    if (message === null || message === undefined) return
    if (message.kind === 'reply') {
      reply = message.outcome
      return
    }
    post({ kind: 'reply', outcome: attempt(() => handle(message)) })
  })

  function post(message: Message): void {
    document.dispatchEvent(new CustomEvent(otherEvent, { detail: message }))
  }

  function ask(message: Message): unknown {
    reply = null
    post(message)
    const outcome = reply as Outcome | null
    reply = null
    if (outcome === null) throw new TypeError('An object could not be cloned.')
    return open(outcome)
  }

  function handle(message: Exclude<Message, { kind: 'reply' }>): unknown {
    if (message.kind === 'expose') return define(message.key, decode(message.api))
    if (message.kind === 'settle') return foreignPromises.get(message.id)?.(message.outcome)
    const target = ownFunctions.get(message.id)
    if (target === undefined) throw new Error('This function is gone.')
    return target(...message.args.map(decode))
  }

  function attempt(run: () => unknown): Outcome {
    try {
      return { ok: true, value: encode(run()) }
    } catch (thrown) {
      return failure(thrown)
    }
  }

  function failure(thrown: unknown): Outcome {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    return { ok: false, name: error.name, message: error.message }
  }

  function open(outcome: Outcome): unknown {
    if (outcome.ok) return decode(outcome.value)
    const error = new Error(outcome.message)
    error.name = outcome.name
    throw error
  }

  function encode(value: unknown): unknown {
    if (typeof value === 'function') {
      const id = idsOfFunctions.get(value) ?? nextId++
      idsOfFunctions.set(value, id)
      ownFunctions.set(id, value as (...args: unknown[]) => unknown)
      return { worldReference: 'function', id, of: ownEvent } satisfies Reference
    }
    if (value instanceof Promise) {
      const id = nextId++
      value.then(
        (result) => ask({ kind: 'settle', id, outcome: attempt(() => result) }),
        (thrown) => ask({ kind: 'settle', id, outcome: failure(thrown) }),
      )
      return { worldReference: 'promise', id, of: ownEvent } satisfies Reference
    }
    if (Array.isArray(value)) return value.map(encode)
    if (!isPlain(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, encode(entry)]))
  }

  function decode(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(decode)
    if (!isPlain(value)) return value
    const { worldReference, id } = value as Partial<Reference>
    if (worldReference === 'function' && id !== undefined) {
      const known = foreignFunctions.get(id)
      const proxy = known ?? ((...args: unknown[]) => ask({ kind: 'call', id, args: args.map(encode) }))
      foreignFunctions.set(id, proxy)
      return proxy
    }
    if (worldReference === 'promise' && id !== undefined) {
      return new Promise((resolve, reject) => {
        foreignPromises.set(id, (outcome) => {
          foreignPromises.delete(id)
          try {
            resolve(open(outcome))
          } catch (error) {
            reject(error)
          }
        })
      })
    }
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, decode(entry)]))
  }

  function isPlain(value: unknown): value is Record<string, unknown> {
    return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  }

  function define(key: string, api: unknown): void {
    if (key in window) throw new Error(`Cannot bind an API on top of an existing property: ${key}`)
    Object.defineProperty(window, key, { value: freeze(api), enumerable: true })
  }

  function freeze(value: unknown): unknown {
    if (typeof value === 'object' && value !== null) {
      for (const entry of Object.values(value)) freeze(entry)
      Object.freeze(value)
    }
    return value
  }

  return { expose: (key, api) => void ask({ kind: 'expose', key, api: encode(api) }) }
}

export interface WorldLink {
  /** Defines `window[key]` in the other world. */
  expose(key: string, api: unknown): void
}

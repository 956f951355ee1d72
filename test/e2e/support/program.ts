import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { ControlAddress, ControlCommand } from '../../electron-on-chromium/control.ts'
import type { DesktopState } from '../../electron-on-chromium/state.ts'

const root = join(import.meta.dirname, '../../..')
const startLimitMs = 30_000

export interface ProgramOptions {
  /** Absolute path of the main script; the built program without it. */
  main?: string
  args?: readonly string[]
  /** Files given on the command line are taken from here. */
  cwd?: string
  env?: Record<string, string>
  /** A program and its arguments that start Stevedore in a way of their own, e.g. those of an autostart file. */
  command?: readonly string[]
}

/** A fresh data folder that several runs of the program can share, as restarts do. */
export function makeDataFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'stevedore-e2e-'))
  return {
    path,
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  }
}

/** The program running on the stand-in, driven as a person and a desktop would. */
export class Program {
  readonly child: ChildProcess
  readonly #dataFolder: string
  readonly #exited: Promise<number | null>
  #output = ''
  #browser: Browser | null = null

  constructor(dataFolder: string, { main, args = [], cwd = root, env = {}, command }: ProgramOptions = {}) {
    this.#dataFolder = dataFolder
    const start = join(root, 'test/electron-on-chromium/start.ts')
    const own = [process.execPath, start, ...(main === undefined ? [] : [main]), ...args]
    const [file = '', ...rest] = command ?? own
    this.child = spawn(file, rest, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        // Chromium reads file names in the locale's encoding, and this locale is on every system.
        LANG: 'C.UTF-8',
        LC_ALL: 'C.UTF-8',
        STEVEDORE_DATA_DIR: dataFolder,
        STEVEDORE_STAND_IN_CONTROL: '1',
        STEVEDORE_STAND_IN_HEADLESS: '1',
        STEVEDORE_STAND_IN_KEYRING: '1',
        ...env,
      },
    })
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text
      })
    }
    this.#exited = once(this.child, 'exit').then(([code]) => code as number | null)
  }

  /** Everything it printed so far. */
  get output(): string {
    return this.#output
  }

  /** Resolves with the exit code; null when a signal ended it. */
  exited(): Promise<number | null> {
    return this.#exited
  }

  /** The window's page, once it is loaded. */
  async page(): Promise<Page> {
    const { debug } = await this.#waitFor(
      () => this.#address(),
      (address) => address.debug !== null,
      'a window',
    )
    this.#browser ??= await chromium.connectOverCDP(debug ?? '')
    const pages = () => this.#browser?.contexts().flatMap((context) => context.pages()) ?? []
    const page = await this.#waitFor(
      () => pages().find((candidate) => candidate.url().includes('.localhost')),
      (found) => found !== undefined,
      'the page',
    )
    if (page === undefined) throw new Error('The program has no page')
    page.setDefaultTimeout(20_000)
    page.on('pageerror', (error) => {
      this.#output += `in the page: ${error.stack}\n`
    })
    page.on('console', (message) => {
      if (message.type() === 'error') this.#output += `in the page: ${message.text()}\n`
    })
    await page.waitForLoadState('load')
    return page
  }

  async state(): Promise<DesktopState> {
    const { control } = await this.#ready()
    return (await fetch(control)).json() as Promise<DesktopState>
  }

  /** Does what a person or the desktop does; throws what stands in the way, e.g. a menu item that is greyed out. */
  async act(command: ControlCommand): Promise<void> {
    const { control } = await this.#ready()
    const response = await fetch(control, { method: 'POST', body: JSON.stringify(command) })
    if (!response.ok) throw new Error(await response.text())
  }

  async untilState(isReached: (state: DesktopState) => boolean, what: string): Promise<DesktopState> {
    return this.#waitFor(() => this.state(), isReached, what)
  }

  /** The page's process dies, as when memory runs out. The page in hand is of no use afterwards. */
  async crashWindow(): Promise<void> {
    const page = await this.page()
    const session = await page.context().newCDPSession(page)
    const { debug } = this.#address()
    // The command never answers: there is nobody left to do it.
    void session.send('Page.crash').catch(() => {})
    await this.#waitFor(
      () => this.#address(),
      (address) => address.debug !== debug,
      'another window',
    )
    await this.#browser?.close().catch(() => {})
    this.#browser = null
  }

  /** Quits as from the menu; resolves with the exit code. */
  async quit(): Promise<number | null> {
    await this.act({ do: 'quit' })
    return this.#exited
  }

  /** As the power cut does: nothing in the program gets to run any more. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.#exited
    await this.#browser?.close().catch(() => {})
  }

  /** For `afterEach`: whatever state the program is in. */
  async dispose(): Promise<void> {
    await this.kill()
  }

  #ready(): Promise<ControlAddress> {
    return this.#waitFor(
      () => this.#address(),
      () => true,
      'the control channel',
    )
  }

  /** A file left by an earlier run on the same folder does not count. */
  #address(): ControlAddress {
    const text = readFileSync(join(this.#dataFolder, 'desktop/stand-in.json'), 'utf8')
    const address: ControlAddress = JSON.parse(text)
    if (address.pid !== this.child.pid) throw new Error('not started yet')
    return address
  }

  async #waitFor<T>(read: () => T | Promise<T>, isReached: (value: T) => boolean, what: string): Promise<T> {
    const deadline = Date.now() + startLimitMs
    for (;;) {
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(`The program ended while a test waited for ${what}.\n${this.#output}`)
      }
      const seen = await attempt(read)
      if ('value' in seen && isReached(seen.value)) return seen.value
      if (Date.now() > deadline) {
        throw new Error(`Waited too long for ${what}: ${JSON.stringify(seen)}\n${this.#output}`)
      }
      await pause(50)
    }
  }
}

/** A program that is still starting answers nothing yet. */
async function attempt<T>(read: () => T | Promise<T>): Promise<{ value: T } | { error: string }> {
  try {
    return { value: await read() }
  } catch (error) {
    return { error: String(error) }
  }
}

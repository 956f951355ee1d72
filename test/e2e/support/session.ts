import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { Settings } from '../../../shared/settings.ts'
import { MiB, writeRandomFile } from './files.ts'
import { Line } from './line.ts'
import { makeDataFolder, Program, type ProgramOptions } from './program.ts'
import { Window } from './window.ts'

/** Small parts, so that small files have many, and a fixed number of them, so that tests can count what is on its way. */
const testSettings: Partial<Settings> = {
  partSizeBytes: MiB,
  multipartThresholdBytes: MiB,
  partsAtOnce: 3,
  autoConcurrency: false,
}

/** Everything one test needs: a bucket behind a watched line, a data folder, and the program, started as often as wanted. */
export class Session {
  #line: Line | null = null
  #program: Program | null = null
  #folder: ReturnType<typeof makeDataFolder> | null = null

  /** Registers set-up and clean-up for every test of the file. */
  static forEachTest(): Session {
    const session = new Session()
    beforeEach(async () => {
      session.#folder = makeDataFolder()
      session.#line = await Line.open()
    })
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail') await session.#lookAtFailure(task.name)
      await session.#program?.dispose()
      await session.#line?.close()
      session.#folder?.remove()
      session.#program = null
    })
    return session
  }

  /** The first thing to look at when a test is red. */
  async #lookAtFailure(name: string): Promise<void> {
    const page = await this.#program?.page().catch(() => null)
    if (page) await new Window(page).screenshot(`failed ${name.replace(/[^\w ]/g, '').slice(0, 60)}`)
    console.log(this.#program?.output)
  }

  get line(): Line {
    return present(this.#line)
  }

  get program(): Program {
    return present(this.#program)
  }

  get dataFolder(): string {
    return present(this.#folder).path
  }

  path(...names: string[]): string {
    return join(this.dataFolder, 'files', ...names)
  }

  /** A random file to upload; answers its SHA-256. */
  file(name: string, sizeBytes: number): string {
    return writeRandomFile(this.path(name), sizeBytes)
  }

  /** Starts the program, again or for the first time, and waits for its window. */
  async start(options: ProgramOptions = {}): Promise<Window> {
    this.#program = new Program(this.dataFolder, options)
    return new Window(await this.#program.page())
  }

  /** The window of the program that runs. */
  async window(): Promise<Window> {
    return new Window(await this.program.page())
  }

  /** Takes over a program that was started in another way. */
  run(options: ProgramOptions): Program {
    this.#program = new Program(this.dataFolder, options)
    return this.#program
  }

  /** Starts the program for the first time, with the watched bucket as its only destination. */
  async startWithDestination(
    settings: Partial<Settings> = {},
    options: ProgramOptions = {},
  ): Promise<Window> {
    const window = await this.start(options)
    await window.call('settings.set', { ...testSettings, language: 'en', ...settings })
    await window.call('destinations.save', this.line.destination)
    return window
  }
}

function present<T>(value: T | null): T {
  if (value === null) throw new Error('Nothing is set up outside a test')
  return value
}

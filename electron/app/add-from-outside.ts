import type { Events } from '../../shared/ipc.ts'
import { toErrorData } from '../../shared/upload-error.ts'
import type { Log } from '../engine/ports/log.ts'
import type { Program } from './program.ts'

interface Parts {
  program: Pick<Program, 'destinations' | 'service' | 'settings'>
  notify: (notice: Events['notice']) => void
  log: Pick<Log, 'warn'>
}

/** Puts files from outside into the queue of the destination chosen last, or the first; where there is none yet, they wait for it. */
export class OutsideIntake {
  readonly #parts: Parts
  #waiting: string[] = []

  constructor(parts: Parts) {
    this.#parts = parts
  }

  add(paths: readonly string[]): void {
    const { program, notify, log } = this.#parts
    const destinations = program.destinations.list()
    const { lastDestinationId } = program.settings()
    const destination = destinations.find(({ id }) => id === lastDestinationId) ?? destinations[0]
    if (destination === undefined) {
      this.#waiting.push(...paths)
      notify({ kind: 'noDestination', level: 'info', params: { count: this.#waiting.length } })
      return
    }
    try {
      program.service.add({ paths: [...paths], destinationId: destination.id })
      const params = { count: paths.length, name: destination.name }
      notify({ kind: 'addedFromOutside', level: 'info', params })
    } catch (error) {
      log.warn('files from outside were not taken', { paths, error })
      notify({ kind: 'refusedFromOutside', level: 'error', params: { reason: toErrorData(error).message } })
    }
  }

  /** The person has chosen where uploads go. */
  destinationsChanged(): void {
    const waiting = this.#waiting
    this.#waiting = []
    if (waiting.length > 0) this.add(waiting)
  }
}

import type { Events } from '../../shared/ipc.ts'
import { toErrorData } from '../../shared/upload-error.ts'
import type { Log } from '../engine/ports/log.ts'
import type { Program } from './program.ts'
import { usualDestination } from './usual-destination.ts'

interface Parts {
  program: Pick<Program, 'destinations' | 'preflights' | 'settings'>
  notify: (notice: Events['notice']) => void
  log: Pick<Log, 'warn'>
}

/**
 * Files from outside the window take the way of what is dropped on it, to the destination chosen last, or the first. Where
 * there is none yet, they wait for it.
 */
export class OutsideIntake {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  add(paths: readonly string[]): void {
    const { program, notify, log } = this.#parts
    const { lastDestinationId } = program.settings()
    const destination = usualDestination(program.destinations.list(), lastDestinationId)
    try {
      program.preflights.begin({ paths, destinationId: destination?.id ?? null }, true)
    } catch (error) {
      log.warn('files from outside were not taken', { paths, error })
      notify({ kind: 'refusedFromOutside', level: 'error', params: { reason: toErrorData(error).message } })
    }
  }
}

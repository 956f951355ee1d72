import type { Events } from '../../shared/ipc.ts'
import { toErrorData } from '../../shared/upload-error.ts'
import type { Log } from '../engine/ports.ts'
import type { Program } from './program.ts'

interface Parts {
  program: Pick<Program, 'destinations' | 'service'>
  notify: (notice: Events['notice']) => void
  log: Pick<Log, 'warn'>
}

/** Files from outside go where the first destination points; the window says where, or asks to choose one. */
export function addFromOutside(paths: string[], { program, notify, log }: Parts): void {
  const count = paths.length
  const [destination] = program.destinations.list()
  if (destination === undefined) {
    notify({ kind: 'noDestination', level: 'info', params: { count } })
    return
  }
  try {
    program.service.add({ paths, destinationId: destination.id })
    notify({ kind: 'addedFromOutside', level: 'info', params: { count, name: destination.name } })
  } catch (error) {
    log.warn('files from outside were not taken', { paths, error })
    notify({ kind: 'refusedFromOutside', level: 'error', params: { reason: toErrorData(error).message } })
  }
}

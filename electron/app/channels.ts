import type { CommandName, EventName } from '../../shared/ipc.ts'

/** The names under which commands and events travel between the two processes. */
export function commandChannel(name: CommandName): string {
  return `command:${name}`
}

export function eventChannel(name: EventName): string {
  return `event:${name}`
}

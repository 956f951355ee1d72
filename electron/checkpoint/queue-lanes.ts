import { filterStatuses, type QueueFilter } from '../../shared/queue.ts'
import { runningStatuses, type UploadStatus } from '../../shared/upload-state.ts'

/** One value of the column `lane` (migration 9). */
export interface Lane {
  number: number
  /** Null: whatever cannot be read. */
  statuses: readonly UploadStatus[] | null
}

/**
 * The lanes a filter is made of. What runs shares a lane with what waits; so for `waiting` it has to be left out of that
 * lane, and for `active` it has to be fetched beside the lane.
 */
export interface FilterLanes {
  lanes: readonly Lane[]
  running: 'included' | 'left-out' | 'beside'
}

const due: Lane = { number: 0, statuses: [...(filterStatuses.waiting ?? []), ...runningStatuses] }
const done: Lane = { number: 1, statuses: filterStatuses.done }
const failed: Lane = { number: 2, statuses: ['failed'] }
const kept: Lane = { number: 3, statuses: ['cancelled-kept'] }
const cleaning: Lane = { number: 4, statuses: ['cleaning'] }
const unreadable: Lane = { number: 5, statuses: null }

export const filterLanes: Record<QueueFilter, FilterLanes> = {
  all: { lanes: [due, done, failed, kept, cleaning, unreadable], running: 'included' },
  active: { lanes: [cleaning], running: 'beside' },
  waiting: { lanes: [due], running: 'left-out' },
  problems: { lanes: [failed], running: 'included' },
  done: { lanes: [done], running: 'included' },
  kept: { lanes: [kept], running: 'included' },
}

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { OpenCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import type { QueueQuery } from '../../shared/queue.ts'

export interface SearchTimes {
  name: string
  firstMs: number
  total: string
  /** Until all hits are counted; null where nobody counts them. */
  countedMs: number | null
  /** The longest that the event loop waited, in processor time. */
  longestMs: number
}

const searches: [string, Partial<QueueQuery>][] = [
  ['in every name', { search: 'take' }],
  ['in every name, by name', { search: '.mov', sort: 'name' }],
  ['two letters, in every name', { search: 'ta' }],
  ['in 85 of 100, by size, the others first', { search: 'photos/shoot', sort: 'size', descending: true }],
  ['in 10 of 100, by name, the others first', { search: 'rushes', sort: 'name' }],
  ['in 12 of 100, by status', { search: 'take-7', sort: 'status' }],
  ['in every name, of what waits, by progress', { search: 'take', sort: 'progress', filter: 'waiting' }],
  ['in none, of frequent letters', { search: 'shoot 00' }],
]

/** The first page of searches, each for the first time, as the window asks for it. */
export async function searchPages({ queue }: OpenCheckpoint): Promise<SearchTimes[]> {
  const times: SearchTimes[] = []
  for (const [name, change] of searches) {
    let countedAt: number | null = null
    queue.onCounted(() => {
      countedAt = performance.now()
    })
    const watch = watchLoop()
    const startedAt = performance.now()
    const page = await queue.pageInTurns({
      filter: 'all',
      search: '',
      sort: 'queue',
      descending: false,
      offset: 0,
      limit: 100,
      ...change,
    })
    const firstMs = performance.now() - startedAt
    const giveUpAt = startedAt + 5000
    while (page.isMore && countedAt === null && performance.now() < giveUpAt) await nextTurn()
    times.push({
      name,
      firstMs,
      total: `${page.total}${page.isMore ? '+' : ''}`,
      countedMs: countedAt === null ? null : countedAt - startedAt,
      longestMs: await watch.end(),
    })
  }
  return times
}

/** How long each turn of the event loop took this thread, in processor time. */
function watchLoop(): { end(): Promise<number> } {
  let isOn = true
  let longestMs = 0
  let before = process.threadCpuUsage()
  const look = () => {
    const { user, system } = process.threadCpuUsage(before)
    longestMs = Math.max(longestMs, (user + system) / 1000)
    before = process.threadCpuUsage()
    if (isOn) setImmediate(look)
  }
  setImmediate(look)
  return {
    async end() {
      await nextTurn()
      isOn = false
      await nextTurn()
      return longestMs
    },
  }
}

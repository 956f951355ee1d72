import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { keepHeapLean } from '../../../electron/app/lean-heap.ts'
import { type OpenCheckpoint, openCheckpoint } from '../../../electron/checkpoint/open-checkpoint.ts'
import type { LongCommandKind } from '../../../electron/engine/ports/command-store.ts'
import {
  type QueuePlace,
  type QueueQuery,
  type QueueScope,
  queueFilters,
  queueSorts,
} from '../../../shared/queue.ts'
import type { Suite } from '../bench-options.ts'
import { searchPages } from '../search-pages.ts'
import { median } from '../statistics.ts'
import { textTable } from '../text-table.ts'

const pageRows = 100
const everything: QueueScope = { kind: 'all', filter: 'all' }

/** What a command does, and to what. */
type Given = readonly [name: string, kind: Exclude<LongCommandKind, 'move'> | QueuePlace, scope: QueueScope]

/** In this order each finds rows to change. */
const commands: readonly Given[] = [
  ['move one destination to the top', 'top', { ...everything, destinationId: 'archive' }],
  ['move everything found by search to the bottom', 'bottom', { ...everything, search: 'take-7' }],
  ['pause', 'pause', everything],
  ['resume what waits', 'resume', { kind: 'all', filter: 'waiting' }],
  ['cancel a tenth, found by search', 'cancelKeep', { ...everything, search: 'take-7' }],
  ['resume what is kept', 'resume', { kind: 'all', filter: 'kept' }],
  ['remove a tenth, one destination', 'remove', { ...everything, destinationId: 'archive' }],
  ['cancel everything', 'cancelKeep', everything],
  ['remove everything', 'remove', everything],
]

/** A queue of a million: how fast rows come in, what a page costs wherever it is, what starting and commands over all rows take. */
export const queue: Suite = async ({ scratch, say, count, rounds }) => {
  const total = count ?? 1_000_000
  const folder = join(scratch, 'checkpoint')
  keepHeapLean()
  say(`adding ${total} rows`)
  const filling = run('fill-queue.ts', folder, total)
  if (filling.status !== 0) throw new Error('The queue could not be filled')
  const rowsPerSecond = Number(filling.stdout)
  const startupMs = timed(() => openCheckpoint(folder).close())
  say('starting after a kill with a full log')
  const afterKillMs = startAfterKill(folder, total)
  const checkpoint = openCheckpoint(folder)
  try {
    say('reading pages')
    const pages: Record<string, number> = {}
    const lines = queueSorts.map((sort) => [
      sort,
      ...queueFilters.map((filter) =>
        [0, 0.5, 1]
          .map((place) => {
            const ms = pageMs(checkpoint, { sort, filter, descending: false }, place, rounds)
            pages[`${sort} ${filter} ${place}`] = ms
            return ms.toFixed(1)
          })
          .join(' / '),
      ),
    ])
    const narrowed = await narrowedPages(checkpoint, rounds)
    say('searching')
    const searched = await searchPages(checkpoint)
    const done = []
    for (const given of commands) {
      const [name] = given
      say(name)
      done.push({ name, ...(await workOff(checkpoint, given)) })
    }
    // libuv gives kilobytes on every system.
    const memoryBytes = process.resourceUsage().maxRSS * 1024
    const text = [
      `${total} rows, a third has ended: ${Math.round(rowsPerSecond)} rows/s added, start-up ${Math.round(startupMs)} ms, after a kill with a full log ${Math.round(afterKillMs)} ms, memory at most ${Math.round(memoryBytes / 1024 ** 2)} MiB`,
      `pages of ${pageRows} rows (first / middle / last), in ms, median of ${rounds}:`,
      textTable([['sorted by', ...queueFilters], ...lines]),
      `first and last pages of each destination and batch, in every order, direction and filter: ${narrowed.count} of them, the longest ${narrowed.longestMs.toFixed(1)} ms (${narrowed.longest}), ${narrowed.slow} over 10 ms`,
      'the first page of a search:',
      textTable([
        ['', 'first page', 'found', 'counted after', 'longest stretch, processor time'],
        ...searched.map(({ name, firstMs, total: found, countedMs, longestMs }) => [
          name,
          `${firstMs.toFixed(0)} ms`,
          found,
          countedMs === null ? '' : `${countedMs.toFixed(0)} ms`,
          `${longestMs.toFixed(0)} ms`,
        ]),
      ]),
      'commands over all rows, worked off in steps; a stretch is what the event loop waits for:',
      textTable([
        [
          '',
          'rows',
          'given',
          'total',
          'longest stretch',
          '99 of 100',
          'longest, processor time',
          '99 of 100',
        ],
        ...done.map(({ name, changed, givenMs, totalMs, wall, processor }) => [
          name,
          String(changed),
          `${givenMs.toFixed(1)} ms`,
          `${(totalMs / 1000).toFixed(1)} s`,
          `${wall.longestMs.toFixed(0)} ms`,
          `≤ ${wall.usualMs.toFixed(0)} ms`,
          `${processor.longestMs.toFixed(0)} ms`,
          `≤ ${processor.usualMs.toFixed(0)} ms`,
        ]),
      ]),
    ]
    return {
      text: text.join('\n\n'),
      data: {
        total,
        rowsPerSecond,
        startupMs,
        memoryBytes,
        pages,
        narrowed,
        searched,
        commands: done,
        afterKillMs,
      },
    }
  } finally {
    checkpoint.close()
  }
}

/** A program of the folder above, to its end. */
function run(program: string, folder: string, total: number): { status: number | null; stdout: string } {
  return spawnSync(process.execPath, [join(import.meta.dirname, '..', program), folder, String(total)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
}

/** With all that is looked through after a crash. */
function startAfterKill(folder: string, total: number): number {
  run('fill-log.ts', folder, total)
  return timed(() => openCheckpoint(folder).close())
}

/** The ends of what one destination or batch shows, once it is known where each begins. */
async function narrowedPages(checkpoint: OpenCheckpoint, rounds: number) {
  const narrowings = [
    { destinationId: 'benchmark' },
    { destinationId: 'archive' },
    { batchId: 1 },
    { batchId: 2 },
    { batchId: 3 },
  ]
  const answer = { count: 0, slow: 0, longestMs: 0, longest: '' }
  // The first of them is found the long way, and has it found out in the turns that follow.
  pageMs(checkpoint, { sort: 'name', filter: 'all', descending: false, batchId: 3 }, 0, 1)
  await sleep(5000)
  for (const narrowing of narrowings) {
    for (const sort of queueSorts) {
      for (const filter of queueFilters) {
        for (const descending of [false, true]) {
          for (const place of [0, 1]) {
            const ms = pageMs(checkpoint, { sort, filter, descending, ...narrowing }, place, rounds)
            answer.count += 1
            if (ms > 10) answer.slow += 1
            if (ms <= answer.longestMs) continue
            answer.longestMs = ms
            answer.longest = `${JSON.stringify(narrowing)} ${sort} ${filter} ${descending ? 'downwards' : 'upwards'} ${place}`
          }
        }
      }
    }
  }
  return answer
}

/** A command as the engine works it off: recorded, then step by step. */
async function workOff({ uploads }: OpenCheckpoint, [, kind, scope]: Given) {
  const startedAt = performance.now()
  const id = isPlace(kind) ? uploads.commands.recordMove(scope, kind) : uploads.commands.record(kind, scope)
  if (id === null) throw new Error('There is no such place in the queue')
  const givenMs = performance.now() - startedAt
  const wallMs: number[] = []
  const processorMs: number[] = []
  for (;;) {
    await nextTurn()
    let step = { isDone: false, changed: 0 }
    const before = process.threadCpuUsage()
    wallMs.push(
      timed(() => {
        step = uploads.commands.step(id, [])
      }),
    )
    const { user, system } = process.threadCpuUsage(before)
    processorMs.push((user + system) / 1000)
    if (!step.isDone) continue
    const totalMs = performance.now() - startedAt
    return {
      changed: step.changed,
      givenMs,
      totalMs,
      wall: stretchOf(wallMs),
      processor: stretchOf(processorMs),
    }
  }
}

function isPlace(kind: Given[1]): kind is QueuePlace {
  return typeof kind === 'object' || ['top', 'up', 'down', 'bottom'].includes(kind)
}

function stretchOf(stretchesMs: readonly number[]): { longestMs: number; usualMs: number } {
  const sorted = stretchesMs.toSorted((a, b) => a - b)
  return { longestMs: sorted.at(-1) ?? 0, usualMs: sorted[Math.floor(sorted.length * 0.99) - 1] ?? 0 }
}

function pageMs(
  { queue: reader }: OpenCheckpoint,
  wanted: Pick<QueueQuery, 'sort' | 'filter' | 'descending' | 'destinationId' | 'batchId'>,
  place: number,
  rounds: number,
): number {
  const query = { search: '', limit: pageRows, ...wanted }
  const { total } = reader.page({ ...query, offset: 0 })
  const offset = Math.max(0, Math.round((total - pageRows) * place))
  return median(Array.from({ length: rounds }, () => timed(() => reader.page({ ...query, offset }))))
}

function timed(act: () => unknown): number {
  const startedAt = performance.now()
  act()
  return performance.now() - startedAt
}

import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type OpenCheckpoint, openCheckpoint } from '../../../electron/checkpoint/open-checkpoint.ts'
import { type QueueFilter, type QueueSort, queueSorts } from '../../../shared/queue.ts'
import type { Suite } from '../bench-options.ts'
import { median } from '../statistics.ts'
import { textTable } from '../text-table.ts'

const rowsAtOnce = 500
const pageRows = 100
const filters: QueueFilter[] = ['all', 'waiting', 'done']

/** A queue of a million: how fast rows come in, what a page costs wherever it is, and what starting and pausing take. */
export const queue: Suite = async ({ scratch, say, count, rounds }) => {
  const total = count ?? 1_000_000
  const folder = join(scratch, 'checkpoint')
  const added = await addRows(folder, total, say)
  const startupMs = timed(() => openCheckpoint(folder).close())
  const checkpoint = openCheckpoint(folder)
  try {
    say('reading pages')
    const pages: Record<string, number> = {}
    const lines = queueSorts.map((sort) => [
      sort,
      ...filters.flatMap((filter) =>
        [0, 0.5, 1].map((place) => {
          const ms = pageMs(checkpoint, sort, filter, place, rounds)
          pages[`${sort} ${filter} ${place}`] = ms
          return ms.toFixed(1)
        }),
      ),
    ])
    say('pausing everything')
    const pauseMs = timed(() => checkpoint.uploads.applyToScope({ kind: 'all', filter: 'all' }, 'pause', []))
    const heading = filters.flatMap((filter) => [`${filter} first`, 'middle', 'last'])
    const text = [
      `${total} rows, one in ten done: ${Math.round(added.rowsPerSecond)} rows/s added, start-up ${Math.round(startupMs)} ms, pause of all ${Math.round(pauseMs)} ms, memory ${Math.round(added.memoryBytes / 1024 ** 2)} MiB`,
      `pages of ${pageRows} rows, in ms, median of ${rounds}:`,
      textTable([['sorted by', ...heading], ...lines]),
    ]
    return { text: text.join('\n\n'), data: { total, ...added, startupMs, pauseMs, pages } }
  } finally {
    checkpoint.close()
  }
}

async function addRows(folder: string, total: number, say: (text: string) => void) {
  const checkpoint = openCheckpoint(folder)
  checkpoint.destinations.save({
    id: 'benchmark',
    name: 'Benchmark',
    kind: 'oss',
    endpoint: 'https://oss-cn-hangzhou.aliyuncs.com',
    region: 'cn-hangzhou',
    bucket: 'benchmark',
    prefix: '',
    signatureVersion: 'v4',
    isCustomDomain: false,
    metadata: {},
    accessKeyId: 'benchmark',
    createdAt: 0,
  })
  const batchId = checkpoint.intake.createBatch({
    destinationId: 'benchmark',
    bucket: 'benchmark',
    name: 'million',
    roots: ['/photos'],
    prefix: '',
    conflictPolicy: 'overwrite',
    metadata: {},
    followLinks: false,
    resume: true,
  })
  let spentMs = 0
  for (let first = 0; first < total; first += rowsAtOnce) {
    const rows = Array.from({ length: Math.min(rowsAtOnce, total - first) }, (_, index) =>
      rowOf(first + index),
    )
    spentMs += timed(() => checkpoint.intake.addUploads(batchId, rows))
    if (first % 50_000 === 0) say(`${first} of ${total} rows`)
    await nextTurn()
  }
  checkpoint.intake.finishCounting(batchId)
  const result = { etag: '0', crc64Local: '0', crc64Remote: '0', requestId: '0' }
  checkpoint.uploads.together(() => {
    for (const { id } of checkpoint.uploads.nextQueued(Math.floor(total / 10), [], [])) {
      checkpoint.uploads.apply(id, 'start')
      checkpoint.uploads.finish(id, result)
    }
  })
  checkpoint.close()
  return { rowsPerSecond: (total / spentMs) * 1000, memoryBytes: process.memoryUsage().rss }
}

/** Names that are spread over the alphabet, sizes that are not in their order. */
function rowOf(index: number) {
  const name = `shoot ${(index * 7919) % 1000}/take-${index}.mov`
  const sizeBytes = ((index * 104_729) % 1_000_003) * 1024
  return { sourcePath: `/photos/${name}`, name, objectKey: name, sizeBytes }
}

function pageMs(
  { queue: reader }: OpenCheckpoint,
  sort: QueueSort,
  filter: QueueFilter,
  place: number,
  rounds: number,
): number {
  const query = { filter, search: '', sort, descending: false, limit: pageRows }
  const { total } = reader.page({ ...query, offset: 0 })
  const offset = Math.max(0, Math.round((total - pageRows) * place))
  return median(Array.from({ length: rounds }, () => timed(() => reader.page({ ...query, offset }))))
}

function timed(act: () => unknown): number {
  const startedAt = performance.now()
  act()
  return performance.now() - startedAt
}

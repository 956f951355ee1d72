import { beforeAll, describe, expect, it } from 'vitest'
import { type OpenCheckpoint, openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import { statusOrder } from '../../electron/checkpoint/queue-sorts.ts'
import {
  filterStatuses,
  type QueueQuery,
  type QueueSort,
  queueFilters,
  queueSorts,
  type UploadRow,
} from '../../shared/queue.ts'
import type { UploadEvent, UploadStatus } from '../../shared/upload-state.ts'
import { SeededRandom } from '../soak/seeded-random.ts'
import { multipart, newBatch, part, query, saveDestination } from './checkpoint-fixture.ts'

const seed = 20_261_121

/** How a queued upload gets into each status. */
const paths: Record<UploadStatus, readonly UploadEvent[]> = {
  queued: [],
  uploading: ['start'],
  pausing: ['start', 'pause'],
  paused: ['pause'],
  waiting: ['wait'],
  retrying: ['start', 'backOff'],
  completing: ['start', 'partsConfirmed'],
  verifying: ['start', 'doubt'],
  done: ['start', 'confirm'],
  skipped: ['skip'],
  failed: ['fail'],
  cleaning: ['cancelClean'],
  'cancelled-kept': ['cancelKeep'],
  'cancelled-clean': ['cancelClean', 'cleaned'],
}

describe(`any page of 12,000 random uploads (seed ${seed})`, () => {
  const chance = new SeededRandom(seed)
  const random = () => chance.next()
  const below = (limit: number) => Math.floor(random() * limit)
  const oneOf = <T>(values: readonly T[]): T => {
    const value = values[below(values.length)]
    if (value === undefined) throw new Error('nothing to choose from')
    return value
  }
  let checkpoint: OpenCheckpoint
  let model: UploadRow[]
  let batchIds: number[]
  /** `added` must not simply be the order of the ids. */
  let time = 1_000_000

  beforeAll(() => {
    checkpoint = openCheckpoint(':memory:', { now: () => time })
    for (const id of ['d1', 'd2', 'd3', 'empty']) saveDestination(checkpoint, id)
    batchIds = ['d1', 'd2', 'd1', 'd3', 'd1'].map((destinationId) => newBatch(checkpoint, { destinationId }))
    const ids: number[] = []
    // Shares of the batches: large ones are picked from an index, small ones fetched.
    while (ids.length < 12_000) {
      time += below(5) - 2
      const batchId = oneOf(batchIds.flatMap((id, at) => Array<number>([50, 30, 4, 1, 15][at] ?? 0).fill(id)))
      const names = Array.from({ length: 1 + below(60) }, (_, offset) => ids.length + offset)
      const uploads = names.map((index) => {
        const name = `${oneOf(['a', 'B', 'Übersicht', '照片', ''])}${below(400)}.mov`
        return { sourcePath: `/${index}`, name, objectKey: `k/${name}`, sizeBytes: below(40) * 100 }
      })
      checkpoint.intake.addUploads(batchId, uploads)
      ids.push(...names.map((index) => index + 1))
    }
    checkpoint.uploads.together(() => ids.forEach(giveStatus))
    for (let moved = 0; moved < 300; moved += 1) {
      checkpoint.order.move({ kind: 'ids', ids: [oneOf(ids)] }, { before: oneOf(ids) })
    }
    model = Array.from({ length: Math.ceil(ids.length / 4000) }, (_, slice) =>
      checkpoint.queue.rows(ids.slice(slice * 4000, (slice + 1) * 4000)),
    ).flat()
    expect(new Set(model.map(({ status }) => status)).size).toBe(statusOrder.length)
  }, 120_000)

  function giveStatus(id: number): void {
    const statuses: UploadStatus[] = ['queued', 'done', 'done', 'queued', 'paused', 'failed']
    const status = random() < 0.9 ? oneOf(statuses) : oneOf(statusOrder)
    if (random() < 0.1) {
      checkpoint.uploads.saveCheckpoint(id, multipart)
      checkpoint.uploads.confirmParts(id, [part(1 + below(3))])
    }
    for (const event of paths[status]) expect(checkpoint.uploads.apply(id, event)).not.toBeNull()
  }

  /** The place of a row in the order of the queue, which no row tells. */
  const places = new Map<number, number>()

  function placeOf(id: number): number {
    if (places.size === 0) {
      for (let offset = 0; offset < model.length; offset += 500) {
        const { rows } = checkpoint.queue.page(query({ sort: 'queue', offset, limit: 500 }))
        for (const row of rows) places.set(row.id, places.size)
      }
      expect(places.size).toBe(model.length)
    }
    return places.get(id) ?? -1
  }

  function keysOf(row: UploadRow, sort: QueueSort): (Buffer | number)[] {
    const last = [row.batchId, row.id]
    switch (sort) {
      case 'queue':
        return [placeOf(row.id)]
      case 'added':
        return [row.addedAt, ...last]
      case 'name':
        return [Buffer.from(row.name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())), ...last]
      case 'size':
        return [row.sizeBytes, ...last]
      case 'progress':
        return [row.confirmedBytes / Math.max(row.sizeBytes, 1), ...last]
      case 'status':
        return [statusOrder.indexOf(row.status), placeOf(row.id)]
      case 'target':
        return [Buffer.from(row.destinationName.toLowerCase()), placeOf(row.id)]
    }
  }

  function compare(a: readonly (Buffer | number)[], b: readonly (Buffer | number)[]): number {
    for (const [at, left] of a.entries()) {
      const right = b[at]
      const order =
        typeof left === 'object' && typeof right === 'object'
          ? Buffer.compare(left, right)
          : Number(left) - Number(right)
      if (order !== 0) return order
    }
    return 0
  }

  const sorted = new Map<QueueSort, UploadRow[]>()

  function inOrder(sort: QueueSort): UploadRow[] {
    const known = sorted.get(sort)
    if (known) return known
    const keyed = model.map((row) => ({ row, keys: keysOf(row, sort) }))
    const rows = keyed.sort((a, b) => compare(a.keys, b.keys)).map(({ row }) => row)
    sorted.set(sort, rows)
    return rows
  }

  function expectedPage(wanted: QueueQuery): { ids: number[]; total: number } {
    const statuses = filterStatuses[wanted.filter]
    const search = wanted.search.toLowerCase()
    const matching = inOrder(wanted.sort).filter(
      (row) =>
        (statuses === null || statuses.includes(row.status)) &&
        (wanted.destinationId === undefined || row.destinationId === wanted.destinationId) &&
        (wanted.batchId === undefined || row.batchId === wanted.batchId) &&
        row.objectKey.toLowerCase().includes(search),
    )
    if (wanted.descending) matching.reverse()
    const page = matching.slice(wanted.offset, wanted.offset + wanted.limit)
    return { ids: page.map(({ id }) => id), total: matching.length }
  }

  for (const sort of queueSorts) {
    it(`is what brute force finds, sorted by ${sort}, in every filter`, () => {
      for (const filter of queueFilters) {
        for (let round = 0; round < 12; round += 1) {
          const wanted = query({
            sort,
            filter,
            descending: random() < 0.5,
            limit: 1 + below(60),
            search: round === 11 ? oneOf(['.mov', 'B1', 'übers', '照片1', 'no such name']) : '',
            ...oneOf([
              {},
              {},
              { destinationId: oneOf(['d1', 'd2', 'd3', 'empty']) },
              { batchId: oneOf(batchIds) },
            ]),
          })
          const { total } = expectedPage(wanted)
          const offset = round < 2 ? round * Math.max(0, total - wanted.limit) : below(total + 3)
          const page = { ...wanted, offset }
          const { rows, total: found } = checkpoint.queue.page(page)
          expect({ ids: rows.map(({ id }) => id), total: found }, JSON.stringify(page)).toEqual(
            expectedPage(page),
          )
        }
      }
    })
  }
})

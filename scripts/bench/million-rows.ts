import { setImmediate as nextTurn } from 'node:timers/promises'
import { type OpenCheckpoint, openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'

const rowsAtOnce = 500
const reason = { code: 'AccessDenied', retry: 'fatal', message: 'Refused.', fromServer: true } as const
const result = { etag: '0', crc64Local: '0', crc64Remote: '0', requestId: '0' }

/**
 * Fills a new checkpoint with `total` rows; a third has ended: mostly done, one in twenty of
 * them failed and one kept. Answers how fast rows came in, the time of adding them alone.
 */
export async function fillQueue(place: string, total: number, say: (text: string) => void): Promise<number> {
  const checkpoint = openCheckpoint(place)
  const batchId = newBatch(checkpoint)
  let spentMs = 0
  for (let first = 0; first < total; first += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, total - first)
    const rows = Array.from({ length: count }, (_, index) => rowOf(first + index))
    const startedAt = performance.now()
    checkpoint.intake.addUploads(batchId, rows)
    spentMs += performance.now() - startedAt
    if (first % 50_000 === 0) say(`${first} of ${total} rows`)
    await nextTurn()
  }
  checkpoint.intake.finishCounting(batchId)
  for (let ended = 0; ended < total / 3; ended += rowsAtOnce) {
    endRows(checkpoint)
    if (ended % 50_000 === 0) say(`${ended} rows have ended`)
    await nextTurn()
  }
  checkpoint.close()
  return (total / spentMs) * 1000
}

function endRows({ uploads }: OpenCheckpoint): void {
  uploads.together(() => {
    for (const [at, { id }] of uploads.nextQueued(rowsAtOnce, [], []).entries()) {
      if (at % 20 === 3) uploads.apply(id, 'fail', { reason })
      else if (at % 20 === 7) uploads.apply(id, 'cancelKeep')
      else {
        uploads.apply(id, 'start')
        uploads.finish(id, result)
      }
    }
  })
}

function newBatch(checkpoint: OpenCheckpoint): number {
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
  return checkpoint.intake.createBatch({
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
}

/** Names that are spread over the alphabet, sizes that are not in their order. */
function rowOf(index: number) {
  const name = `shoot ${(index * 7919) % 1000}/take-${index}.mov`
  const sizeBytes = ((index * 104_729) % 1_000_003) * 1024
  return { sourcePath: `/photos/${name}`, name, objectKey: name, sizeBytes }
}

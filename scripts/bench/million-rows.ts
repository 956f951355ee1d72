import { setImmediate as nextTurn } from 'node:timers/promises'
import { type OpenCheckpoint, openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'

const rowsAtOnce = 500
const reason = { code: 'AccessDenied', retry: 'fatal', message: 'Refused.', fromServer: true } as const
const result = { etag: '0', crc64Local: '0', crc64Remote: '0', requestId: '0' }

/** Most rows belong to one batch; the others come behind them in every order: their rows are the last, largest and last by name. */
const batches = [
  { destinationId: 'benchmark', share: 0.85, root: 'photos', leastBytes: 0 },
  { destinationId: 'archive', share: 0.1, root: 'rushes', leastBytes: 2 ** 30 },
  { destinationId: 'benchmark', share: 0.05, root: 'sound', leastBytes: 2 ** 31 },
] as const

/**
 * Fills a new checkpoint with `total` rows of three batches and two destinations; a third of each has ended: mostly done, one in
 * twenty of them failed and one kept, some of these with a part on the server. Answers how fast rows came in, the time of adding them alone.
 */
export async function fillQueue(place: string, total: number, say: (text: string) => void): Promise<number> {
  const checkpoint = openCheckpoint(place)
  let spentMs = 0
  let lastId = 0
  for (const batch of batches) {
    const count = Math.round(total * batch.share)
    const firstId = lastId + 1
    const batchId = newBatch(checkpoint, batch.destinationId)
    for (let first = 0; first < count; first += rowsAtOnce) {
      const many = Math.min(rowsAtOnce, count - first)
      const rows = Array.from({ length: many }, (_, index) => rowOf(batch, first + index))
      const startedAt = performance.now()
      checkpoint.intake.addUploads(batchId, rows)
      spentMs += performance.now() - startedAt
      if (first % 50_000 === 0) say(`${first} of ${count} rows`)
      await nextTurn()
    }
    checkpoint.intake.finishCounting(batchId)
    lastId += count
    const endId = firstId + Math.floor(count / 3)
    for (let id = firstId; id < endId; id += rowsAtOnce) {
      endRows(checkpoint, id, Math.min(endId, id + rowsAtOnce))
      if ((id - firstId) % 50_000 === 0) say(`${id - firstId} rows have ended`)
      await nextTurn()
    }
  }
  checkpoint.close()
  return (total / spentMs) * 1000
}

function endRows({ uploads }: OpenCheckpoint, firstId: number, endId: number): void {
  uploads.together(() => {
    for (let id = firstId; id < endId; id += 1) {
      if (id % 20 === 3) uploads.apply(id, 'fail', { reason })
      else if (id % 20 === 7) keep(uploads, id)
      else {
        uploads.apply(id, 'start')
        uploads.finish(id, result)
      }
    }
  })
}

/** One in ten has a part on the server, each another share of the file. */
function keep(uploads: OpenCheckpoint['uploads'], id: number): void {
  if (id % 200 === 7) {
    const sizeBytes = 2 ** 30
    uploads.apply(id, 'start')
    uploads.saveCheckpoint(id, {
      plan: { mode: 'multipart', sizeBytes, partSizeBytes: 2 ** 23, partCount: 128 },
      file: { sizeBytes, mtimeNs: '1', fileId: `1:${id}` },
      multipartUploadId: `kept-${id}`,
      initiatingSince: null,
      allPartsConfirmed: false,
    })
    const part = { partNumber: 1, sizeBytes: 2 ** 20 + (id % 977), etag: '"0"', crc64: '0' }
    uploads.confirmParts(id, [part])
  }
  uploads.apply(id, 'cancelKeep')
}

function newBatch(checkpoint: OpenCheckpoint, destinationId: string): number {
  checkpoint.destinations.save({
    id: destinationId,
    name: destinationId,
    kind: 'oss',
    endpoint: 'https://oss-cn-hangzhou.aliyuncs.com',
    region: 'cn-hangzhou',
    bucket: destinationId,
    prefix: '',
    signatureVersion: 'v4',
    isCustomDomain: false,
    metadata: {},
    accessKeyId: 'benchmark',
    createdAt: 0,
  })
  return checkpoint.intake.createBatch({
    destinationId,
    bucket: destinationId,
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
function rowOf({ root, leastBytes }: (typeof batches)[number], index: number) {
  const name = `${root}/shoot ${(index * 7919) % 1000}/take-${index}.mov`
  const sizeBytes = leastBytes + ((index * 104_729) % 1_000_003) * 1024
  return { sourcePath: `/${name}`, name, objectKey: name, sizeBytes }
}

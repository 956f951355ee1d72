import { describe, expect, it } from 'vitest'
import type { QueueScope } from '../../shared/queue.ts'
import type { UploadErrorData } from '../../shared/upload-error.ts'
import {
  endedStatuses,
  transition,
  type UploadEvent,
  type UploadStatus,
  uploadEvents,
  uploadStatuses,
} from '../../shared/upload-state.ts'
import {
  addUpload,
  addUploads,
  first,
  idsOf,
  multipart,
  open,
  part,
  saveDestination,
  tamper,
} from './checkpoint-fixture.ts'

const everything: QueueScope = { kind: 'all', filter: 'all' }
const reset: UploadErrorData = {
  code: 'ConnectionReset',
  retry: 'transient',
  message: 'The connection was cut.',
  fromServer: false,
}

/** Events that lead a queued upload to each status. */
const wayTo: Record<UploadStatus, readonly UploadEvent[]> = {
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

function openWith(status: UploadStatus) {
  const checkpoint = open()
  const id = addUpload(checkpoint)
  for (const event of wayTo[status]) checkpoint.uploads.apply(id, event)
  expect(checkpoint.uploads.get(id)?.status).toBe(status)
  return { checkpoint, id }
}

function rowOf(checkpoint: ReturnType<typeof open>, id: number) {
  return first(checkpoint.queue.rows([id]))
}

describe('status × event', () => {
  for (const status of uploadStatuses) {
    it(`moves one upload that is ${status} exactly as the table says`, () => {
      for (const event of uploadEvents) {
        const { checkpoint, id } = openWith(status)
        const expected = transition(status, event)
        expect(checkpoint.uploads.apply(id, event), event).toBe(expected)
        expect(checkpoint.uploads.get(id)?.status, event).toBe(expected ?? status)
        checkpoint.close()
      }
    })

    it(`moves many that are ${status} exactly as the table says`, () => {
      for (const event of uploadEvents) {
        const { checkpoint, id } = openWith(status)
        const expected = transition(status, event) ?? status
        const changed = expected === status ? 0 : 1
        expect(checkpoint.uploads.applyToScope(everything, event, []), event).toEqual({
          changed,
          refused: 1 - changed,
        })
        const row = rowOf(checkpoint, id)
        expect(row.status, event).toBe(expected)
        expect(row.finishedAt !== null, event).toBe((endedStatuses as readonly string[]).includes(expected))
        checkpoint.close()
      }
    })
  }
})

describe('apply', () => {
  it('keeps what a change leaves out and writes what it names', () => {
    const { checkpoint, id } = openWith('uploading')
    checkpoint.uploads.apply(id, 'backOff', { reason: reset, attempt: 2, nextTryAt: 5000, resentBytes: 77 })
    expect(rowOf(checkpoint, id)).toMatchObject({
      status: 'retrying',
      reason: reset,
      attempt: 2,
      nextTryAt: 5000,
      resentBytes: 77,
    })
    checkpoint.uploads.apply(id, 'tryAgain')
    expect(rowOf(checkpoint, id)).toMatchObject({
      reason: reset,
      attempt: 2,
      nextTryAt: null,
      resentBytes: 77,
    })
    checkpoint.uploads.apply(id, 'backOff', { reason: null })
    expect(rowOf(checkpoint, id).reason).toBeNull()
  })

  it('names what it waits for only while it waits', () => {
    const { checkpoint, id } = openWith('uploading')
    checkpoint.uploads.apply(id, 'wait', { waitingFor: 'network', reason: reset })
    expect(rowOf(checkpoint, id)).toMatchObject({ waitingFor: 'network', reason: reset })
    checkpoint.uploads.apply(id, 'unblock')
    expect(rowOf(checkpoint, id)).toMatchObject({ status: 'queued', waitingFor: null, reason: null })
  })

  it('moves `since` only with the status', () => {
    let now = 1000
    const checkpoint = open(undefined, { now: () => now })
    const id = addUpload(checkpoint)
    now = 2000
    checkpoint.uploads.apply(id, 'wait', { waitingFor: 'network' })
    now = 3000
    checkpoint.uploads.apply(id, 'wait', { waitingFor: 'credentials' })
    expect(rowOf(checkpoint, id)).toMatchObject({ since: 2000, waitingFor: 'credentials' })
  })

  it('forgets reason and tries when the user resumes a failed upload (R16)', () => {
    const { checkpoint, id } = openWith('uploading')
    checkpoint.uploads.apply(id, 'fail', { reason: reset, attempt: 9 })
    checkpoint.uploads.apply(id, 'resume')
    expect(rowOf(checkpoint, id)).toMatchObject({
      status: 'queued',
      reason: null,
      attempt: 0,
      finishedAt: null,
    })
  })

  it('keeps a new object key under a right checksum', () => {
    const { checkpoint, id } = openWith('uploading')
    checkpoint.uploads.saveCheckpoint(id, multipart)
    checkpoint.uploads.apply(id, 'startOver', { objectKey: 'backup/a (1).mov' })
    expect(checkpoint.uploads.get(id)).toMatchObject({ objectKey: 'backup/a (1).mov', isDamaged: false })
    expect(idsOf(checkpoint, { search: 'a (1)' })).toEqual([id])
  })

  it('answers null for an upload that does not exist', () => {
    expect(open().uploads.apply(7, 'start')).toBeNull()
  })
})

describe('nextQueued', () => {
  it('answers queued uploads in queue order without the excluded ones', () => {
    const checkpoint = open()
    const [a = 0, b = 0, c = 0, d = 0] = addUploads(checkpoint, ['a', 'b', 'c', 'd'])
    checkpoint.uploads.apply(b, 'pause')
    const ids = (limit: number, excludeIds: number[]) =>
      checkpoint.uploads.nextQueued(limit, excludeIds, []).map(({ id }) => id)
    expect(ids(2, [])).toEqual([a, c])
    expect(ids(2, [a])).toEqual([c, d])
    expect(ids(9, [])).toEqual([a, c, d])
  })

  it('steps over destinations that cannot be reached and keeps the order over the others', () => {
    const checkpoint = open()
    const [a = 0] = addUploads(checkpoint, ['a'], { destinationId: 'd1' })
    addUploads(checkpoint, ['b'], { destinationId: 'd2' })
    const [c = 0] = addUploads(checkpoint, ['c'], { destinationId: 'd3' })
    const [d = 0] = addUploads(checkpoint, ['d'], { destinationId: 'd1' })
    expect(checkpoint.uploads.nextQueued(9, [], ['d2']).map(({ id }) => id)).toEqual([a, c, d])
  })

  it('fails an upload whose target is damaged instead of handing it out (R5)', () => {
    const checkpoint = open()
    const [a = 0, b = 0] = addUploads(checkpoint, ['a', 'b'])
    checkpoint.close()
    tamper(checkpoint.file, (sqlite) =>
      sqlite.prepare("UPDATE uploads SET object_key = 'backup/q' WHERE id = ?").run(a),
    )
    const again = open(checkpoint.file)
    expect(again.uploads.nextQueued(1, [], []).map(({ id }) => id)).toEqual([b])
    expect(rowOf(again, a)).toMatchObject({ status: 'failed', reason: { code: 'RecordDamaged' } })
  })
})

describe('recoverAll', () => {
  it('queues what ran and keeps what the user paused, over a restart (R2)', () => {
    const folder = open().file
    const checkpoint = open(`${folder}.second.sqlite`)
    const ids = addUploads(checkpoint, [...uploadStatuses])
    uploadStatuses.forEach((status, index) => {
      for (const event of wayTo[status]) checkpoint.uploads.apply(ids[index] ?? 0, event)
    })
    checkpoint.close()
    const again = open(checkpoint.file)
    expect(again.uploads.recoverAll()).toBe(
      uploadStatuses.filter((status) => (transition(status, 'recover') ?? status) !== status).length,
    )
    expect(ids.map((id) => again.uploads.get(id)?.status)).toEqual(
      uploadStatuses.map((status) => transition(status, 'recover') ?? status),
    )
  })

  it('takes back confirmed bytes of uploads that record nothing (R11)', () => {
    const checkpoint = open()
    const id = addUpload(checkpoint, 'a', { resume: false })
    checkpoint.uploads.apply(id, 'start')
    checkpoint.uploads.saveCheckpoint(id, multipart)
    checkpoint.uploads.confirmParts(id, [part(1)])
    expect(rowOf(checkpoint, id).confirmedBytes).toBe(100)
    checkpoint.uploads.recoverAll()
    expect(rowOf(checkpoint, id)).toMatchObject({ status: 'queued', confirmedBytes: 0 })
    expect(checkpoint.uploads.parts(id)).toEqual({ parts: [], damaged: 0 })
  })

  it('fails an upload whose status cannot be read, and says so (R5)', () => {
    const checkpoint = open()
    const [a = 0, b = 0] = addUploads(checkpoint, ['a', 'b'])
    checkpoint.close()
    tamper(checkpoint.file, (sqlite) =>
      sqlite.prepare("UPDATE uploads SET status = 'quqeed' WHERE id = ?").run(a),
    )
    const again = open(checkpoint.file)
    expect(again.notices).toEqual([])
    expect(rowOf(again, a)).toMatchObject({ status: 'failed', reason: { code: 'RecordDamaged' } })
    again.uploads.recoverAll()
    expect(idsOf(again, { filter: 'problems' })).toEqual([a])
    expect(idsOf(again, { filter: 'waiting' })).toEqual([b])
  })
})

describe('a scope', () => {
  it('means ids, or all that a filter, a destination and a search show', () => {
    const checkpoint = open()
    const [a = 0, b = 0] = addUploads(checkpoint, ['holiday.mov', 'Bühne.jpg'])
    const c = addUpload(checkpoint, 'holiday.jpg', { destinationId: 'd2' })
    checkpoint.uploads.apply(a, 'fail')
    const means = (scope: QueueScope) => checkpoint.uploads.idsInScope(scope, [a, b, c])
    expect(means({ kind: 'ids', ids: [c, a, 99] })).toEqual([a, c])
    expect(means(everything)).toEqual([a, b, c])
    expect(means({ kind: 'all', filter: 'problems' })).toEqual([a])
    expect(means({ kind: 'all', filter: 'all', destinationId: 'd2' })).toEqual([c])
    expect(means({ kind: 'all', filter: 'waiting', search: 'JPG' })).toEqual([b, c])
    expect(means({ kind: 'all', filter: 'all', search: 'BÜHNE' })).toEqual([b])
  })

  it('leaves the excluded rows alone and counts only the others', () => {
    const checkpoint = open()
    const [a = 0, b = 0, c = 0] = addUploads(checkpoint, ['a', 'b', 'c'])
    checkpoint.uploads.apply(c, 'pause')
    expect(checkpoint.uploads.applyToScope(everything, 'pause', [a])).toEqual({ changed: 1, refused: 1 })
    expect([a, b, c].map((id) => checkpoint.uploads.get(id)?.status)).toEqual(['queued', 'paused', 'paused'])
  })
})

it('unblocks what waits for one cause, as many as asked', () => {
  const checkpoint = open()
  const [a = 0, b = 0] = addUploads(checkpoint, ['a', 'b'])
  const c = addUpload(checkpoint, 'c')
  checkpoint.uploads.apply(a, 'wait', { waitingFor: 'credentials' })
  checkpoint.uploads.apply(b, 'wait', { waitingFor: 'network' })
  checkpoint.uploads.apply(c, 'wait', { waitingFor: 'credentials' })
  expect(checkpoint.uploads.unblock('credentials', 1)).toBe(1)
  expect(checkpoint.uploads.unblock('network', 500)).toBe(1)
  expect([a, b, c].map((id) => checkpoint.uploads.get(id)?.status)).toEqual(['queued', 'queued', 'waiting'])
})

describe('a checkpoint', () => {
  it('comes back as it was saved, over a restart (R2)', () => {
    const checkpoint = open()
    const id = addUpload(checkpoint)
    checkpoint.uploads.saveCheckpoint(id, multipart)
    checkpoint.uploads.confirmParts(id, [part(3), part(1)])
    checkpoint.close()
    const again = open(checkpoint.file)
    expect(again.uploads.get(id)).toMatchObject({ checkpoint: multipart, isDamaged: false })
    expect(again.uploads.parts(id)).toEqual({ parts: [part(1), part(3)], damaged: 0 })
    expect(rowOf(again, id).confirmedBytes).toBe(200)
  })

  it('keeps a plan for a single request, and one that Initiate has not answered', () => {
    const checkpoint = open()
    const [a = 0, b = 0] = addUploads(checkpoint, ['a', 'b'])
    const put = {
      ...multipart,
      plan: { mode: 'put', sizeBytes: 0, partSizeBytes: 0, partCount: 1 },
      multipartUploadId: null,
      initiatingSince: null,
    } as const
    checkpoint.uploads.saveCheckpoint(a, put)
    checkpoint.uploads.saveCheckpoint(b, { ...multipart, multipartUploadId: null })
    expect(checkpoint.uploads.get(a)).toMatchObject({ checkpoint: put, isDamaged: false })
    expect(checkpoint.uploads.get(b)?.checkpoint).toEqual({ ...multipart, multipartUploadId: null })
  })

  it('counts a part that is confirmed twice once', () => {
    const checkpoint = open()
    const id = addUpload(checkpoint)
    checkpoint.uploads.saveCheckpoint(id, multipart)
    checkpoint.uploads.confirmParts(id, [part(1)])
    checkpoint.uploads.confirmParts(id, [part(1), part(2)])
    expect(rowOf(checkpoint, id).confirmedBytes).toBe(200)
  })

  it('forgets the parts that the server lacks', () => {
    const checkpoint = open()
    const id = addUpload(checkpoint)
    checkpoint.uploads.saveCheckpoint(id, multipart)
    checkpoint.uploads.confirmParts(id, [part(1), part(2), part(3)])
    checkpoint.uploads.forgetParts(id, [2, 3, 17])
    expect(checkpoint.uploads.parts(id).parts).toEqual([part(1)])
    expect(rowOf(checkpoint, id).confirmedBytes).toBe(100)
  })

  it('goes, with its parts, when it is dropped (R6), and the row stays', () => {
    const checkpoint = open()
    const id = addUpload(checkpoint)
    checkpoint.uploads.saveCheckpoint(id, multipart)
    checkpoint.uploads.confirmParts(id, [part(1)])
    checkpoint.uploads.dropCheckpoint(id)
    expect(checkpoint.uploads.get(id)).toMatchObject({ checkpoint: null, isDamaged: false, status: 'queued' })
    expect(checkpoint.uploads.parts(id)).toEqual({ parts: [], damaged: 0 })
    expect(rowOf(checkpoint, id)).toMatchObject({ confirmedBytes: 0, partCount: null })
  })

  it('is removed when the object is complete; the result stays (R3)', () => {
    const checkpoint = open()
    const id = addUpload(checkpoint)
    checkpoint.uploads.apply(id, 'start')
    checkpoint.uploads.saveCheckpoint(id, multipart)
    checkpoint.uploads.confirmParts(id, [part(1), part(2), part(3)])
    checkpoint.uploads.finish(id, { etag: 'E-3', crc64Local: '42', crc64Remote: '42', requestId: 'R' })
    expect(checkpoint.uploads.get(id)).toMatchObject({ status: 'done', checkpoint: null, isDamaged: false })
    expect(checkpoint.queue.details(id)).toMatchObject({
      multipartUploadId: null,
      etag: 'E-3',
      crc64Local: '42',
      crc64Remote: '42',
      requestId: 'R',
      row: { confirmedBytes: 300, partCount: 3, reason: null },
    })
    checkpoint.close()
    expect(tamper(checkpoint.file, (sqlite) => sqlite.prepare('SELECT * FROM parts').all())).toEqual([])
  })

  it('refuses to finish what the user has paused meanwhile', () => {
    const { checkpoint, id } = openWith('paused')
    expect(() =>
      checkpoint.uploads.finish(id, { etag: '', crc64Local: '', crc64Remote: null, requestId: null }),
    ).toThrow(/paused/)
  })

  it('tells who owns a multipart upload', () => {
    const checkpoint = open()
    checkpoint.uploads.saveCheckpoint(addUpload(checkpoint), multipart)
    expect(checkpoint.uploads.ownsMultipartUpload(multipart.multipartUploadId ?? '')).toBe(true)
    expect(checkpoint.uploads.ownsMultipartUpload('another')).toBe(false)
  })
})

describe('taking over a kept checkpoint (R13)', () => {
  function openWithKept() {
    const checkpoint = open()
    const kept = addUpload(checkpoint)
    checkpoint.uploads.apply(kept, 'start')
    checkpoint.uploads.saveCheckpoint(kept, multipart)
    checkpoint.uploads.confirmParts(kept, [part(1), part(2)])
    checkpoint.uploads.apply(kept, 'cancelKeep')
    return { checkpoint, kept }
  }

  it('moves plan, upload id and parts to the next upload of the same file to the same place', () => {
    const { checkpoint, kept } = openWithKept()
    const id = addUpload(checkpoint)
    checkpoint.uploads.apply(id, 'start')
    expect(checkpoint.uploads.adoptKept(id)).toEqual(multipart)
    expect(checkpoint.uploads.get(id)).toMatchObject({ checkpoint: multipart, isDamaged: false })
    expect(checkpoint.uploads.parts(id)).toEqual({ parts: [part(1), part(2)], damaged: 0 })
    expect(checkpoint.queue.details(id)).toMatchObject({ keptParts: 2, row: { confirmedBytes: 200 } })
    expect(checkpoint.uploads.get(kept)).toMatchObject({ status: 'cancelled-kept', checkpoint: null })
    expect(rowOf(checkpoint, kept).confirmedBytes).toBe(0)
  })

  it('finds it under another destination of the same endpoint and bucket', () => {
    const { checkpoint } = openWithKept()
    saveDestination(checkpoint, 'd2')
    expect(checkpoint.uploads.adoptKept(addUpload(checkpoint, 'a.mov', { destinationId: 'd2' }))).toEqual(
      multipart,
    )
  })

  it.each([
    ['another endpoint', { destinationId: 'd3' }],
    ['another bucket', { bucket: 'videos' }],
    ['other metadata, which Initiate has fixed', { metadata: { cacheControl: 'no-cache' } }],
    ['resuming switched off (R11)', { resume: false }],
  ])('does not with %s', (_, batch) => {
    const { checkpoint } = openWithKept()
    saveDestination(checkpoint, 'd3', 'https://oss-cn-beijing.aliyuncs.com')
    expect(checkpoint.uploads.adoptKept(addUpload(checkpoint, 'a.mov', batch))).toBeNull()
  })

  it('does not take over what is damaged (R5), still running, or already its own', () => {
    const { checkpoint, kept } = openWithKept()
    checkpoint.close()
    tamper(checkpoint.file, (sqlite) => sqlite.exec('UPDATE uploads SET part_size_bytes = 101'))
    const again = open(checkpoint.file)
    const id = addUpload(again)
    expect(again.uploads.adoptKept(id)).toBeNull()
    again.uploads.saveCheckpoint(id, multipart)
    expect(again.uploads.adoptKept(id)).toBeNull()
    again.uploads.saveCheckpoint(kept, multipart)
    again.uploads.apply(kept, 'resume')
    expect(again.uploads.adoptKept(addUpload(again))).toBeNull()
  })
})

describe('history of one upload', () => {
  it('keeps the newest 200 entries, newest first', () => {
    const checkpoint = open()
    const id = addUpload(checkpoint)
    for (let at = 1; at <= 205; at++) checkpoint.uploads.note(id, { at, kind: 'offline', data: { at } })
    const history = checkpoint.queue.details(id)?.history ?? []
    expect(history).toHaveLength(200)
    expect(history[0]).toEqual({ at: 205, kind: 'offline', data: { at: 205 } })
    expect(history.at(-1)?.at).toBe(6)
  })

  it('ignores a note for an upload that was removed', () => {
    open().uploads.note(9, { at: 1, kind: 'offline', data: {} })
  })
})

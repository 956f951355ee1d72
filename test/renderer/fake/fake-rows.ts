import type { UploadRow } from '../../../shared/queue.ts'
import type { UploadErrorData } from '../../../shared/upload-error.ts'
import type { FakeUpload } from './fake-upload.ts'

export const KiB = 1024
export const MiB = 1024 * KiB
export const GiB = 1024 * MiB

export const accessDenied: UploadErrorData = {
  code: 'AccessDenied',
  retry: 'fatal',
  message: 'You have no right to access this object because of bucket acl.',
  params: { bucket: 'footage', key: 'raw/2026-11/C0018 日落 #2.mov', action: 'oss:PutObject' },
  fromServer: true,
  status: 403,
  requestId: '5C3D9175B6FC201293AD4890',
  hostId: 'footage.oss-cn-hangzhou.aliyuncs.com',
  ec: '0003-00000001',
}

export const offline: UploadErrorData = {
  code: 'NetworkUnreachable',
  retry: 'offline',
  message: 'There is no network to oss-cn-hangzhou.aliyuncs.com.',
  params: { host: 'oss-cn-hangzhou.aliyuncs.com' },
  fromServer: false,
}

export const connectionReset: UploadErrorData = {
  code: 'ConnectionReset',
  retry: 'transient',
  message: 'The connection to oss-cn-hangzhou.aliyuncs.com was cut.',
  params: { host: 'oss-cn-hangzhou.aliyuncs.com' },
  fromServer: false,
  partNumber: 1422,
}

export const fileBusy: UploadErrorData = {
  code: 'FileBeingWritten',
  retry: 'source',
  message: 'The file is still being written',
  fromServer: false,
}

/** A row with everything filled in; `patch` says what is special about it. */
export function makeUpload(id: number, patch: Partial<UploadRow>, bytesPerSecond = 20 * MiB): FakeUpload {
  const name = patch.name ?? `file-${id}.bin`
  const sizeBytes = patch.sizeBytes ?? 100 * MiB
  const partSizeBytes = patch.partSizeBytes === undefined ? 16 * MiB : patch.partSizeBytes
  const row: UploadRow = {
    id,
    batchId: 1,
    destinationId: 'footage',
    destinationName: 'footage',
    name,
    sourcePath: `/Volumes/Shoot/day 3/${name}`,
    bucket: 'footage',
    objectKey: `raw/2026-11/${name}`,
    status: 'queued',
    waitingFor: null,
    reason: null,
    since: Date.now() - 60_000,
    attempt: 0,
    nextTryAt: null,
    sizeBytes,
    confirmedBytes: 0,
    resentBytes: 0,
    partCount: partSizeBytes === null ? null : Math.max(1, Math.ceil(sizeBytes / partSizeBytes)),
    addedAt: Date.now() - 600_000 + id,
    startedAt: null,
    finishedAt: null,
    ...patch,
    partSizeBytes,
  }
  return { row, bytesPerSecond, parts: null, sentByPart: new Map(), triesByPart: new Map(), restMs: 0 }
}

/** Whole parts up to a share of the file. */
function confirmed(sizeBytes: number, share: number, partSizeBytes = 16 * MiB): number {
  return Math.floor((sizeBytes * share) / partSizeBytes) * partSizeBytes
}

/** One row of every status, with names that are hard on a layout. */
export function showcaseUploads(): FakeUpload[] {
  const now = Date.now()
  const rows: [Partial<UploadRow>, number?][] = [
    [
      {
        name: 'A001_C014.mov',
        status: 'uploading',
        sizeBytes: 47.4 * GiB,
        confirmedBytes: confirmed(47.4 * GiB, 0.762),
        resentBytes: 41 * MiB,
        startedAt: now - 900_000,
      },
      31.2 * MiB,
    ],
    [
      {
        name: 'A001_C015.mov',
        status: 'uploading',
        sizeBytes: 8.06 * GiB,
        confirmedBytes: confirmed(8.06 * GiB, 0.12),
      },
      4.8 * MiB,
    ],
    [
      {
        name: 'A001_C016.mov',
        status: 'waiting',
        waitingFor: 'network',
        reason: offline,
        attempt: 4,
        nextTryAt: now + 12_000,
        sizeBytes: 22.9 * GiB,
        confirmedBytes: confirmed(22.9 * GiB, 0.41),
      },
    ],
    [
      {
        name: 'A001_C017.mov',
        status: 'waiting',
        waitingFor: 'file',
        reason: fileBusy,
        nextTryAt: now + 30_000,
        sizeBytes: 3.1 * GiB,
      },
    ],
    [
      {
        name: 'A001_C019.mov',
        status: 'retrying',
        reason: connectionReset,
        attempt: 3,
        nextTryAt: now + 4_000,
        sizeBytes: 18.2 * GiB,
        confirmedBytes: confirmed(18.2 * GiB, 0.88),
      },
    ],
    [{ name: 'C0018 日落 #2.mov', status: 'failed', reason: accessDenied, sizeBytes: 11.7 * GiB }],
    [
      {
        name: 'audio/track-01.wav',
        status: 'done',
        sizeBytes: 612 * MiB,
        confirmedBytes: 612 * MiB,
        finishedAt: now - 240_000,
      },
    ],
    [{ name: 'audio/track-02.wav', status: 'verifying', sizeBytes: 598 * MiB, confirmedBytes: 598 * MiB }],
    [{ name: 'audio/track-03.wav', status: 'completing', sizeBytes: 604 * MiB, confirmedBytes: 604 * MiB }],
    [
      {
        name: 'nightly-2026-11-20.tar.zst',
        status: 'paused',
        destinationId: 'nightly',
        destinationName: 'nightly-backup',
        bucket: 'nightly-backup',
        objectKey: 'db/nightly-2026-11-20.tar.zst',
        sizeBytes: 210 * GiB,
        partSizeBytes: 32 * MiB,
        confirmedBytes: confirmed(210 * GiB, 0.587, 32 * MiB),
        batchId: 2,
      },
    ],
    [
      {
        name: '方案终稿 (3).key',
        status: 'uploading',
        destinationId: 'client',
        destinationName: '客户交付 · 上海',
        bucket: 'client-delivery',
        objectKey: '2026/11/方案终稿 (3).key',
        sizeBytes: 184 * MiB,
        confirmedBytes: confirmed(184 * MiB, 0.634, 8 * MiB),
        partSizeBytes: 8 * MiB,
        batchId: 3,
      },
      2.4 * MiB,
    ],
    [
      {
        name: 'stills/IMG_0412 (very long name, kept by the camera as it was, 最终版本-已审核-请勿修改).CR3',
        status: 'queued',
        sizeBytes: 41 * MiB,
      },
    ],
    [{ name: 'stills/IMG_0413.CR3', status: 'pausing', sizeBytes: 44 * MiB, confirmedBytes: 32 * MiB }],
    [{ name: 'stills/IMG_0414.CR3', status: 'skipped', sizeBytes: 40 * MiB, finishedAt: now - 300_000 }],
    [
      {
        name: 'old take.mov',
        status: 'cancelled-kept',
        sizeBytes: 9 * GiB,
        confirmedBytes: confirmed(9 * GiB, 0.3),
      },
    ],
    [{ name: 'wrong folder.zip', status: 'cancelled-clean', sizeBytes: 2 * GiB }],
    [
      {
        name: 'test clip.mov',
        status: 'cleaning',
        sizeBytes: 1.5 * GiB,
        confirmedBytes: confirmed(1.5 * GiB, 0.5),
      },
    ],
    [{ name: 'empty.txt', status: 'done', sizeBytes: 0, partSizeBytes: null, finishedAt: now - 200_000 }],
    [
      {
        name: 'ledger.xlsx',
        status: 'waiting',
        waitingFor: 'credentials',
        reason: {
          code: 'InvalidAccessKeyId',
          retry: 'auth',
          message: 'The access key id does not exist',
          fromServer: true,
          status: 403,
        },
        sizeBytes: 3 * MiB,
      },
    ],
  ]
  const uploads = rows.map(([patch, speed], index) => makeUpload(index + 1, patch, speed))
  // The first row added is the newest on screen.
  for (const [index, upload] of uploads.entries()) upload.row.addedAt = now - 600_000 - index * 1000
  const failing = uploads[0]
  if (failing) {
    const parts = partMapWithRetry(failing)
    failing.parts = parts
  }
  return uploads
}

/** Kept, confirmed, one part that will be tried again, the rest waiting. */
function partMapWithRetry(upload: FakeUpload) {
  const { row } = upload
  const count = row.partCount ?? 1
  const done = Math.floor(row.confirmedBytes / (row.partSizeBytes ?? 1))
  upload.triesByPart.set(1422, 2)
  return Array.from({ length: count }, (_, index) => {
    if (index === 1421) return 'retry' as const
    if (index < 911) return 'kept' as const
    return index < done ? ('done' as const) : ('waiting' as const)
  })
}

const folders = ['clips', 'audio', 'stills/2026', 'db/2026/11', '素材/第三天', 'exports']

/** Many rows, the first eight of them running; the same for the same count. */
export function manyUploads(count: number): FakeUpload[] {
  return Array.from({ length: count }, (_, index) => {
    const id = index + 1
    const isRunning = index < 8
    const name = `${folders[index % folders.length]}/take-${String(id).padStart(6, '0')}.mov`
    const sizeBytes = isRunning ? 20 * GiB : ((index * 7919) % 4000) * MiB + 512
    const status = isRunning
      ? 'uploading'
      : index % 97 === 0
        ? 'failed'
        : index % 13 === 0
          ? 'done'
          : 'queued'
    return makeUpload(
      id,
      {
        name,
        sizeBytes,
        status,
        reason: status === 'failed' ? accessDenied : null,
        confirmedBytes: status === 'done' ? sizeBytes : 0,
        addedAt: 1_700_000_000_000 + index,
        batchId: Math.floor(index / 100) + 1,
        partSizeBytes: isRunning ? 2 * MiB : 16 * MiB,
      },
      12 * MiB,
    )
  })
}

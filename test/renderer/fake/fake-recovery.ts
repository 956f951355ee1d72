import type { CommandName, Events, Reach, Request, Response } from '../../../shared/ipc.ts'
import type { QueueScope } from '../../../shared/queue.ts'
import type { Orphan, OrphanSize, Relocation, Verification } from '../../../shared/recovery.ts'
import { UploadError } from '../../../shared/upload-error.ts'
import type { UploadEvent } from '../../../shared/upload-state.ts'
import type { FakeQueue } from './fake-queue.ts'
import { GiB, MiB, makeUpload } from './fake-rows.ts'
import type { FakeUpload } from './fake-upload.ts'

type RecoveryCommand = Extract<CommandName, `recovery.${string}`>
type Handlers = { [K in RecoveryCommand]: (request: Request<K>) => Response<K> | Promise<Response<K>> }

/** What the test wants the main process to find. */
export interface FakeFindings {
  relocation: Relocation
  verification: Verification
  /** The comparison of a located file does not end by itself while this is true. */
  isComparing: boolean
  orphans: (Orphan & OrphanSize)[]
}

const dayMs = 86_400_000

export function usualFindings(): FakeFindings {
  const now = Date.now()
  return {
    relocation: { kind: 'moved' },
    verification: { kind: 'equal', local: '9207674911293414131', remote: '9207674911293414131' },
    isComparing: false,
    orphans: [
      orphan('raw/2026-08/B002_C031.mov', 92, 38.2 * GiB, 612),
      orphan('backup/nightly-2026-10-02.tar.zst', 50, 4.1 * GiB, 525),
      orphan('客户交付/方案终稿 v2.key', 1, 0, 0),
    ],
  }

  function orphan(key: string, daysAgo: number, sizeBytes: number, parts: number): Orphan & OrphanSize {
    const uploadId = `0004B9895DBBB6EC98E3${parts}${daysAgo}`
    return { key, uploadId, initiatedAt: now - daysAgo * dayMs, sizeBytes: Math.round(sizeBytes), parts }
  }
}

interface Parts {
  queue: FakeQueue
  findings: FakeFindings
  emit(name: 'recovery.locating', payload: Events['recovery.locating']): void
  applyTo(scope: QueueScope, event: UploadEvent): Reach
  tellChanged(uploads: readonly FakeUpload[], listChanged: boolean): void
}

/** The answers of the main process about recovery, from what the test found. */
export function fakeRecovery({ queue, findings, emit, applyTo, tellChanged }: Parts): Handlers {
  let stop: ((error: unknown) => void) | null = null
  const uploadOf = (id: number): FakeUpload => {
    const upload = queue.uploads.get(id)
    if (!upload) throw new Error(`No upload ${id}`)
    return upload
  }
  return {
    'recovery.pauseAfterParts': (scope) => applyTo(scope, 'pause'),
    'recovery.startOver': ({ ids }) => {
      for (const id of ids) {
        const upload = uploadOf(id)
        upload.row.confirmedBytes = 0
        upload.parts = null
      }
      return applyTo({ kind: 'ids', ids }, 'resume')
    },
    'recovery.verify': ({ id }) => {
      const { verification } = findings
      if (verification.kind === 'equal') {
        const upload = uploadOf(id)
        Object.assign(upload.row, { status: 'done', reason: null, finishedAt: Date.now() })
        queue.forgetOrder()
        tellChanged([upload], true)
      }
      return verification
    },
    'recovery.locate': async ({ id, path, startOver }) => {
      if (findings.isComparing) {
        emit('recovery.locating', { id, checkedBytes: 3 * GiB, totalBytes: 4 * GiB })
        await new Promise((_, reject) => {
          stop = reject
        })
      }
      const relocation: Relocation = startOver ? { kind: 'moved' } : findings.relocation
      if (relocation.kind === 'moved') {
        uploadOf(id).row.sourcePath = path
        applyTo({ kind: 'ids', ids: [id] }, 'resume')
      }
      return relocation
    },
    'recovery.stopLocating': () => {
      stop?.(new UploadError({ code: 'Stopped', retry: 'fatal', message: 'Stopped.', fromServer: false }))
      return null
    },
    'recovery.keptTotal': () => {
      const kept = [...queue.uploads.values()].filter(({ row }) => row.status === 'cancelled-kept')
      return {
        uploads: kept.length,
        bytes: kept.reduce((sum, { row }) => sum + row.confirmedBytes, 0),
        oldestAt: kept[0]?.row.finishedAt ?? null,
      }
    },
    'recovery.orphans': ({ destinationId }) =>
      destinationId === 'footage'
        ? findings.orphans.map(({ key, uploadId, initiatedAt }) => ({ key, uploadId, initiatedAt }))
        : [],
    'recovery.orphanSize': ({ uploadId }) => {
      const found = findings.orphans.find((orphan) => orphan.uploadId === uploadId)
      return found ? { parts: found.parts, sizeBytes: found.sizeBytes } : null
    },
    'recovery.abortOrphans': ({ orphans }) => {
      const ids = orphans.map(({ uploadId }) => uploadId)
      findings.orphans = findings.orphans.filter(({ uploadId }) => !ids.includes(uploadId))
      return { aborted: orphans.length, failed: [] }
    },
    'recovery.adoptOrphan': ({ key, uploadId, path }) => {
      const found = findings.orphans.find((orphan) => orphan.uploadId === uploadId)
      if (!found?.sizeBytes) return { kind: 'empty' }
      if (findings.relocation.kind === 'differs') return { kind: 'other-content', partNumber: 1 }
      findings.orphans = findings.orphans.filter((orphan) => orphan !== found)
      const id = Math.max(0, ...queue.uploads.keys()) + 1
      const name = path.split('/').at(-1) ?? path
      queue.uploads.set(id, makeUpload(id, { name, sourcePath: path, objectKey: key, sizeBytes: 64 * MiB }))
      queue.forgetOrder()
      tellChanged([], true)
      return { kind: 'adopted', id }
    },
  }
}

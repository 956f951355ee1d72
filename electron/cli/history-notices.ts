import { safeName } from '../../shared/format/safe-name.ts'
import type { UploadHistoryEntry } from '../../shared/queue.ts'
import type { UploadStore } from '../engine/ports/upload-store.ts'
import type { Notice } from './report/reporter.ts'
import type { CliKey } from './words.ts'

/** What of an upload's history is said in the terminal at once; the rest is for the window. */
const sentences: Record<string, { key: CliKey; isDetail: boolean }> = {
  resumed: { key: 'noteResumed', isDetail: false },
  'file-changed': { key: 'noteFileChanged', isDetail: false },
  'upload-id-gone': { key: 'noteUploadIdGone', isDetail: false },
  'checkpoint-damaged': { key: 'noteCheckpointDamaged', isDetail: false },
  'foreign-parts': { key: 'noteForeignParts', isDetail: false },
  'callback-failed': { key: 'noteCallbackFailed', isDetail: false },
  'parts-unverified': { key: 'notePartsUnverified', isDetail: false },
  'existence-unknown': { key: 'noteExistenceUnknown', isDetail: true },
  renamed: { key: 'noteRenamed', isDetail: false },
  'part-retry': { key: 'notePartRetry', isDetail: true },
  retry: { key: 'noteRetry', isDetail: true },
  'found-complete': { key: 'noteFoundComplete', isDetail: true },
  'checkpoint-adopted': { key: 'noteAdopted', isDetail: true },
}

/** The sentence for an entry of an upload's history; null where the terminal says nothing. */
export function noticeOf(name: string, entry: UploadHistoryEntry): Notice | null {
  // It was stopped before the first part was confirmed: there is nothing to go on from.
  if (entry.kind === 'resumed' && entry.data.keptParts === 0) return null
  const sentence = sentences[entry.kind]
  return sentence
    ? {
        ...sentence,
        values: { name: safeName(name), count: Number(entry.data.keptParts ?? 0), ...entry.data },
      }
    : null
}

/** The same store; `onNote` hears of every entry as it is written. */
export function observeHistory(
  store: UploadStore,
  onNote: (id: number, entry: UploadHistoryEntry) => void,
): UploadStore {
  return {
    commands: store.commands,
    nextQueued: (limit, ids, destinationIds) => store.nextQueued(limit, ids, destinationIds),
    cleaning: (limit) => store.cleaning(limit),
    get: (id) => store.get(id),
    recoverAll: () => store.recoverAll(),
    apply: (id, event, change) => store.apply(id, event, change),
    startLightly: (id) => store.startLightly(id),
    applyToScope: (scope, event, ids) => store.applyToScope(scope, event, ids),
    idsInScope: (scope, ids) => store.idsInScope(scope, ids),
    holdQueued: (hold, exceptIds, limit) => store.holdQueued(hold, exceptIds, limit),
    unblock: (cause, limit) => store.unblock(cause, limit),
    saveCheckpoint: (id, checkpoint) => store.saveCheckpoint(id, checkpoint),
    parts: (id) => store.parts(id),
    confirmParts: (id, parts) => store.confirmParts(id, parts),
    forgetParts: (id, partNumbers) => store.forgetParts(id, partNumbers),
    adoptKept: (id) => store.adoptKept(id),
    ownsMultipartUpload: (uploadId) => store.ownsMultipartUpload(uploadId),
    markStartOver: (ids) => store.markStartOver(ids),
    relocate: (id, path, sizeBytes, checkpoint) => store.relocate(id, path, sizeBytes, checkpoint),
    adoptOpen: (batchId, path, checkpoint) => store.adoptOpen(batchId, path, checkpoint),
    dropCheckpoint: (id) => store.dropCheckpoint(id),
    finish: (id, result) => store.finish(id, result),
    note: (id, entry) => {
      store.note(id, entry)
      onNote(id, entry)
    },
    together: (body) => store.together(body),
  }
}

/**
 * The life of one upload as a table: status × event → status.
 * Everything that changes a status asks `transition`; nothing else decides.
 */

/** Statuses of one upload. (A batch that is still being walked is `counting`; see `BatchStatus`.) */
export const uploadStatuses = [
  'queued',
  'uploading',
  'pausing',
  'paused',
  'waiting',
  'retrying',
  'completing',
  'verifying',
  'done',
  'skipped',
  'failed',
  'cleaning',
  'cancelled-kept',
  'cancelled-clean',
] as const
export type UploadStatus = (typeof uploadStatuses)[number]

/** What a `waiting` upload waits for; none of these uses up attempts. */
export const waitingCauses = ['network', 'credentials', 'file', 'disk', 'schedule'] as const
export type WaitingCause = (typeof waitingCauses)[number]

export const uploadEvents = [
  /** The scheduler gave the upload a slot. */
  'start',
  /** The user (or a timed pause) wants silence. */
  'pause',
  /** The last request has ended after `pause`. */
  'paused',
  /** The user wants it to go on. */
  'resume',
  /** Something outside must change first: network, credentials, file, disk, schedule. */
  'wait',
  /** What it waited for has come. */
  'unblock',
  /** Every running part is in a backoff wait. */
  'backOff',
  /** A backoff wait has ended, or parts turn out to be due again just before the end. */
  'tryAgain',
  /** Every part is confirmed; from here on no byte of the file is sent again without proof that it must be. */
  'partsConfirmed',
  /** The answer to Complete was lost or unclear: HeadObject and ListParts decide. */
  'doubt',
  /** The object is whole in the bucket. */
  'confirm',
  /** The file changed, or the upload id is gone: all parts again (R6, R14). */
  'startOver',
  /** The conflict policy says the object is already there. */
  'skip',
  /** A permanent cause. */
  'fail',
  /** The user cancels and keeps the checkpoint (R13). */
  'cancelKeep',
  /** The user cancels and wants the parts gone from the server (R13). */
  'cancelClean',
  /** The server has confirmed the abort. */
  'cleaned',
  /** The program starts and finds the upload as a crash or a quit left it. */
  'recover',
] as const
export type UploadEvent = (typeof uploadEvents)[number]

type Row = Partial<Record<UploadEvent, UploadStatus>>

/** Rows are statuses, columns events; a missing cell is a refusal. */
const table = {
  queued: {
    start: 'uploading',
    pause: 'paused',
    wait: 'waiting',
    skip: 'skipped',
    fail: 'failed',
    cancelKeep: 'cancelled-kept',
    cancelClean: 'cleaning',
    recover: 'queued',
  },
  uploading: {
    pause: 'pausing',
    wait: 'waiting',
    backOff: 'retrying',
    partsConfirmed: 'completing',
    doubt: 'verifying',
    confirm: 'done',
    startOver: 'uploading',
    skip: 'skipped',
    fail: 'failed',
    cancelKeep: 'cancelled-kept',
    cancelClean: 'cleaning',
    recover: 'queued',
  },
  pausing: {
    paused: 'paused',
    resume: 'queued',
    partsConfirmed: 'pausing',
    confirm: 'done',
    fail: 'failed',
    cancelKeep: 'cancelled-kept',
    cancelClean: 'cleaning',
    recover: 'paused',
  },
  paused: {
    resume: 'queued',
    cancelKeep: 'cancelled-kept',
    cancelClean: 'cleaning',
    recover: 'paused',
  },
  waiting: {
    wait: 'waiting',
    unblock: 'queued',
    pause: 'paused',
    resume: 'queued',
    fail: 'failed',
    cancelKeep: 'cancelled-kept',
    cancelClean: 'cleaning',
    recover: 'queued',
  },
  retrying: {
    tryAgain: 'uploading',
    pause: 'pausing',
    wait: 'waiting',
    startOver: 'uploading',
    confirm: 'done',
    fail: 'failed',
    cancelKeep: 'cancelled-kept',
    cancelClean: 'cleaning',
    recover: 'queued',
  },
  completing: {
    pause: 'pausing',
    wait: 'waiting',
    backOff: 'retrying',
    doubt: 'verifying',
    confirm: 'done',
    tryAgain: 'uploading',
    startOver: 'uploading',
    skip: 'skipped',
    fail: 'failed',
    cancelKeep: 'cancelled-kept',
    cancelClean: 'cleaning',
    recover: 'queued',
  },
  verifying: {
    pause: 'pausing',
    wait: 'waiting',
    backOff: 'retrying',
    partsConfirmed: 'completing',
    confirm: 'done',
    tryAgain: 'uploading',
    startOver: 'uploading',
    skip: 'skipped',
    fail: 'failed',
    cancelKeep: 'cancelled-kept',
    cancelClean: 'cleaning',
    recover: 'queued',
  },
  done: {},
  skipped: { resume: 'queued' },
  failed: { resume: 'queued', cancelKeep: 'cancelled-kept', cancelClean: 'cleaning' },
  cleaning: { cleaned: 'cancelled-clean', wait: 'cleaning', fail: 'failed', recover: 'cleaning' },
  'cancelled-kept': { resume: 'queued', cancelClean: 'cleaning' },
  'cancelled-clean': { resume: 'queued' },
} as const satisfies Record<UploadStatus, Row>

/** The next status, or `null` when the event means nothing in this status. */
export function transition(status: UploadStatus, event: UploadEvent): UploadStatus | null {
  const row: Row = table[status]
  return row[event] ?? null
}

/** The statuses in which `event` is allowed; for statements that change many rows at once. */
export function statusesAllowing(event: UploadEvent): UploadStatus[] {
  return uploadStatuses.filter((status) => transition(status, event) !== null)
}

/** Statuses that hold a scheduler slot. */
export const runningStatuses = [
  'uploading',
  'pausing',
  'retrying',
  'completing',
  'verifying',
] as const satisfies readonly UploadStatus[]

/** Statuses that nothing but the user changes again. */
export const endedStatuses = [
  'done',
  'skipped',
  'failed',
  'cancelled-kept',
  'cancelled-clean',
] as const satisfies readonly UploadStatus[]

/** `counting` while folders are still being walked, `open` while uploads are left, then `finished`. */
export type BatchStatus = 'counting' | 'open' | 'finished'

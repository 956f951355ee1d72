import { assertNever } from '../../shared/assert-never.ts'
import type { UploadError, UploadErrorData } from '../../shared/upload-error.ts'
import type { WaitingCause } from '../../shared/upload-state.ts'
import type { Random } from './ports/clock.ts'
import type { UploadResult } from './ports/upload-record.ts'
import { decideRetry, type RetryPolicy } from './retry-policy.ts'
import type { RunContext } from './run-context.ts'

/** How a run ended. Every run ends in exactly one of these, and whoever started it writes that down. */
export type RunOutcome =
  | { kind: 'done'; result: UploadResult }
  | { kind: 'skipped'; reason: 'exists' | 'same-content' }
  /** Cut by the user or by the end of the program. */
  | { kind: 'interrupted' }
  | { kind: 'waiting'; cause: WaitingCause; error: UploadErrorData }
  | { kind: 'failed'; error: UploadErrorData }

/** Any other file that cannot be read before anything of it was sent needs a person now. */
const freesItself: ReadonlySet<string> = new Set(['FileLocked', 'FileBusy', 'TooManyOpenFiles'])

/**
 * What an error that ended a run means for the upload. Hiccups never fail it: when the attempts of a run are used up it
 * waits and lets others pass. `hasPartsUp`: a multipart upload is open on the server.
 */
export function outcomeOf(
  error: UploadError,
  hasPartsUp: boolean,
  policy: RetryPolicy,
  random: Random,
): RunOutcome {
  const { data } = error
  const decision = decideRetry(data, policy.attempts, policy, random)
  switch (decision.action) {
    case 'wait':
      if (data.retry === 'source' && !freesItself.has(data.code) && !hasPartsUp) {
        return { kind: 'failed', error: data }
      }
      return { kind: 'waiting', cause: decision.cause, error: data }
    case 'yield':
    case 'retry':
      return { kind: 'waiting', cause: 'network', error: data }
    // Started over too often in one run.
    case 'start-over':
    case 'stop':
      return { kind: 'failed', error: data }
    default:
      return assertNever(decision)
  }
}

/** Says in the history why all parts are sent again. */
export function noteRestart(ctx: RunContext, error: UploadError): void {
  const { confirmedBytes } = ctx
  const multipartUploadId = ctx.checkpoint?.multipartUploadId ?? ''
  switch (error.code) {
    case 'FileChanged':
      ctx.note('file-changed', { confirmedBytes })
      break
    case 'ProgressDamaged':
      ctx.note('checkpoint-damaged', { parts: Number(error.data.params?.parts ?? 0) })
      break
    case 'ForeignParts':
      ctx.note('foreign-parts', { multipartUploadId })
      break
    case 'ObjectChecksumMismatch':
      ctx.note('unverified-wrong', { confirmedBytes })
      break
    case 'FileAlreadyExists':
      // The new name says it all.
      break
    default:
      ctx.note('upload-id-gone', { multipartUploadId, confirmedBytes })
  }
}

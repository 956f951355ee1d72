import type { PartPlan } from '../../shared/part-plan.ts'
import { applyConflictPolicy } from './conflict-policy.ts'
import { isSameFile } from './file-identity.ts'
import { type SenderSlot, uploadInParts } from './multipart-upload.ts'
import { planParts, settingsForRate } from './part-plan.ts'
import type { FileIdentity } from './ports/local-files.ts'
import type { Checkpoint } from './ports/upload-record.ts'
import { putWhole } from './put-object.ts'
import { progressDamaged } from './resume-multipart.ts'
import type { RunContext } from './run-context.ts'
import type { RunOutcome } from './run-outcome.ts'
import type { SourceFile } from './send-range.ts'
import { startOver } from './start-over.ts'
import { connectionRate } from './transfer-rate.ts'

/**
 * One attempt at an upload: open the file → does the checkpoint still fit it? → ask the bucket about conflicts → plan, or
 * obey the stored plan → send. Throws `UploadError`; those of class `restart`, and `FileChanged`, mean all parts again.
 */
export async function attemptUpload(ctx: RunContext, onSender: SenderSlot): Promise<RunOutcome> {
  const path = ctx.record.sourcePath
  if (ctx.record.isDamaged && ctx.checkpoint !== null) throw progressDamaged(0)
  const open = await ctx.ports.files.open(path)
  try {
    ctx.signal.throwIfAborted()
    const source: SourceFile = { path, open, identity: await open.identity() }
    ctx.services.restless.assertQuiet(ctx.record.id, source.identity, path)
    await dropStaleCheckpoint(ctx, source)
    if (ctx.checkpoint === null) {
      const answer = await applyConflictPolicy(ctx, source)
      if (answer.kind === 'skip') return { kind: 'skipped', reason: answer.reason }
    }
    const wasBegun = ctx.checkpoint !== null
    const plan = ctx.checkpoint?.plan ?? planFor(ctx, source.identity)
    const checkpoint = ctx.checkpoint ?? beginCheckpoint(ctx, plan, source.identity)
    const result =
      checkpoint.plan.mode === 'put'
        ? await putWhole(ctx, source, checkpoint.plan, wasBegun, onSender)
        : await uploadInParts(ctx, source, checkpoint, onSender)
    return result === null ? { kind: 'interrupted' } : { kind: 'done', result }
  } finally {
    await open.close()
  }
}

/**
 * Leaves the run with a checkpoint only where it may be obeyed: resuming
 * is on (R11), the file is the same (R6), nobody asked to start over.
 */
async function dropStaleCheckpoint(ctx: RunContext, source: SourceFile): Promise<void> {
  if (!ctx.record.resume) {
    if (ctx.checkpoint === null) return
    ctx.note('resume-off', {})
    await startOver(ctx)
    return
  }
  if (ctx.record.mustStartOver && ctx.checkpoint !== null) {
    ctx.note('start-over-asked', { confirmedBytes: confirmedBytesOf(ctx) })
    await startOver(ctx)
    return
  }
  if (ctx.checkpoint === null) adoptKept(ctx, source)
  if (ctx.checkpoint === null || isSameFile(ctx.checkpoint.file, source.identity)) return
  ctx.note('file-changed', { confirmedBytes: confirmedBytesOf(ctx) })
  await startOver(ctx)
}

function confirmedBytesOf(ctx: RunContext): number {
  return ctx.ports.uploads.parts(ctx.record.id).parts.reduce((sum, part) => sum + part.sizeBytes, 0)
}

/** R13: the next upload of the same file to the same place goes on where a cancelled or failed one stopped. */
function adoptKept(ctx: RunContext, source: SourceFile): void {
  // A single request has nothing to go on from; thousands of small files need not be looked up.
  if (planFor(ctx, source.identity).mode === 'put') return
  const adopted = ctx.ports.uploads.adoptKept(ctx.record.id)
  if (adopted === null) return
  ctx.checkpoint = adopted
  ctx.note('checkpoint-adopted', {})
}

function planFor(ctx: RunContext, { sizeBytes }: FileIdentity): PartPlan {
  const { limiter, rate, concurrency, settings } = ctx.services
  const perConnection = connectionRate(rate.bytesPerSecond, limiter.limit, concurrency.connections)
  return planParts(sizeBytes, settingsForRate(settings(), perConnection))
}

function beginCheckpoint(ctx: RunContext, plan: PartPlan, file: FileIdentity): Checkpoint {
  const checkpoint: Checkpoint = {
    plan,
    file,
    multipartUploadId: null,
    initiatingSince: null,
    allPartsConfirmed: false,
  }
  // A single request that may overwrite can simply be sent again after a crash: nothing of it needs to be recorded.
  if (plan.mode === 'put' && !ctx.metadata.forbidOverwrite) {
    ctx.checkpoint = checkpoint
    return checkpoint
  }
  ctx.save(checkpoint)
  const { partCount: parts, partSizeBytes, sizeBytes } = plan
  // Of a single request there is nothing to tell that the row does not.
  if (plan.mode === 'multipart') ctx.note('started', { parts, partSizeBytes, sizeBytes })
  return checkpoint
}

import { resolve } from 'node:path'
import { UploadError } from '../../shared/upload-error.ts'
import type { OpenCheckpoint } from '../checkpoint/open-checkpoint.ts'
import { enqueue } from '../engine/enqueue.ts'
import type { IntakeStore, NewBatch } from '../engine/ports/intake-store.ts'
import type { Log } from '../engine/ports/log.ts'
import type { ObjectStores } from '../engine/ports/object-store.ts'
import { systemClock, systemRandom } from '../engine/system-ports.ts'
import { UploadEngine } from '../engine/upload-engine.ts'
import { localFiles } from '../files/local-files.ts'
import { crc64 } from '../oss/crc64.ts'
import type { UploadCommand } from './command-line.ts'
import { type ContinuedRun, continueRun, forgetRun } from './continue-run.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { observeHistory } from './history-notices.ts'
import type { OpenTarget } from './open-target.ts'
import type { Outcome, Reporter } from './report/reporter.ts'
import { RunProgress } from './run-progress.ts'
import { type RunReceipt, writeRunReceipt } from './run-receipt.ts'
import { RunRecord } from './run-record.ts'
import { type Halt, RunWaits } from './run-waits.ts'
import type { Words } from './words.ts'

const tickMs = 200

export interface UploadSessionInput {
  command: UploadCommand
  target: OpenTarget
  checkpoint: OpenCheckpoint
  reporter: Reporter
  words: Words
  log: Log
}

/** One run of `npm run upload`, on the same engine, checkpoint and client as the window. */
export class UploadSession {
  readonly #input: UploadSessionInput
  readonly #walk = new AbortController()
  readonly #stop = Promise.withResolvers<ExitCode>()

  constructor(input: UploadSessionInput) {
    this.#input = input
  }

  /** Ends the run at once; what is confirmed is kept. */
  stop(code: ExitCode): void {
    this.#stop.resolve(code)
  }

  /** Uploads until nothing is left to do, or until it is stopped. Throws when the checkpoint cannot be written. */
  async run(): Promise<Outcome> {
    const { command, target, checkpoint, reporter, words, log } = this.#input
    const commandId = target.destination.id
    const startedAt = performance.now()
    checkpoint.destinations.save(target.destination)
    const continued = await continueRun(checkpoint, commandId)

    const record = new RunRecord(checkpoint.queue, commandId, reporter)
    const waits = new RunWaits(checkpoint.queue, commandId, words, (notice) => reporter.notice(notice), {
      waits: command.waitsForNetwork,
      renewsCredentials: command.credentials !== null,
    })
    const engine = new UploadEngine(
      {
        stores: this.#stores(),
        uploads: observeHistory(checkpoint.uploads, (id, entry) => record.noted(id, entry)),
        files: localFiles,
        crc64,
        clock: systemClock,
        random: systemRandom,
        log,
        events: {
          onUploadsChanged: (ids) => waits.changed(record.changed(ids)),
          onPartConfirmed: () => {},
          onCheckpointBlocked: (error) =>
            reporter.notice({
              key: error ? 'noteCheckpointBlocked' : 'noteCheckpointWritable',
              values: { file: checkpoint.file },
              isDetail: false,
            }),
        },
      },
      command.engine,
    )
    const intake = enqueue(
      { files: localFiles, intake: intakeFor(checkpoint, continued, record), clock: systemClock, log },
      this.#batch(),
      {
        signal: this.#walk.signal,
        normalizeNames: process.platform === 'darwin',
        onAdded: () => engine.wake(),
      },
    )
    const progress = new RunProgress(checkpoint.queue, engine, intake.batchId)
    const confirmedBefore = progress.batch().confirmedBytes
    const counted = intake.counted.then(() => {
      progress.isCounting = false
    })
    engine.start()
    const ticker = setInterval(() => reporter.progress(progress.now(Date.now())), tickMs)
    let ended: ExitCode | Halt | null
    try {
      ended = await Promise.race([this.#stop.promise, counted.then(() => waits.untilSettled(engine))])
    } finally {
      clearInterval(ticker)
      this.#walk.abort()
      // The walk rejects when it is cut: that is no failure.
      await counted.catch(() => {})
      await engine.stop()
    }
    if (typeof ended !== 'number') this.#tellUnfinished(record)
    const receipt =
      command.receipt === null
        ? null
        : await writeRunReceipt(checkpoint.queue, intake.batchId, command.receipt, reporter)
    const code = codeWith(receipt, typeof ended === 'number' ? ended : codeOf(ended, record))
    const batch = progress.batch()
    if (code === exitCode.done) forgetRun(checkpoint, commandId)
    return {
      ...record.summary(batch),
      exitCode: code,
      isRecorded: command.resume,
      halt: ended === null || typeof ended === 'number' || ended.kind === 'files' ? null : ended,
      endpoint: target.destination.endpoint,
      bucket: target.destination.bucket,
      prefix: target.destination.prefix,
      sentBytes: Math.max(0, batch.confirmedBytes - confirmedBefore),
      alreadyUploaded: continued?.alreadyUploaded ?? 0,
      seconds: (performance.now() - startedAt) / 1000,
      practiceFolder: target.practiceFolder,
      receipt,
    }
  }

  #batch(): NewBatch {
    const { command, target } = this.#input
    const roots = command.files.map((file) => resolve(file))
    return {
      destinationId: target.destination.id,
      bucket: target.destination.bucket,
      name: command.files[0] ?? '',
      roots,
      prefix: target.destination.prefix,
      conflictPolicy: command.conflictPolicy,
      metadata: command.metadata,
      followLinks: command.followLinks,
      resume: command.resume,
    }
  }

  /** Only this command's destination can be reached: rows of others stay kept. */
  #stores(): ObjectStores {
    const { destination, store } = this.#input.target
    return {
      open: async (destinationId) => {
        if (destinationId === destination.id) return store
        throw new UploadError({
          code: 'CredentialsMissing',
          retry: 'auth',
          message: 'This upload belongs to another command.',
          fromServer: false,
        })
      },
    }
  }

  /** Says which files still wait, and for what. */
  #tellUnfinished(record: RunRecord): void {
    const { checkpoint, target } = this.#input
    const { rows } = checkpoint.queue.page({
      filter: 'waiting',
      destinationId: target.destination.id,
      search: '',
      sort: 'status',
      descending: false,
      offset: 0,
      limit: 500,
    })
    for (const row of rows) if (row.waitingFor === 'file') record.unfinished(row)
  }
}

/** Adds to the interrupted run where there is one, and tells what could not be taken in. */
function intakeFor(
  checkpoint: OpenCheckpoint,
  continued: ContinuedRun | null,
  record: RunRecord,
): IntakeStore {
  const { intake } = checkpoint
  return {
    createBatch: (batch) => continued?.batchId ?? intake.createBatch(batch),
    addUploads: (batchId, uploads) => intake.addUploads(batchId, uploads),
    leaveOut: (batchId, entries) => {
      intake.leaveOut(batchId, entries)
      record.left(entries)
    },
    finishCounting: (batchId) => intake.finishCounting(batchId),
    unfinishedBatches: () => [],
  }
}

/** A receipt that was asked for and is not there is no success, whatever became of the files. */
function codeWith(receipt: RunReceipt | null, code: ExitCode): ExitCode {
  return receipt?.error != null && code === exitCode.done ? exitCode.unexpected : code
}

function codeOf(halt: Halt | null, record: RunRecord): ExitCode {
  if (halt?.kind === 'credentials') return exitCode.credentials
  if (halt?.kind === 'unreachable') return exitCode.unreachable
  const isComplete = halt === null && record.failed === 0 && record.leftOutCount === 0
  return isComplete ? exitCode.done : exitCode.problems
}

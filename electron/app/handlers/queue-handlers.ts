import type { CommandName, Removal } from '../../../shared/ipc.ts'
import type { QueueScope } from '../../../shared/queue.ts'
import { UploadError } from '../../../shared/upload-error.ts'
import type { OpenCheckpoint } from '../../checkpoint/open-checkpoint.ts'
import type { Handlers } from '../ipc.ts'
import type { ProgressBroadcast } from '../progress-broadcast.ts'
import type { UploadService } from '../upload-service.ts'
import type { Desktop } from './desktop.ts'
import { saveReceipt } from './receipt-handler.ts'

interface Parts {
  checkpoint: OpenCheckpoint
  service: UploadService
  broadcast: ProgressBroadcast
  desktop: Desktop
}

type QueueCommand = Extract<CommandName, `queue.${string}`>

/** What the window asks of the queue. */
export function queueHandlers({
  checkpoint,
  service,
  broadcast,
  desktop,
}: Parts): Pick<Handlers, QueueCommand> {
  const { queue, history, order } = checkpoint
  const { engine } = service
  queue.onCounted(() => broadcast.uploadsChanged([]))

  /** Many rows go step by step, behind the commands that were given before. */
  async function takeOut(scope: QueueScope, leaveParts: boolean): Promise<Removal> {
    const kind = leaveParts ? 'removeWithParts' : 'remove'
    if (!checkpoint.uploads.commands.mustWait(kind, scope)) return history.takeOut(scope, leaveParts)
    const reach = await engine.removeMany(scope, leaveParts)
    return { ...reach, undoId: reach.changed > 0 ? history.lastRemoval : null }
  }

  return {
    'queue.add': (input) => service.add(input),
    'queue.pick': ({ kind }) => desktop.pick(kind),
    'queue.page': (query) => queue.pageInTurns(query),
    'queue.counts': () => queue.counts(),
    'queue.batches': () => queue.batches(),
    'queue.details': ({ id }) => queue.details(id),
    'queue.parts': ({ id }) => broadcast.partMap(id),
    'queue.pause': (scope) => engine.pause(scope),
    'queue.resume': (scope) => engine.resume(scope),
    'queue.cancel': ({ scope, mode }) => engine.cancel(scope, mode),
    'queue.remove': async ({ scope, leaveParts = false }) => {
      const removal = await takeOut(scope, leaveParts)
      broadcast.uploadsChanged([])
      return removal
    },
    'queue.restore': async ({ undoId }) => {
      const reach = await history.restore(undoId)
      broadcast.uploadsChanged([])
      return reach
    },
    'queue.move': async ({ scope, to }) => {
      const isLong = checkpoint.uploads.commands.mustWait('move', scope)
      const reach = (isLong ? null : order.move(scope, to)) ?? (await engine.moveMany(scope, to))
      // What was read ahead of the queue is in the old order.
      engine.wake()
      broadcast.uploadsChanged([])
      return reach
    },
    'queue.measure': (scope) => queue.measure(scope),
    'queue.retryNow': () => {
      engine.retryNow()
      return null
    },
    'queue.problems': () => queue.problems(),
    'queue.saveReceipt': ({ batchId }) => saveReceipt(queue, desktop, batchId),
    'queue.watch': ({ id }) => {
      broadcast.watch(id)
      return null
    },
    'queue.speeds': ({ id }) => broadcast.speeds(id),
    'queue.showInFolder': ({ id }) => {
      const [row] = queue.rows([id])
      if (!row) throw unknownUpload(id)
      desktop.showInFolder(row.sourcePath)
      return null
    },
  }
}

function unknownUpload(id: number): UploadError {
  return new UploadError({
    code: 'UploadGone',
    retry: 'fatal',
    message: 'This upload is no longer in the list.',
    fromServer: false,
    params: { id },
  })
}

import type { CommandName } from '../../../shared/ipc.ts'
import { UploadError } from '../../../shared/upload-error.ts'
import type { OpenCheckpoint } from '../../checkpoint/open-checkpoint.ts'
import type { Handlers } from '../ipc.ts'
import type { ProgressBroadcast } from '../progress-broadcast.ts'
import type { UploadService } from '../upload-service.ts'
import type { Desktop } from './desktop.ts'

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
  const { queue, history } = checkpoint
  const { engine } = service
  return {
    'queue.add': (input) => service.add(input),
    'queue.pick': ({ kind }) => desktop.pick(kind),
    'queue.page': (query) => queue.page(query),
    'queue.counts': () => queue.counts(),
    'queue.batches': () => queue.batches(),
    'queue.details': ({ id }) => queue.details(id),
    'queue.parts': ({ id }) => broadcast.partMap(id),
    'queue.pause': (scope) => engine.pause(scope),
    'queue.resume': (scope) => engine.resume(scope),
    'queue.cancel': ({ scope, mode }) => engine.cancel(scope, mode),
    'queue.remove': (scope) => {
      const reach = history.removeEnded(scope)
      broadcast.uploadsChanged([])
      return reach
    },
    'queue.watch': ({ id }) => {
      broadcast.watch(id)
      return null
    },
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

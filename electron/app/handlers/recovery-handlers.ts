import type { CommandName } from '../../../shared/ipc.ts'
import type { OpenCheckpoint } from '../../checkpoint/open-checkpoint.ts'
import type { Engine } from '../../engine/ports/engine.ts'
import type { Handlers } from '../ipc.ts'
import type { Recovery } from '../recovery.ts'

interface Parts {
  checkpoint: OpenCheckpoint
  engine: Engine
  recovery: Recovery
}

type RecoveryCommand = Extract<CommandName, `recovery.${string}`>

/** What the window asks about uploads that do not go on by themselves, and about unfinished ones on the bucket. */
export function recoveryHandlers({ checkpoint, engine, recovery }: Parts): Pick<Handlers, RecoveryCommand> {
  return {
    'recovery.pauseAfterParts': (scope) => engine.pause(scope, 'after-parts'),
    'recovery.startOver': ({ ids }) => recovery.startOver(ids),
    'recovery.verify': ({ id }) => recovery.verify(id),
    'recovery.locate': (input) => recovery.locate(input),
    'recovery.stopLocating': () => {
      recovery.stopLocating()
      return null
    },
    'recovery.keptTotal': () => checkpoint.history.keptTotal(),
    'recovery.orphans': ({ destinationId }) => recovery.orphans(destinationId),
    'recovery.orphanSize': (orphan) => recovery.sizeOf(orphan),
    'recovery.abortOrphans': ({ destinationId, orphans }) => recovery.abort(destinationId, orphans),
    'recovery.adoptOrphan': (input) => recovery.adopt(input),
  }
}

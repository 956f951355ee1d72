import type { HistoryKind, HistoryKinds } from './history-kinds.ts'
import type { EnginePorts } from './ports/engine.ts'
import type { UploadStore } from './ports/upload-store.ts'

/** Adds to an upload's history. A line of it is not worth an upload: when it cannot be written, only the log says so. */
export function noteHistory<K extends HistoryKind>(
  { uploads, clock, log }: Pick<EnginePorts, 'clock' | 'log'> & { uploads: Pick<UploadStore, 'note'> },
  id: number,
  kind: K,
  data: HistoryKinds[K],
): void {
  try {
    uploads.note(id, { at: clock.now(), kind, data })
  } catch (error) {
    log.warn('history entry not written', { id, kind, error: String(error) })
  }
}

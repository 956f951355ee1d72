import type { UploadRow } from '../../shared/queue.ts'

/** There is an object behind the row: it was uploaded, or it was there already. */
export function canLink({ status }: UploadRow): boolean {
  return status === 'done' || status === 'skipped'
}

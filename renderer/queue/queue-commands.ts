import type { Reach } from '../../shared/ipc.ts'
import type { CancelMode, QueueScope, UploadRow } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { i18n } from '../language/i18n.ts'
import { say } from '../language/text.ts'
import { formatsFor } from '../language/use-format.ts'
import { toasts } from '../notices/notices-store.ts'
import { perform } from '../notices/report-failure.ts'
import { useAppStore } from '../store/app-store.ts'
import { batchOf, useQueueStore } from '../store/queue-store.ts'
import { useSelectionStore } from '../store/selection-store.ts'
import { openDialog, useWindowStore } from '../store/window-store.ts'
import { isPausable } from './batch-state.ts'
import { removeWithUndo } from './remove-with-undo.ts'
import {
  canCancel,
  canCleanUp,
  canPause,
  canRemove,
  canResume,
  keptBytes,
  type RowAction,
} from './row-state.ts'

/** What a command is aimed at. `rows` are those the window knows; for "everything" there are none. */
export interface Aim {
  scope: QueueScope
  rows: readonly UploadRow[]
}

export function aimAtRows(rows: readonly UploadRow[]): Aim {
  return { scope: { kind: 'ids', ids: rows.map((row) => row.id) }, rows }
}

/** Everything that the view shows, loaded or not. */
export function aimAtView(): Aim {
  const { filter, destinationId, batch, search } = useQueueStore.getState().view
  const scope: QueueScope = {
    kind: 'all',
    filter,
    ...(batch === null ? {} : { batchId: batch.id }),
    ...(destinationId === null ? {} : { destinationId }),
    ...(search === '' ? {} : { search }),
  }
  return { scope, rows: [] }
}

/** Everything there is, whatever the view shows. */
export const aimAtAll: Aim = { scope: { kind: 'all', filter: 'all' }, rows: [] }

/** What is selected, or else the row the keyboard is on; null for nothing. */
export function aimAtSelection(): Aim | null {
  const { isAll, ids, activeId } = useSelectionStore.getState()
  if (isAll) return aimAtView()
  const { rowsById } = useQueueStore.getState()
  const wanted = ids.size > 0 ? [...ids] : activeId === null ? [] : [activeId]
  const [only = 0] = wanted
  // A heading stands for all of its batch.
  if (wanted.length === 1 && only < 0)
    return { scope: { kind: 'all', filter: 'all', batchId: -only }, rows: [] }
  const rows = wanted.map((id) => rowsById.get(id)).filter((row) => row !== undefined)
  return rows.length === 0 ? null : aimAtRows(rows)
}

/** Rows of an aim that an action can reach; all of them unknown for "everything". */
function reachable(aim: Aim, can: (row: UploadRow) => boolean): Aim | null {
  if (aim.scope.kind === 'all') return aim
  const rows = aim.rows.filter(can)
  return rows.length === 0 ? null : aimAtRows(rows)
}

/** Says when a row had moved on between the click and the command. */
function tellRefused(aim: Aim, reach: Reach | undefined): void {
  if (aim.scope.kind === 'ids' && reach && reach.refused > 0) {
    toasts.add({ id: 'refused', title: say('notices.refused', { count: reach.refused }) })
  }
}

export async function pause(aim: Aim): Promise<void> {
  const reached = reachable(aim, canPause)
  if (reached) tellRefused(reached, await perform(call('queue.pause', reached.scope)))
}

export async function resume(aim: Aim): Promise<void> {
  const reached = reachable(aim, canResume)
  if (reached) tellRefused(reached, await perform(call('queue.resume', reached.scope)))
}

/** Asks what shall become of the parts; does at once what was chosen for always. */
export function askCancel(aim: Aim): void {
  const reached = reachable(aim, canCancel)
  if (!reached) return
  const { askBeforeCancel, cancelDefault } = useAppStore.getState().settings
  if (askBeforeCancel) openDialog({ kind: 'cancel', ...reached })
  else void cancelAtOnce(reached.scope, cancelDefault)
}

/** Not asked about, so it is told what became of how much. */
async function cancelAtOnce(scope: QueueScope, mode: CancelMode): Promise<void> {
  const sums = await perform(call('queue.measure', scope))
  const reach = await perform(call('queue.cancel', { scope, mode }))
  if (!sums || !reach) return
  const bytes = formatsFor(i18n.language).bytes(sums.partBytes)
  toasts.add({ id: 'cancelled', title: say(`cancelled.${mode}`, { count: reach.changed, bytes }) })
}

/** Asks before parts that were kept are deleted. */
function askCleanUp(aim: Aim): void {
  const reached = reachable(aim, canCleanUp)
  if (reached) openDialog({ kind: 'cancel', ...reached })
}

/** Takes ended rows out of the list; asks first where parts in the bucket would lose their only record. */
export async function remove(aim: Aim): Promise<void> {
  const reached = reachable(aim, canRemove)
  if (!reached) return
  const mayStrand =
    reached.scope.kind === 'all'
      ? (await perform(call('queue.measure', reached.scope)))?.partBytes !== 0
      : keptBytes(reached.rows) > 0
  if (mayStrand) openDialog({ kind: 'remove', ...reached })
  else await removeWithUndo(reached.scope)
}

/** Delete on the keyboard: what has ended goes, what has not is asked about. */
export function deleteKey(aim: Aim): void {
  const batch = batchOf(useQueueStore.getState(), useSelectionStore.getState().activeId)
  const isBatch = aim.scope.kind === 'all' && aim.scope.batchId !== undefined
  if (isBatch && batch && batch.status !== 'finished') askCancel(aim)
  else if (aim.scope.kind === 'ids' && aim.rows.some((row) => !canRemove(row))) askCancel(aim)
  else void remove(aim)
}

/** Space: pauses when anything can be paused, otherwise goes on. */
export function togglePause(aim: Aim): void {
  const batch = batchOf(useQueueStore.getState(), useSelectionStore.getState().activeId)
  const isStill = batch !== undefined && aim.scope.kind === 'all' && !isPausable(batch)
  if (isStill) void resume(aim)
  else if (aim.scope.kind === 'all' || aim.rows.some(canPause)) void pause(aim)
  else void resume(aim)
}

const runners: Record<RowAction, (aim: Aim) => Promise<void> | void> = {
  pause,
  resume,
  retry: resume,
  continue: resume,
  again: resume,
  cancel: askCancel,
  cleanUp: askCleanUp,
  remove,
}

export function runAction(action: RowAction, aim: Aim): void {
  void runners[action](aim)
}

export async function copyText(text: string): Promise<void> {
  await perform(call('clipboard.write', { text }))
}

export function toggleDetails(): void {
  useWindowStore.setState(({ isDetailsOpen }) => ({ isDetailsOpen: !isDetailsOpen }))
}

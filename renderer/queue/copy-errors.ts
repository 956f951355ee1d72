import type { QueueScope, UploadRow } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { errorDetails } from '../language/error-text.ts'
import { i18n } from '../language/i18n.ts'
import { say } from '../language/text.ts'
import { formatsFor } from '../language/use-format.ts'
import { toasts } from '../notices/notices-store.ts'
import { perform } from '../notices/report-failure.ts'
import { type Aim, copyText } from './queue-commands.ts'

/** So many errors are one text; more is what the diagnostics are for. */
const mostCopied = 500

/** Puts the errors of everything that is meant into the clipboard as one text, each under its file and its object. */
export async function copyErrors({ scope, rows }: Aim): Promise<void> {
  const found = scope.kind === 'ids' ? { rows, total: rows.length } : await problemsOf(scope)
  if (!found) return
  const withError = found.rows.filter(({ reason }) => reason !== null)
  if (withError.length === 0) {
    toasts.add({ id: 'errors-copied', title: say('copyErrors.none') })
    return
  }
  await copyText(withError.map(textOf).join('\n\n'))
  const format = formatsFor(i18n.language)
  const number = format.count(withError.length)
  const title =
    found.total > mostCopied
      ? say('copyErrors.first', { number, total: format.count(found.total) })
      : say('copyErrors.copied', { count: withError.length, number })
  toasts.add({ id: 'errors-copied', title, timeout: 3000 })
}

/** For "everything that matches" the rows are not known here: its problems are read. */
function problemsOf(scope: Extract<QueueScope, { kind: 'all' }>) {
  const { kind: _kind, reasonCode: _reasonCode, filter, search = '', ...where } = scope
  const query = {
    ...where,
    filter: filter === 'all' ? 'problems' : filter,
    search,
    sort: 'queue',
    descending: false,
    offset: 0,
    limit: mostCopied,
  } as const
  return perform(call('queue.page', query))
}

function textOf({ sourcePath, bucket, objectKey, reason }: UploadRow): string {
  const target = `Object: ${bucket}/${objectKey}`
  return [`File: ${sourcePath}`, target, reason ? errorDetails(reason) : ''].join('\n')
}

import { call } from '../bridge.ts'
import type { Translate } from '../language/text.ts'
import { toasts } from '../notices/notices-store.ts'
import { perform } from '../notices/report-failure.ts'

/** Asks where to, and says where it is. */
export async function exportDiagnostics(t: Translate<'dialogs'>): Promise<void> {
  const path = await perform(call('app.exportDiagnostics'))
  if (path) toasts.add({ title: t('settings.diagnosticsSaved', { path }) })
}

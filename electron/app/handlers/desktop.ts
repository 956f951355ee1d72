import type { AppInfo } from '../../../shared/ipc.ts'
import type { DiagnosticFacts } from '../diagnostics.ts'

/** What handlers need of the system; `main.ts` answers it with Electron. */
export interface Desktop {
  info(): Promise<AppInfo>
  /** Null when the person closed the dialog. */
  pick(kind: 'files' | 'folder'): Promise<string[] | null>
  /** Asks where a receipt shall be written; null when the person closed the dialog. */
  chooseReceipt(suggestedName: string): Promise<string | null>
  /** Asks where to; the path of the archive, or null when the person closed the dialog. */
  exportDiagnostics(facts: DiagnosticFacts): Promise<string | null>
  showInFolder(path: string): void
  copy(text: string): Promise<void>
  /** Name of the destination on this computer, in the language of the window. */
  practiceName(): string
}

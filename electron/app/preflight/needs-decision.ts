import type { PreflightView } from '../../../shared/preflight.ts'

/**
 * Whether a person has to look before files go: something would be replaced that the setting does not already decide, or
 * is left out, or goes under another name. A bucket that could not be asked is no question: the upload's policy asks it
 * again when its turn comes.
 */
export function needsDecision(view: PreflightView, hasRenamedRoot: boolean): boolean {
  const wouldReplace = view.conflicts.total > 0 && view.conflictPolicy === 'overwrite'
  return wouldReplace || view.leftOut.total > 0 || hasRenamedRoot || view.error !== null
}

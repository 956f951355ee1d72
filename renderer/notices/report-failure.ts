import { toErrorData } from '../../shared/upload-error.ts'
import { errorText } from '../language/error-text.ts'
import { toasts } from './notices-store.ts'

/**
 * Shows a failed command: what happened, what to do next, and
 * the details to copy. The same failure again replaces its line.
 */
export function reportFailure(thrown: unknown): void {
  const error = toErrorData(thrown)
  const { sentence, next } = errorText(error)
  toasts.add({
    id: `failure-${error.code}`,
    title: sentence,
    description: next,
    type: 'error',
    timeout: 12_000,
    data: { error },
  })
}

/** Runs a command from an event handler; a failure is shown, never lost. Answers undefined when it failed. */
export async function perform<T>(command: Promise<T>): Promise<T | undefined> {
  try {
    return await command
  } catch (error) {
    reportFailure(error)
    return undefined
  }
}

import { type ExitCode, exitCode } from './exit-code.ts'

/** A second Ctrl-C this soon is the same one, sent both by the terminal and by npm. */
const sameKeyMs = 1000

/**
 * Calls `stop` when the person or the system wants the run to end. A second Ctrl-C, given later, ends the process at
 * once: the checkpoint is safe at any moment.
 */
export function onStopSignal(stop: (code: ExitCode) => void): void {
  let stoppedAt: number | null = null
  const end = (code: ExitCode) => {
    if (stoppedAt !== null && Date.now() - stoppedAt > sameKeyMs) process.exit(code)
    stoppedAt ??= Date.now()
    stop(code)
  }
  process.on('SIGINT', () => end(exitCode.interrupted))
  process.on('SIGTERM', () => end(exitCode.terminated))
  process.on('SIGHUP', () => end(exitCode.terminated))
  // The command that started this one is gone (killed): nobody is left to upload for.
  process.on('disconnect', () => end(exitCode.terminated))
  // `npm run upload | head` has read enough.
  process.stdout.on('error', () => end(exitCode.terminated))
}

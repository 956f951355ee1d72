/** An abort controller that also aborts, with the same reason, when its parent does. */
export interface LinkedAbort {
  signal: AbortSignal
  abort: (reason: unknown) => void
  /** Takes the link away; call it when what the signal is for has ended. */
  unlink: () => void
}

/** Does for one parent what `AbortSignal.any` does for several, at a fraction of its cost per request. */
export function linkedAbort(parent: AbortSignal): LinkedAbort {
  const controller = new AbortController()
  const onAbort = () => controller.abort(parent.reason)
  if (parent.aborted) onAbort()
  else parent.addEventListener('abort', onAbort, { once: true })
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    unlink: () => parent.removeEventListener('abort', onAbort),
  }
}

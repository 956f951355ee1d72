/** Why Electron's runtime could not be had. */
export type FetchFailure =
  | { kind: 'stalled'; seconds: number }
  | { kind: 'unreachable'; host: string }
  | { kind: 'refused'; status: number; host: string }
  /** Anything else, e.g. a wrong checksum or a full disk, in the downloader's words. */
  | { kind: 'other'; message: string }

interface ErrorLike {
  message?: string
  cause?: unknown
  hostname?: string
  response?: { status: number; url: string }
}

/** Reads the failure out of what the downloader threw: its own HTTP error, or fetch's error with the cause inside. */
export function fetchFailure(thrown: unknown): FetchFailure {
  const error = thrown as ErrorLike
  const cause = (error.cause ?? {}) as ErrorLike
  if (error.response !== undefined)
    return { kind: 'refused', status: error.response.status, host: new URL(error.response.url).host }
  if (error.message === 'fetch failed')
    return { kind: 'unreachable', host: cause.hostname ?? cause.message ?? 'the server' }
  return { kind: 'other', message: (error.message ?? String(thrown)).split('\n')[0] ?? '' }
}

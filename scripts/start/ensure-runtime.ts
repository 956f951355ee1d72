import { dirname, join } from 'node:path'
import type { Words } from '../../electron/cli/words.ts'
import { formatByteLimit, formatBytes } from '../../shared/format/bytes.ts'
import { fetchRuntime, installedRuntime, runtimeVersion } from './electron-runtime.ts'
import { recallFailure, rememberFailure } from './failed-fetch-memory.ts'
import type { FetchFailure } from './fetch-failure.ts'
import { StatusLine } from './status-line.ts'

const memory = join(dirname(dirname(import.meta.dirname)), '.cache', 'electron-fetch.json')
const stallMs = 60_000

/** Path of Electron's program, fetched with progress where it was missing, or one line that says why there is none. */
export async function ensureRuntime(
  words: Words,
  options: { isForced: boolean },
): Promise<{ path: string } | { reason: string }> {
  const installed = installedRuntime()
  if (installed !== null) return { path: installed }
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? ''
  const recalled = options.isForced ? null : recallFailure(memory, mirror, Date.now())
  if (recalled !== null) return { reason: reasonText(words, recalled) }

  const line = new StatusLine(process.stderr)
  const version = runtimeVersion
  line.show(words.say('startRuntimeConnecting', { version }), 'connecting')
  const result = await fetchRuntime(({ transferred, total }) => {
    if (total === null) {
      const bytes = formatBytes(transferred, words.language)
      return line.show(words.say('startRuntimeBytes', { version, bytes }), 'bytes')
    }
    const percent = Math.floor((transferred / total) * 100)
    const size = formatByteLimit(total, words.language)
    line.show(words.say('startRuntimePercent', { version, percent, total: size }), Math.floor(percent / 20))
  }, stallMs)
  line.clear()
  if ('path' in result) return result
  rememberFailure(memory, { at: Date.now(), mirror, failure: result.failure })
  return { reason: reasonText(words, result.failure) }
}

function reasonText(words: Words, failure: FetchFailure): string {
  switch (failure.kind) {
    case 'stalled':
      return words.say('runtimeStalled', { seconds: failure.seconds })
    case 'unreachable':
      return words.say('runtimeUnreachable', { host: failure.host })
    case 'refused':
      return words.say('runtimeRefused', { host: failure.host, status: failure.status })
    case 'other':
      return words.say('runtimeOther', { message: failure.message })
  }
}

import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import type { Destination } from '../../shared/destination.ts'
import type { QueueCounts, UploadRow } from '../../shared/queue.ts'
import { redact } from '../../shared/redact.ts'
import type { Settings } from '../../shared/settings.ts'

/** What the queue and the settings look like at the moment of the export. */
export interface DiagnosticFacts {
  settings: Settings
  destinations: readonly Destination[]
  counts: QueueCounts
  /** The newest of them. */
  failed: readonly UploadRow[]
}

interface Parts extends DiagnosticFacts {
  versions: Record<string, unknown>
  /** Absolute paths; one that is not there is left out. */
  logFiles: readonly string[]
}

/** Everything somebody needs to find out what went wrong, and nothing that opens a bucket, as one zip archive. */
export function diagnosticsZip({
  versions,
  settings,
  destinations,
  counts,
  failed,
  logFiles,
}: Parts): Uint8Array {
  const files: Record<string, Uint8Array> = {
    'versions.json': json(versions),
    'settings.json': json(settings),
    'destinations.json': json(destinations.map(withoutKey)),
    'queue.json': json(counts),
    'failed-uploads.json': json(failed),
  }
  // The log was written without secrets already.
  for (const path of logFiles) if (existsSync(path)) files[basename(path)] = readFileSync(path)
  return zipSync(files)
}

/** An AccessKey id alone opens nothing, but it is nobody's business: its end is enough to tell two keys apart. */
function withoutKey(destination: Destination): object {
  return { ...destination, accessKeyId: destination.accessKeyId.replace(/^.*(?=.{4}$)/s, '…') }
}

function json(value: unknown): Uint8Array {
  return strToU8(JSON.stringify(redact(value), null, 2))
}

/** `stevedore-diagnostics-2026-11-21.zip` */
export function diagnosticsName(now: Date): string {
  return `stevedore-diagnostics-${now.toISOString().slice(0, 10)}.zip`
}

import type { PartRange } from '../../shared/part-plan.ts'
import { UploadError } from '../../shared/upload-error.ts'
import { assertSameFile } from './file-identity.ts'
import { createPartBody } from './part-body.ts'
import type { FileIdentity, OpenFile } from './ports/local-files.ts'
import type { RequestBody, StoredPart } from './ports/object-store.ts'
import type { LivePart, RunContext } from './run-context.ts'
import { withStallGuard } from './stall-guard.ts'
import { connectionRate, stallAllowanceMs } from './transfer-rate.ts'

/** The local file as a run holds it: one handle, and the identity its parts belong to. */
export interface SourceFile {
  path: string
  open: OpenFile
  identity: FileIdentity
}

/**
 * Sends one stretch of the file in one request and proves what arrived: the CRC-64 that OSS answers must be that of
 * the bytes read. The file is checked before the first byte, so that none is sent in vain, and before the last one, so
 * that none is stored that should not be (R6).
 * Throws `ChecksumMismatch` (class `transient`) when OSS holds other bytes than were read.
 */
export async function sendRange<T extends StoredPart>(
  ctx: RunContext,
  source: SourceFile,
  range: PartRange,
  live: LivePart,
  signal: AbortSignal,
  upload: (body: RequestBody, signal: AbortSignal) => Promise<T>,
): Promise<{ stored: T; crc64: string }> {
  const { clock, crc64 } = ctx.ports
  const { limiter, rate, concurrency } = ctx.services
  const checkFile = async () => assertSameFile(source.identity, await source.open.identity(), source.path)
  // A file that has just been opened and goes in one piece is checked once, before its last byte.
  const isJustOpened =
    live.tries === 1 && range.endOffset === source.identity.sizeBytes && range.partNumber === 1
  if (!isJustOpened) await checkFile()

  const startedAt = clock.now()
  const allowanceMs = () => {
    const perConnection = connectionRate(rate.bytesPerSecond, limiter.limit, concurrency.connections)
    return stallAllowanceMs(perConnection, live.stalls)
  }
  return withStallGuard(
    { clock, signal, allowanceMs, onNudge: ctx.onNudge },
    async ({ signal: guarded, touch }) => {
      const body = createPartBody({
        file: source.open,
        startOffset: range.startOffset,
        endOffset: range.endOffset,
        crc64,
        limiter,
        clock,
        flow: ctx.record.id,
        signal: guarded,
        onSent: (sentBytes) => {
          ctx.sentBytes += sentBytes - live.sentBytes
          concurrency.sent(sentBytes - live.sentBytes)
          live.sentBytes = sentBytes
          touch()
        },
        onAccepted: touch,
        checkBeforeLast: checkFile,
      })
      let stored: T
      let arrivedBytes = 0
      const requestEnds = concurrency.requestBegins()
      try {
        stored = await upload(body, guarded)
        arrivedBytes = body.lengthBytes
      } catch (error) {
        // Also a try that failed says how fast the line is.
        rate.add(body.sentBytes, clock.now() - startedAt)
        // What the file source threw says more than the broken request it caused.
        throw body.failure instanceof UploadError && !guarded.aborted ? body.failure : error
      } finally {
        requestEnds(arrivedBytes)
      }
      rate.add(body.lengthBytes, clock.now() - startedAt)
      const local = body.crc64()
      if (stored.crc64 !== null && stored.crc64 !== local) throw checksumMismatch(range, local, stored)
      return { stored, crc64: local }
    },
  )
}

function checksumMismatch(range: PartRange, local: string, stored: StoredPart): UploadError {
  return new UploadError({
    code: 'ChecksumMismatch',
    retry: 'transient',
    message: `Part ${range.partNumber} arrived with other bytes than were read: CRC-64 ${stored.crc64} instead of ${local}.`,
    fromServer: false,
    params: { local, remote: stored.crc64 ?? '' },
    partNumber: range.partNumber,
    requestId: stored.requestId,
  })
}

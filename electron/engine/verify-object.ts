import type { Verification } from '../../shared/recovery.ts'
import { abortMultipart } from './abort-multipart.ts'
import { noteHistory } from './history.ts'
import type { EnginePorts } from './ports/engine.ts'
import type { ObjectStore } from './ports/object-store.ts'
import type { UploadRecord } from './ports/upload-record.ts'
import { uploadBusy } from './relocate.ts'
import { withStallGuard } from './stall-guard.ts'

const answerWithinMs = 60_000

/**
 * Looks again whether the object of a failed upload is the file after all; sends no byte of it. When it is, the upload is
 * done. The file's CRC-64 comes from its confirmed parts, or from reading it. Nothing in the bucket is changed but parts
 * that the finished upload no longer needs. Throws `UploadBusy`
 * for an upload that has not failed, and what the requests throw.
 */
export async function verifyObject(
  ports: EnginePorts,
  id: number,
  signal: AbortSignal,
): Promise<Verification> {
  const { uploads, stores, clock, events } = ports
  const record = failed(uploads.get(id))
  const store = await stores.open(record.destinationId)
  const { objectKey: key } = record
  const ask = <T>(run: (guarded: AbortSignal) => Promise<T>) =>
    withStallGuard({ clock, signal, allowanceMs: () => answerWithinMs }, ({ signal: guarded }) =>
      run(guarded),
    )
  const head = await ask((guarded) => store.headObject({ key, signal: guarded }))
  if (head === null) return { kind: 'missing' }
  const local = await localChecksum(ports, record, signal)
  const result = { local: local.crc64, remote: head.crc64 }
  if (head.sizeBytes !== local.sizeBytes || head.crc64 !== local.crc64) {
    noteHistory(ports, id, 'object-differs', { local: local.crc64, remote: head.crc64 ?? '' })
    events.onUploadsChanged([id])
    return { kind: 'different', ...result }
  }
  await ask((guarded) => abortLeftover(store, record, guarded))
  failed(uploads.get(id))
  // The table knows no way from failed to done; in one turn nobody sees what lies between.
  uploads.apply(id, 'resume', { reason: null, nextTryAt: null })
  uploads.apply(id, 'start')
  uploads.finish(id, {
    etag: head.etag,
    crc64Local: local.crc64,
    crc64Remote: head.crc64,
    requestId: null,
  })
  noteHistory(ports, id, 'found-complete', {})
  events.onUploadsChanged([id])
  return { kind: 'equal', ...result }
}

function failed(record: UploadRecord | null): UploadRecord {
  if (record?.status !== 'failed' || record.isDamaged) throw uploadBusy()
  return record
}

async function localChecksum(
  { uploads, crc64, files }: EnginePorts,
  { id, checkpoint, sourcePath }: UploadRecord,
  signal: AbortSignal,
): Promise<{ crc64: string; sizeBytes: number }> {
  const recorded = uploads.parts(id).parts
  if (checkpoint?.plan.mode === 'multipart' && recorded.length === checkpoint.plan.partCount) {
    const whole = recorded.reduce((crc, part) => crc64.combine(crc, part.crc64, part.sizeBytes), '0')
    return { crc64: whole, sizeBytes: checkpoint.plan.sizeBytes }
  }
  const open = await files.open(sourcePath)
  try {
    const { sizeBytes } = await open.identity()
    const crc = crc64.create()
    if (sizeBytes > 0) {
      for await (const chunk of open.read({ startOffset: 0, endOffset: sizeBytes, signal })) crc.update(chunk)
    }
    return { crc64: crc.digest(), sizeBytes }
  } finally {
    await open.close()
  }
}

/** With the object whole, parts under the old upload id would only cost money; an id that is gone counts as aborted. */
async function abortLeftover(
  store: ObjectStore,
  { checkpoint, objectKey }: UploadRecord,
  signal: AbortSignal,
): Promise<void> {
  const uploadId = checkpoint?.multipartUploadId
  if (uploadId) await abortMultipart(store, objectKey, uploadId, signal)
}

import type { Checkpoint, PartRecord } from '../../electron/engine/ports/upload-record.ts'

export const multipart: Checkpoint = {
  plan: { mode: 'multipart', sizeBytes: 300, partSizeBytes: 100, partCount: 3 },
  file: { sizeBytes: 300, mtimeNs: '1763700000123456789', fileId: '64769:131' },
  multipartUploadId: '0004B9894A22E5B1888A1E29F8236E2D',
  initiatingSince: 1_763_700_000_000,
  allPartsConfirmed: false,
}

export function part(partNumber: number, sizeBytes = 100): PartRecord {
  return {
    partNumber,
    sizeBytes,
    etag: `"${partNumber}"`.padEnd(34, 'F'),
    crc64: `1842345678901234567${partNumber}`,
  }
}

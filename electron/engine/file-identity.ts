import { UploadError } from '../../shared/upload-error.ts'
import type { FileIdentity } from './ports/local-files.ts'

/** R6: the same size, modification time to the nanosecond, and file id. */
export function isSameFile(a: FileIdentity, b: FileIdentity): boolean {
  return a.sizeBytes === b.sizeBytes && a.mtimeNs === b.mtimeNs && a.fileId === b.fileId
}

/** Throws `FileChanged` (class `source`) when the file is not the one the parts were read from. */
export function assertSameFile(expected: FileIdentity, found: FileIdentity, path: string): void {
  if (!isSameFile(expected, found)) throw fileChanged(path)
}

export function fileChanged(path: string): UploadError {
  return new UploadError({
    code: 'FileChanged',
    retry: 'source',
    message: `The file changed while it was being uploaded: ${path}`,
    fromServer: false,
    params: { path },
  })
}

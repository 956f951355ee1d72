import { SqliteError } from 'better-sqlite3'
import { UploadError } from '../../shared/upload-error.ts'

function diskError(code: string, message: string, file: string, cause: unknown): UploadError {
  return new UploadError({ code, retry: 'disk', message, fromServer: false, params: { file } }, { cause })
}

function systemCode(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
}

/**
 * What SQLite or the file system said about the checkpoint, as an `UploadError` of class `disk` (R4).
 * Anything that is not about the disk comes back as it is: a bug must look like one.
 */
export function asCheckpointError(thrown: unknown, file: string): unknown {
  if (thrown instanceof UploadError) return thrown
  const code = systemCode(thrown)
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') {
    return diskError('CheckpointDiskFull', `The disk that holds ${file} is full.`, file, thrown)
  }
  if (
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN') ||
    ['EROFS', 'EACCES', 'EPERM', 'ENOENT', 'ENOTDIR', 'EEXIST', 'EISDIR'].includes(code)
  ) {
    return diskError('CheckpointNotWritable', `Cannot write to ${file}.`, file, thrown)
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return inUseError(file, thrown)
  if (isDamage(thrown)) return diskError('CheckpointDamaged', `${file} is damaged.`, file, thrown)
  if (code.startsWith('SQLITE_IOERR')) {
    return diskError('CheckpointDiskError', `The disk that holds ${file} reports an error.`, file, thrown)
  }
  return thrown
}

/** Whether SQLite says that the file itself is not, or no longer, a sound database. */
export function isDamage(thrown: unknown): boolean {
  const code = thrown instanceof SqliteError ? thrown.code : ''
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB'
}

function inUseError(file: string, cause: unknown): UploadError {
  return new UploadError(
    {
      code: 'CheckpointInUse',
      retry: 'fatal',
      message: `Another Stevedore is using ${file}. Close it, or choose another checkpoint folder.`,
      fromServer: false,
      params: { file },
    },
    { cause },
  )
}

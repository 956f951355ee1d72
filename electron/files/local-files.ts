import { stat } from 'node:fs/promises'
import { UploadError } from '../../shared/upload-error.ts'
import type { FileIdentity, LocalFiles, OpenFile } from '../engine/ports.ts'
import { FileDescriptor } from './file-descriptor.ts'
import { fileError } from './file-errors.ts'
import { identityOf, LocalOpenFile } from './open-file.ts'
import { walk } from './walk.ts'

/** The files of this computer. */
export const localFiles: LocalFiles = {
  async identify(path): Promise<FileIdentity> {
    try {
      const stats = await stat(path, { bigint: true })
      if (!stats.isFile()) throw notAFile(path, stats.isDirectory())
      return identityOf(stats)
    } catch (error) {
      throw fileError(error, path)
    }
  },

  async open(path): Promise<OpenFile> {
    let descriptor: FileDescriptor | null = null
    try {
      descriptor = await FileDescriptor.open(path)
      const stats = await descriptor.stat()
      if (!stats.isFile()) throw notAFile(path, stats.isDirectory())
      return new LocalOpenFile(path, descriptor, identityOf(stats))
    } catch (error) {
      await descriptor?.close()
      throw fileError(error, path)
    }
  },

  walk,
}

function notAFile(path: string, isDirectory: boolean): UploadError {
  return new UploadError({
    code: isDirectory ? 'IsDirectory' : 'NotAFile',
    retry: 'fatal',
    message: isDirectory ? `A folder, not a file: ${path}` : `Not a regular file: ${path}`,
    fromServer: false,
    params: { path },
  })
}

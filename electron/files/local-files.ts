import { open, stat } from 'node:fs/promises'
import { UploadError } from '../../shared/upload-error.ts'
import type { FileIdentity, LocalFiles, OpenFile } from '../engine/ports.ts'
import { fileError } from './file-errors.ts'
import { identityOf, LocalOpenFile } from './open-file.ts'
import { walk } from './walk.ts'

/** The files of this computer. Node opens files on Windows so that others may go on reading, writing and deleting them. */
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
    try {
      // Before opening: to open a named pipe for reading would wait for a writer for ever.
      const stats = await stat(path)
      if (!stats.isFile()) throw notAFile(path, stats.isDirectory())
      return new LocalOpenFile(path, await open(path, 'r'))
    } catch (error) {
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

import { stat } from 'node:fs/promises'
import { UploadError } from '../../shared/upload-error.ts'
import type { FileIdentity, LocalFiles, OpenFile } from '../engine/ports/local-files.ts'
import { FileDescriptor } from './file-descriptor.ts'
import { fileError } from './file-errors.ts'
import { identityOf, identityOfStatus } from './file-identity.ts'
import { runFileTask } from './file-workers.ts'
import { LocalOpenFile } from './open-file.ts'
import { ReadAhead } from './read-ahead.ts'
import { SmallFile, smallFileBytes } from './small-file.ts'
import { walk } from './walk.ts'

const readAhead = new ReadAhead()

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
    try {
      const ahead = await readAhead.take(path)
      const { descriptor, status, whole } =
        ahead ?? (await runFileTask({ kind: 'open', path, wholeUpToBytes: smallFileBytes }))
      if (whole !== null) return new SmallFile(path, status, whole)
      if (descriptor === null) throw notAFile(path, status.kind === 'folder')
      return new LocalOpenFile(path, new FileDescriptor(descriptor), identityOfStatus(status))
    } catch (error) {
      throw fileError(error, path)
    }
  },

  expect: (files) => readAhead.expect(files),

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

import { type RetryClass, UploadError } from '../../shared/upload-error.ts'

interface Meaning {
  code: string
  retry: RetryClass
  say: (path: string) => string
}

const notFound: Meaning = {
  code: 'FileNotFound',
  retry: 'source',
  say: (path) => `The file is not there: ${path}`,
}
const notReadable: Meaning = {
  code: 'FileNotReadable',
  retry: 'source',
  say: (path) => `No permission to read ${path}`,
}
const locked: Meaning = {
  code: 'FileLocked',
  retry: 'source',
  say: (path) => `Another program has locked ${path}`,
}

/** What the system's error numbers mean for a file that is to be uploaded. */
const meanings: Record<string, Meaning> = {
  ENOENT: notFound,
  ENOTDIR: notFound,
  EACCES: notReadable,
  EPERM: notReadable,
  // Windows: a sharing violation, or a range of the file that is locked.
  EBUSY: locked,
  ETXTBSY: locked,
  EISDIR: { code: 'IsDirectory', retry: 'fatal', say: (path) => `A folder, not a file: ${path}` },
  ELOOP: {
    code: 'LinkLoop',
    retry: 'fatal',
    say: (path) => `Symbolic links lead in a circle: ${path}`,
  },
  ENAMETOOLONG: { code: 'PathTooLong', retry: 'fatal', say: (path) => `The path is too long: ${path}` },
  EMFILE: { code: 'TooManyOpenFiles', retry: 'source', say: () => 'Too many files are open.' },
  ENFILE: { code: 'TooManyOpenFiles', retry: 'source', say: () => 'Too many files are open.' },
}

/** Anything the file system threw, as an `UploadError`; unknown numbers count as a file that cannot be read now. */
export function fileError(thrown: unknown, path: string): UploadError {
  if (thrown instanceof UploadError) return thrown
  const errno = errnoOf(thrown)
  const meaning = meanings[errno] ?? {
    code: 'FileReadFailed',
    retry: 'source' as const,
    say: () => `Reading failed (${errno}): ${path}`,
  }
  return new UploadError(
    {
      code: meaning.code,
      retry: meaning.retry,
      message: meaning.say(path),
      fromServer: false,
      params: { path, errno },
    },
    { cause: thrown },
  )
}

/** The file has fewer bytes than it had (R6). */
export function endedEarly(path: string): UploadError {
  return new UploadError({
    code: 'FileChanged',
    retry: 'source',
    message: `The file became shorter while it was read: ${path}`,
    fromServer: false,
    params: { path },
  })
}

function errnoOf(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  return typeof code === 'string' ? code : 'unknown'
}

import { basename, isAbsolute } from 'node:path'
import { UploadError } from '../../shared/upload-error.ts'

/** `Shoot day 3`, or `a.mov +2` for several. */
export function batchName(paths: readonly string[]): string {
  const first = basename(paths[0] ?? '')
  return paths.length > 1 ? `${first} +${paths.length - 1}` : first
}

/** Throws `PathInvalid` for no path at all and for one that is not absolute. */
export function checkPaths(paths: readonly string[]): void {
  const wrong = paths.find((path) => !isAbsolute(path) || path.includes('\0'))
  if (paths.length > 0 && wrong === undefined) return
  throw new UploadError({
    code: 'PathInvalid',
    retry: 'fatal',
    message: wrong === undefined ? 'There is nothing to upload.' : `"${wrong}" is not an absolute path.`,
    fromServer: false,
    params: { path: wrong ?? '' },
  })
}

export function unknownDestination(id: string): UploadError {
  return new UploadError({
    code: 'DestinationGone',
    retry: 'fatal',
    message: 'This destination has been removed. Choose another one.',
    fromServer: false,
    params: { id },
  })
}

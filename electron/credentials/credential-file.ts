import { open } from 'node:fs/promises'
import { readCredentialJson } from '../../shared/credential-json.ts'
import type { Credentials } from '../oss/credentials.ts'
import { credentialError, unusable } from './credential-error.ts'

const maxBytes = 256 * 1024

/** Reads credentials from a JSON file. Throws `UploadError` (class `auth`) that names the file and what it lacks. */
export async function readCredentialFile(path: string): Promise<Credentials> {
  const read = readCredentialJson(await readText(path))
  if ('problem' in read) throw unusable(path, read)
  return read.credentials
}

async function readText(path: string): Promise<string> {
  try {
    const file = await open(path, 'r')
    try {
      // A pipe or a device would never end.
      if (!(await file.stat()).isFile()) throw Object.assign(new Error('not a file'), { code: 'EISDIR' })
      const { bytesRead, buffer } = await file.read(Buffer.alloc(maxBytes), 0, maxBytes, 0)
      return buffer.toString('utf8', 0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw credentialError(
      'CredentialFileUnreadable',
      `The credential file ${path} cannot be read (${reason}).`,
      {
        path,
        reason,
      },
    )
  }
}

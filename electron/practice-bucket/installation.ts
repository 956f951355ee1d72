import { randomBytes } from 'node:crypto'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AccessKey } from './auth/credentials.ts'
import { PracticeBucketError } from './practice-bucket-error.ts'
import { stateFolder } from './practice-directory.ts'

/**
 * The key pair of a practice directory: random, made once, kept in `.stevedore/keys.json` so that only its owner can
 * read it, the same at every start. `OSS_ACCESS_KEY_ID` and `OSS_ACCESS_KEY_SECRET` take its place when both are set.
 */
export function installationKeys(directory: string, environment: NodeJS.ProcessEnv = {}): AccessKey {
  const { OSS_ACCESS_KEY_ID: givenId, OSS_ACCESS_KEY_SECRET: givenSecret } = environment
  if (givenId && givenSecret) return { accessKeyId: givenId, accessKeySecret: givenSecret }

  const path = join(stateFolder(directory), 'keys.json')
  const keys: AccessKey = {
    accessKeyId: `practice-${randomBytes(8).toString('hex')}`,
    accessKeySecret: randomBytes(24).toString('base64url'),
  }
  try {
    // Fails when the file is there: of two programs that start together, one makes the keys and both use them.
    writeFileSync(path, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    return keys
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  chmodSync(path, 0o600)
  return readKeys(path)
}

function readKeys(path: string): AccessKey {
  try {
    const { accessKeyId, accessKeySecret } = JSON.parse(readFileSync(path, 'utf8')) as Partial<AccessKey>
    if (accessKeyId && accessKeySecret) return { accessKeyId, accessKeySecret }
  } catch (error) {
    throw new PracticeBucketError('KeysUnreadable', path, { cause: error })
  }
  throw new PracticeBucketError('KeysUnreadable', path)
}

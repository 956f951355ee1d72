import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { staticCredentials } from '../../electron/oss/credentials.ts'
import { createOssStore, type OssStore } from '../../electron/oss/oss-store.ts'
import { bucketName } from './terminal.ts'

const signal = new AbortController().signal

/** Opens a bucket to look at what is in it. */
export function openBucket(server: { endpoint: string; region: string }, bucket = bucketName): OssStore {
  const credentials = staticCredentials({
    accessKeyId: 'terminal-test',
    accessKeySecret: 'terminal-test-secret',
  })
  return createOssStore({ endpoint: server.endpoint, region: server.region, bucket, credentials })
}

export async function keysIn(store: OssStore): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of store.listObjects({ prefix: '', signal })) keys.push(key)
  return keys.sort()
}

export async function objectSha256(store: OssStore, key: string): Promise<string> {
  const hash = createHash('sha256')
  const { body } = await store.getObject({ key, signal })
  for await (const chunk of body) hash.update(chunk)
  return hash.digest('hex')
}

export function fileSha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

import { createHash } from 'node:crypto'
import OSS from 'ali-oss'
import type { BucketJob } from './job.ts'

export interface FoundObjects {
  /** Names of files whose object has another SHA-256. */
  wrong: string[]
  /** Names of files without an object. */
  lost: string[]
  /** Ids of multipart uploads that are still open. */
  open: string[]
}

/** Looks into the bucket with a client that shares no line with this program. `expected`: SHA-256 by object key. */
export async function checkObjects(
  job: BucketJob,
  expected: ReadonlyMap<string, string>,
): Promise<FoundObjects> {
  const { bucket, region, port, accessKeyId, accessKeySecret } = job
  const client = new OSS({
    accessKeyId,
    accessKeySecret,
    bucket,
    region: `oss-${region}`,
    endpoint: `http://127.0.0.1:${port}`,
    secure: false,
    sldEnable: true,
    authorizationV4: true,
  } as OSS.Options)
  const found: FoundObjects = { wrong: [], lost: [], open: [] }
  for (const [name, digest] of expected) {
    const content = await contentOf(client, name)
    if (content === null) found.lost.push(name)
    else if (sha256(content) !== digest) found.wrong.push(name)
  }
  const { uploads = [] } = await client.listUploads({ 'max-uploads': 1000 })
  found.open = uploads.map(({ uploadId }: { uploadId: string }) => uploadId)
  return found
}

/** Null when there is no such object. */
async function contentOf(client: OSS, name: string, triesLeft = 3): Promise<Buffer | null> {
  try {
    return (await client.get(name)).content
  } catch (error) {
    const { code, status } = error as { code?: string; status?: number }
    if (code === 'NoSuchKey') return null
    // No answer at all: the server has closed a connection that was idle for long.
    if (status === -1 && triesLeft > 0) return await contentOf(client, name, triesLeft - 1)
    throw error
  }
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import OSS from 'ali-oss'
import { onTestFinished } from 'vitest'
import {
  type PracticeBucket,
  type PracticeBucketOptions,
  startPracticeBucket,
} from '../../electron/practice-bucket/practice-bucket.ts'

export const accessKeyId = 'testAccessKeyId'
export const accessKeySecret = 'testAccessKeySecret'
export const region = 'cn-shanghai'
export const bucket = 'demo-bucket'

/** A folder of its own, removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'practice-bucket-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A real server on a free port, closed when the test ends. */
export async function runningBucket(
  options: Partial<PracticeBucketOptions> = {},
): Promise<PracticeBucket & { dir: string }> {
  const dir = options.dir ?? temporaryFolder()
  const server = await startPracticeBucket({
    dir,
    accessKeyId,
    accessKeySecret,
    region,
    buckets: [bucket],
    ...options,
  })
  onTestFinished(() => server.close())
  return { ...server, dir }
}

/** The official JavaScript library, which shares no line with this program. */
export function aliOss(server: { endpoint: string }, options: Partial<OSS.Options> = {}): OSS {
  return new OSS({
    accessKeyId,
    accessKeySecret,
    bucket,
    region: `oss-${region}`,
    endpoint: server.endpoint,
    secure: false,
    authorizationV4: true,
    ...options,
  } as OSS.Options)
}

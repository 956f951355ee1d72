import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type OSS from 'ali-oss'
import { describe, expect, test } from 'vitest'
import type { FinishedRequest } from '../../electron/practice-bucket/http/observer.ts'
import { startPracticeBucket } from '../../electron/practice-bucket/practice-bucket.ts'
import {
  accessKeyId,
  accessKeySecret,
  aliOss,
  bucket,
  region,
  runningBucket,
  temporaryFolder,
} from './running-bucket.ts'

const key = 'films/2023 夏天/a+b&c.mp4'
const partSize = 102_400

function sourceOf(bytes: Buffer): string {
  const path = join(temporaryFolder(), 'source')
  writeFileSync(path, bytes)
  return path
}

describe.each([true, false])('ali-oss multipart (V4: %s)', (authorizationV4) => {
  test('continues from its checkpoint after the server went away, and sends no part twice', async () => {
    const bytes = randomBytes(partSize * 9 + 5)
    const source = sourceOf(bytes)
    const dir = temporaryFolder()
    const sent: string[] = []
    const observer = {
      onRequest: ({ query, status }: FinishedRequest) => {
        if (query.partNumber !== undefined && status === 200) sent.push(query.partNumber)
      },
    }
    const first = await startPracticeBucket({
      dir,
      accessKeyId,
      accessKeySecret,
      region,
      buckets: [bucket],
      observer,
    })
    let checkpoint: OSS.Checkpoint | undefined
    let closing: Promise<void> | undefined
    const interrupted = aliOss(first, { authorizationV4 }).multipartUpload(key, source, {
      partSize,
      parallel: 2,
      progress: (_fraction: number, current: OSS.Checkpoint) => {
        if (current === undefined) return
        checkpoint = structuredClone({ ...current, file: source })
        if (current.doneParts.length === 4) closing = first.close()
      },
    })
    await expect(interrupted).rejects.toThrow()
    await closing
    const before = [...sent]
    expect(before.length).toBeGreaterThanOrEqual(4)
    expect(before.length).toBeLessThan(10)

    const second = await runningBucket({ dir, observer })
    const client = aliOss(second, { authorizationV4 })
    const uploads = await client.listUploads({ 'max-uploads': 10 } as never, {})
    expect(uploads.uploads.map(({ name }: { name: string }) => name)).toEqual([key])
    const done = checkpoint?.doneParts.length ?? 0
    await client.multipartUpload(key, source, { checkpoint } as never)
    expect(sent.length - before.length).toBe(10 - done)
    expect(Buffer.compare((await client.get(key)).content, bytes)).toBe(0)
    expect((await client.listUploads({ 'max-uploads': 10 } as never, {})).uploads).toEqual([])
  })

  test('initiates, lists parts in pages, aborts and then finds nothing', async () => {
    const server = await runningBucket()
    const client = aliOss(server, { authorizationV4 })
    const { uploadId } = await client.initMultipartUpload(key)
    const source = sourceOf(randomBytes(partSize * 3))
    for (let part = 1; part <= 3; part += 1) {
      await client.uploadPart(key, uploadId, part, source, (part - 1) * partSize, part * partSize)
    }
    const page = await client.listParts(key, uploadId, { 'max-parts': 2 } as never, {})
    expect(page.parts.map(({ PartNumber }) => Number(PartNumber))).toEqual([1, 2])
    expect([page.isTruncated, Number(page.nextPartNumberMarker)]).toEqual(['true', 2])
    await client.abortMultipartUpload(key, uploadId)
    await expect(client.listParts(key, uploadId)).rejects.toMatchObject({ code: 'NoSuchUpload', status: 404 })
    await expect(client.abortMultipartUpload(key, uploadId)).rejects.toMatchObject({ code: 'NoSuchUpload' })
  })

  test('keeps the headers given with a multipart upload, and reads a slice of the object', async () => {
    const server = await runningBucket()
    const client = aliOss(server, { authorizationV4 })
    const bytes = randomBytes(partSize + 1)
    const source = sourceOf(bytes)
    const options = {
      headers: { 'x-oss-storage-class': 'IA', 'x-oss-object-acl': 'private' },
      mime: 'video/mp4',
    }
    await client.multipartUpload(key, source, { partSize, ...options } as never)
    const head = await client.head(key)
    expect(head.res.headers).toMatchObject({ 'x-oss-storage-class': 'IA', 'content-type': 'video/mp4' })
    const slice = await client.get(key, { headers: { Range: 'bytes=0-9' } })
    expect(slice.res.status).toBe(206)
    expect(Buffer.compare(slice.content, bytes.subarray(0, 10))).toBe(0)
  })

  test('with an STS token is accepted until the token has expired', async () => {
    const tokens = [{ token: 'token', expiresAt: Date.now() + 60_000 }]
    const server = await runningBucket({ tokens })
    const client = aliOss(server, { authorizationV4, stsToken: 'token' })
    await client.put('a', Buffer.from('x'))
    const [token = { expiresAt: 0 }] = tokens
    token.expiresAt = Date.now() - 1
    await expect(client.put('a', Buffer.from('y'))).rejects.toMatchObject({
      code: 'SecurityTokenExpired',
      status: 403,
    })
  })

  test('with the path style asked for reaches the same objects', async () => {
    const server = await runningBucket()
    await aliOss(server, { authorizationV4, sldEnable: true } as never).put(key, Buffer.from('x'))
    expect((await aliOss(server, { authorizationV4 }).get(key)).content.toString()).toBe('x')
  })

  test('through a host name with the bucket in it reaches the same objects', async () => {
    const server = await runningBucket()
    const client = aliOss({ endpoint: `http://localhost:${server.port}` }, { authorizationV4 })
    // `demo-bucket.localhost` is this computer for every program that follows the standard; here the look-up is ours.
    const { lookup } = await import('node:dns')
    const agent = new (await import('node:http')).Agent({
      lookup: (_name, options, callback) => lookup('127.0.0.1', options, callback as never),
    })
    Object.assign(client, { agent })
    await client.put(key, Buffer.from('x'))
    expect((await aliOss(server, { authorizationV4 }).get(key)).content.toString()).toBe('x')
  })
})

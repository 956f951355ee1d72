import { createHash, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { aliOss, bucket, runningBucket, temporaryFolder } from './running-bucket.ts'

const signatures = [
  { name: 'V4', options: { authorizationV4: true } },
  { name: 'V1', options: { authorizationV4: false } },
]
const nastyKey = "photos/2023 夏天/a+b&c!'()*~.mp4"

describe.each(signatures)('ali-oss with $name signatures', ({ options }) => {
  test('stores an object and reads the same bytes, type and metadata back', async () => {
    const server = await runningBucket()
    const client = aliOss(server, options)
    const bytes = randomBytes(300_000)
    const stored = await client.put(nastyKey, bytes, {
      mime: 'video/mp4',
      headers: { 'Cache-Control': 'no-cache', 'x-oss-storage-class': 'IA' },
      meta: { origin: 'desk 01' } as never,
    })
    expect(stored.res.status).toBe(200)
    const read = await client.get(nastyKey)
    expect(Buffer.compare(read.content, bytes)).toBe(0)
    const head = await client.head(nastyKey)
    expect(head.res.headers).toMatchObject({
      'content-type': 'video/mp4',
      'cache-control': 'no-cache',
      'content-length': '300000',
      etag: `"${createHash('md5').update(bytes).digest('hex').toUpperCase()}"`,
      'x-oss-storage-class': 'IA',
      'x-oss-object-type': 'Normal',
      'x-oss-meta-origin': 'desk 01',
    })
  })

  test('uploads a file in parts and reads the same bytes back', async () => {
    const server = await runningBucket()
    const client = aliOss(server, options)
    const bytes = randomBytes(1_000_001)
    const path = join(temporaryFolder(), 'source')
    writeFileSync(path, bytes)
    await client.multipartUpload(nastyKey, path, { partSize: 102_400, parallel: 4 })
    const read = await client.get(nastyKey)
    expect(Buffer.compare(read.content, bytes)).toBe(0)
    expect((read.res.headers as Record<string, string>)['x-oss-object-type']).toBe('Multipart')
  })

  test('lists, deletes and finds nothing afterwards', async () => {
    const server = await runningBucket()
    const client = aliOss(server, options)
    for (const key of ['a/1', 'a/2', 'b', nastyKey]) await client.put(key, Buffer.from(key))
    const listed = await client.listV2({ delimiter: '/', 'max-keys': '10' } as never, {})
    expect(listed.objects?.map(({ name }) => name)).toEqual(['b'])
    expect((listed as unknown as { prefixes: string[] }).prefixes).toEqual(['a/', 'photos/'])
    await client.delete(nastyKey)
    await expect(client.head(nastyKey)).rejects.toMatchObject({ status: 404, code: 'NoSuchKey' })
    const buckets = (await client.listBuckets({} as never)) as unknown as { buckets: { name: string }[] }
    expect(buckets.buckets.map(({ name }) => name)).toEqual([bucket])
  })
})

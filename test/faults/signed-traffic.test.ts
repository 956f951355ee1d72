import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { aliOss, runningBucket, temporaryFolder } from '../practice-bucket/running-bucket.ts'
import { FaultProxy } from './fault-proxy.ts'

async function proxyBefore(server: { port: number }): Promise<FaultProxy> {
  const proxy = new FaultProxy({ target: () => ({ host: '127.0.0.1', port: server.port }) })
  await proxy.open()
  onTestFinished(() => proxy.close())
  return proxy
}

const key = "photos/2023 夏天/a+b&c!'()*~.mp4"

describe('an independent client behind the proxy', () => {
  it.each([
    ['V4', true],
    ['V1', false],
  ])('uploads with %s signatures that hold, and the proxy knows every phase', async (_, authorizationV4) => {
    const server = await runningBucket()
    const proxy = await proxyBefore(server)
    const client = aliOss({ endpoint: proxy.endpoint }, { authorizationV4, sldEnable: true } as never)
    const bytes = randomBytes(250_000)
    const path = join(temporaryFolder(), 'source')
    writeFileSync(path, bytes)
    await client.multipartUpload(key, path, { partSize: 102_400, parallel: 1 })
    await client.put('small', Buffer.from('small'))
    await client.head('small')
    expect(proxy.requests.map((request) => request.phase)).toEqual([
      'initiate',
      'part',
      'part',
      'part',
      'complete',
      'put',
      'head',
    ])
    expect(proxy.of('part').map(({ objectKey, partNumber }) => [objectKey, partNumber])).toEqual([
      [key, 1],
      [key, 2],
      [key, 3],
    ])
    const read = await aliOss(server).get(key)
    expect(Buffer.compare(read.content, bytes)).toBe(0)
  })

  it('hears from the bucket when a bit of its body flipped on the way', async () => {
    const server = await runningBucket()
    const proxy = await proxyBefore(server)
    const client = aliOss({ endpoint: proxy.endpoint }, { sldEnable: true } as never)
    await client.put('clean', Buffer.from('123456789'))
    proxy.inject({ phase: 'put', fault: { kind: 'flip-bit', atBodyByte: 4 } })
    // This client sends Content-MD5 with every PutObject.
    await expect(client.put('damaged', Buffer.from('123456789'))).rejects.toMatchObject({
      code: 'InvalidDigest',
    })
  })
})

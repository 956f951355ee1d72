import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { ObjectMetadata } from '../../shared/object-metadata.ts'
import { KiB, practiceRig, temporaryFolder } from './support/practice-rig.ts'

const signal = new AbortController().signal

/** Everything that can be set, so that a field the contract gains is missed here first. */
const everything: Required<Omit<ObjectMetadata, 'callback'>> = {
  contentType: 'text/x-log; charset=utf-8',
  cacheControl: 'max-age=60',
  contentDisposition: "attachment; filename*=UTF-8''%E6%97%A5",
  contentEncoding: 'identity',
  expires: 'Sun, 31 Jan 2027 12:00:00 GMT',
  userMetadata: { Author: '张三', take: '2' },
  acl: 'public-read',
  storageClass: 'IA',
  tags: { 项目: '一 & 二', done: '' },
  encryption: { algorithm: 'KMS', keyId: '9468da86-3509-4f8d-a61e-6eab1eac0000' },
  forbidOverwrite: true,
  trafficLimitBitsPerSecond: 838_860_800,
}

const sizes: [string, number][] = [
  ['one request', 10 * KiB],
  ['parts', 350 * KiB],
]

function fileOf(name: string, sizeBytes: number): string {
  const path = join(temporaryFolder(), name)
  writeFileSync(path, Buffer.alloc(sizeBytes, 'x'))
  return path
}

it.each(sizes)(
  'what was set on an upload in %s is on the object as it was meant (R18)',
  async (_way, size) => {
    const rig = await practiceRig()
    rig.engine.start()
    await rig.add([fileOf('a.log', size)], { metadata: everything })
    await rig.engine.idle()
    expect(rig.uploads.row(1).reason).toBe(null)

    const { headers, body } = await rig.oss.getObject({ key: 'a.log', signal })
    body.resume()
    const text = (name: string) => Buffer.from(headers[name] ?? '', 'latin1').toString()
    expect({
      type: headers['content-type'],
      cache: headers['cache-control'],
      disposition: headers['content-disposition'],
      encoding: headers['content-encoding'],
      expires: headers.expires,
      author: text('x-oss-meta-author'),
      take: headers['x-oss-meta-take'],
      class: headers['x-oss-storage-class'],
      tags: headers['x-oss-tagging-count'],
      encrypted: headers['x-oss-server-side-encryption'],
      key: headers['x-oss-server-side-encryption-key-id'],
    }).toEqual({
      type: everything.contentType,
      cache: everything.cacheControl,
      disposition: everything.contentDisposition,
      encoding: everything.contentEncoding,
      expires: everything.expires,
      author: '张三',
      take: '2',
      class: 'IA',
      tags: '2',
      encrypted: 'KMS',
      key: '9468da86-3509-4f8d-a61e-6eab1eac0000',
    })
    // Everyone may read it, as its list says.
    expect((await fetch(rig.oss.publicUrl('a.log'))).status).toBe(200)

    // And the server itself keeps a second one from taking its place.
    await rig.add([fileOf('a.log', size)], { metadata: everything })
    await rig.engine.idle()
    expect(rig.uploads.row(2).reason).toMatchObject({ code: 'FileAlreadyExists' })
  },
)

it.each(sizes)('the content type of an upload in %s is what its name stands for', async (_way, size) => {
  const rig = await practiceRig()
  rig.engine.start()
  for (const name of ['clip.MOV', 'page.html', 'unknown.qqqq', 'no-extension'])
    await rig.add([fileOf(name, size)])
  await rig.engine.idle()
  const typeOf = async (key: string) => {
    const { headers, body } = await rig.oss.getObject({ key, signal })
    body.resume()
    return headers['content-type']
  }
  expect(await typeOf('clip.MOV')).toBe('video/quicktime')
  expect(await typeOf('page.html')).toBe('text/html')
  expect(await typeOf('unknown.qqqq')).toBe('application/octet-stream')
  expect(await typeOf('no-extension')).toBe('application/octet-stream')
})

it.each(sizes)(
  'the callback of an upload in %s is posted with its body and variables (R19)',
  async (_way, size) => {
    const posted: { host: string | undefined; type: string | undefined; body: string }[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk
      })
      request.on('end', () => {
        posted.push({ host: request.headers.host, type: request.headers['content-type'], body })
        response.setHeader('content-type', 'application/json').end('{}')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const rig = await practiceRig()
    rig.engine.start()
    await rig.add([fileOf('a.png', size)], {
      metadata: {
        callback: {
          urls: [`http://127.0.0.1:${(server.address() as AddressInfo).port}/done`],
          host: 'example.com',
          // biome-ignore lint/suspicious/noTemplateCurlyInString: OSS's own placeholders
          body: '{"key":${object},"size":${size},"type":${mimeType},"who":${x:who}}',
          bodyType: 'application/json',
          variables: { 'x:who': 'ada' },
        },
      },
    })
    await rig.engine.idle()
    expect(rig.uploads.row(1).status).toBe('done')
    expect(posted.map(({ host, type }) => ({ host, type }))).toEqual([
      { host: 'example.com', type: 'application/json' },
    ])
    expect(JSON.parse(posted[0]?.body ?? '')).toEqual({ key: 'a.png', size, type: 'image/png', who: 'ada' })
  },
)

it('an object whose callback nobody answers is done, and that is said (R19)', async () => {
  const rig = await practiceRig()
  const told: string[] = []
  rig.events.onCallbackFailed = (key, error) => told.push(`${key}: ${error.code} ${error.status}`)
  rig.engine.start()
  await rig.add([fileOf('a.txt', KiB)], {
    metadata: { callback: { urls: ['http://127.0.0.1:1/'], body: 'x' } },
  })
  await rig.engine.idle()
  expect(rig.uploads.row(1).status).toBe('done')
  expect(told).toEqual(['a.txt: CallbackFailed 203'])
})

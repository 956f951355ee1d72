import { createHash, randomBytes } from 'node:crypto'
import { linkSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { startCrc64 } from '../../electron/practice-bucket/integrity/crc64.ts'
import { startPracticeBucket } from '../../electron/practice-bucket/practice-bucket.ts'
import {
  accessKeyId,
  accessKeySecret,
  bucket,
  region,
  runningBucket,
  temporaryFolder,
} from './running-bucket.ts'
import { type Reply, send } from './signed-request.ts'

const minPartBytes = 102_400
const key = 'films/夏天 a+b.mp4'
const keys = { accessKeyId, accessKeySecret, region, buckets: [bucket] }
const code = (reply: Reply) => [reply.status, reply.element('Code')]

interface Server {
  endpoint: string
}

async function initiate(
  server: Server,
  headers: Record<string, string> = {},
  query: Record<string, string> = {},
) {
  const answer = await send(server, { method: 'POST', key, query: { uploads: '', ...query }, headers })
  return { answer, uploadId: answer.element('UploadId') ?? '' }
}

function putPart(server: Server, uploadId: string, partNumber: number | string, body: Buffer | string) {
  return send(server, { method: 'PUT', key, query: { partNumber: String(partNumber), uploadId }, body })
}

function listOf(parts: { partNumber: number; etag: string | undefined }[]): string {
  const items = parts.map(
    ({ partNumber, etag }) => `<Part><PartNumber>${partNumber}</PartNumber><ETag>${etag}</ETag></Part>`,
  )
  return `<CompleteMultipartUpload>\n${items.join('\n')}\n</CompleteMultipartUpload>`
}

function complete(server: Server, uploadId: string, body: string, headers: Record<string, string> = {}) {
  return send(server, { method: 'POST', key, query: { uploadId }, body, headers })
}

async function crcOf(bytes: Buffer): Promise<string> {
  const hasher = await startCrc64()
  hasher.update(bytes)
  return hasher.finish().toString()
}

describe('a multipart upload', () => {
  test('becomes one object with the headers of its beginning and the checksum of the whole (R1)', async () => {
    const server = await runningBucket()
    const { answer, uploadId } = await initiate(
      server,
      { 'content-type': 'video/mp4', 'x-oss-meta-origin': 'desk 01', 'x-oss-storage-class': 'IA' },
      { 'encoding-type': 'url' },
    )
    expect(answer.status).toBe(200)
    expect(answer.element('Key')).toBe('films%2F%E5%A4%8F%E5%A4%A9%20a%2Bb.mp4')
    expect(uploadId).toMatch(/^[0-9A-F]{32}$/)
    const bodies = [randomBytes(minPartBytes), randomBytes(150_001), randomBytes(7)]
    const numbers = [1, 2, 10_000]
    const parts = await Promise.all(
      bodies.map(async (body, index) => {
        const partNumber = numbers[index] ?? 0
        const reply = await putPart(server, uploadId, partNumber, body)
        expect(reply.status).toBe(200)
        expect(reply.headers['x-oss-hash-crc64ecma']).toBe(await crcOf(body))
        return { partNumber, etag: reply.headers.etag }
      }),
    )
    expect((await send(server, { method: 'HEAD', key })).status).toBe(404)
    const done = await complete(server, uploadId, listOf(parts), { 'x-oss-object-acl': 'public-read' })
    const whole = Buffer.concat(bodies)
    const md5 = createHash('md5')
    for (const body of bodies) md5.update(createHash('md5').update(body).digest())
    const etag = `"${md5.digest('hex').toUpperCase()}-3"`
    expect(done.status).toBe(200)
    expect([done.element('ETag'), done.headers.etag]).toEqual([etag, etag])
    expect(done.element('Key')).toBe(key)
    expect(done.headers['x-oss-hash-crc64ecma']).toBe(await crcOf(whole))

    const read = await send(server, { method: 'GET', key, version: 'none' })
    expect(Buffer.compare(read.body, whole)).toBe(0)
    expect(read.headers).toMatchObject({
      'content-type': 'video/mp4',
      'x-oss-meta-origin': 'desk 01',
      'x-oss-storage-class': 'IA',
      'x-oss-object-type': 'Multipart',
      'x-oss-hash-crc64ecma': await crcOf(whole),
    })
    expect(read.headers['content-md5']).toBeUndefined()
  })

  test('is gone for every call once it is completed', async () => {
    const server = await runningBucket()
    const { uploadId } = await initiate(server)
    const { headers } = await putPart(server, uploadId, 1, 'x')
    const list = listOf([{ partNumber: 1, etag: headers.etag }])
    expect((await complete(server, uploadId, list)).status).toBe(200)
    const query = { uploadId }
    for (const answer of [
      await complete(server, uploadId, list),
      await putPart(server, uploadId, 2, 'y'),
      await send(server, { method: 'GET', key, query }),
      await send(server, { method: 'DELETE', key, query }),
    ]) {
      expect(code(answer)).toEqual([404, 'NoSuchUpload'])
      expect(answer.element('UploadId')).toBe(uploadId)
    }
    expect((await send(server, { method: 'GET', query: { uploads: '' } })).elements('UploadId')).toEqual([])
  })

  test('belongs to one key', async () => {
    const server = await runningBucket()
    const { uploadId } = await initiate(server)
    const answer = await send(server, {
      method: 'PUT',
      key: 'other',
      query: { partNumber: '1', uploadId },
      body: 'x',
    })
    expect(code(answer)).toEqual([404, 'NoSuchUpload'])
  })

  test('leaves an existing object as it is until it is completed', async () => {
    const server = await runningBucket()
    await send(server, { method: 'PUT', key, body: 'old' })
    const { uploadId } = await initiate(server)
    const { headers } = await putPart(server, uploadId, 1, 'new')
    expect((await send(server, { method: 'GET', key })).text).toBe('old')
    await complete(server, uploadId, listOf([{ partNumber: 1, etag: headers.etag }]))
    expect((await send(server, { method: 'GET', key })).text).toBe('new')
  })

  test('that is aborted leaves nothing behind, and a second abort is 404', async () => {
    const server = await runningBucket()
    const { uploadId } = await initiate(server)
    await putPart(server, uploadId, 1, randomBytes(200_000))
    const ask = { method: 'DELETE', key, query: { uploadId } }
    expect((await send(server, ask)).status).toBe(204)
    expect(code(await send(server, ask))).toEqual([404, 'NoSuchUpload'])
    expect(readdirSync(join(server.dir, '.stevedore/buckets/demo-bucket/uploads'))).toEqual([])
  })

  test('of two Completes at the same time one succeeds and one finds it gone', async () => {
    const server = await runningBucket()
    const { uploadId } = await initiate(server)
    const { headers } = await putPart(server, uploadId, 1, randomBytes(5_000_000))
    const list = listOf([{ partNumber: 1, etag: headers.etag }])
    const answers = await Promise.all([complete(server, uploadId, list), complete(server, uploadId, list)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404])
  })
})

test('a part that comes while its upload is being completed comes too late and changes nothing', async () => {
  const server = await runningBucket()
  const { uploadId } = await initiate(server)
  const bodies = ['a', 'b', 'c'].map((letter) => Buffer.alloc(8_000_000, letter))
  const parts: { partNumber: number; etag: string | undefined }[] = []
  for (const [index, body] of bodies.entries()) {
    const { headers } = await putPart(server, uploadId, index + 1, body)
    parts.push({ partNumber: index + 1, etag: headers.etag })
  }
  const completing = complete(server, uploadId, listOf(parts))
  const isJoining = () => readdirSync(join(server.dir, '.stevedore/temporary')).length > 0
  while (!isJoining()) await setImmediate()
  const late = await putPart(server, uploadId, 3, 'late')
  expect((await completing).status).toBe(200)
  expect(code(late)).toEqual([404, 'NoSuchUpload'])
  const read = await send(server, { method: 'GET', key })
  expect(Buffer.compare(read.body, Buffer.concat(bodies))).toBe(0)
})

describe('UploadPart', () => {
  test.each(['0', '10001', '-1', 'one', '1.5', ''])(
    'with the number "%s" is 400 InvalidArgument',
    async (number) => {
      const server = await runningBucket()
      const { uploadId } = await initiate(server)
      const answer = await putPart(server, uploadId, number, 'x')
      expect([...code(answer), answer.element('ArgumentName')]).toEqual([
        400,
        'InvalidArgument',
        'PartNumber',
      ])
    },
  )

  test('of the same number again replaces the part', async () => {
    const server = await runningBucket()
    const { uploadId } = await initiate(server)
    const first = await putPart(server, uploadId, 1, 'first')
    const second = await putPart(server, uploadId, 1, 'second')
    const listed = await send(server, { method: 'GET', key, query: { uploadId } })
    expect(listed.elements('ETag')).toEqual([second.headers.etag])
    const stale = await complete(server, uploadId, listOf([{ partNumber: 1, etag: first.headers.etag }]))
    expect(code(stale)).toEqual([400, 'InvalidPart'])
    await complete(server, uploadId, listOf([{ partNumber: 1, etag: second.headers.etag }]))
    expect((await send(server, { method: 'GET', key })).text).toBe('second')
  })

  test('with a wrong Content-MD5 is 400 InvalidDigest and is not listed', async () => {
    const server = await runningBucket()
    const { uploadId } = await initiate(server)
    const query = { partNumber: '1', uploadId }
    const headers = { 'content-md5': '1B2M2Y8AsgTpgAmY7PhCfg==' }
    expect(code(await send(server, { method: 'PUT', key, query, headers, body: 'x' }))).toEqual([
      400,
      'InvalidDigest',
    ])
    expect((await send(server, { method: 'GET', key, query: { uploadId } })).elements('Part')).toEqual([])
  })

  test('with encryption, which belongs to the beginning, is 400 InvalidArgument', async () => {
    const server = await runningBucket()
    const { uploadId } = await initiate(server)
    const headers = { 'x-oss-server-side-encryption': 'AES256' }
    const query = { partNumber: '1', uploadId }
    expect((await send(server, { method: 'PUT', key, query, headers, body: 'x' })).status).toBe(400)
  })

  test('of a sequential upload out of order is 400 PartNotSequential; the object then has its MD5', async () => {
    const server = await runningBucket()
    const { uploadId } = await initiate(server, {}, { sequential: '' })
    const bodies = [randomBytes(minPartBytes), randomBytes(10)]
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = bodies
    expect(code(await putPart(server, uploadId, 2, second))).toEqual([400, 'PartNotSequential'])
    const one = await putPart(server, uploadId, 1, first)
    const two = await putPart(server, uploadId, 2, second)
    const parts = [one, two].map(({ headers }, index) => ({ partNumber: index + 1, etag: headers.etag }))
    await complete(server, uploadId, listOf(parts))
    const head = await send(server, { method: 'HEAD', key })
    expect(head.headers['content-md5']).toBe(createHash('md5').update(Buffer.concat(bodies)).digest('base64'))
  })
})

describe('CompleteMultipartUpload', () => {
  async function twoParts(server: Server, sizes = [minPartBytes, 5]) {
    const { uploadId } = await initiate(server)
    const parts: { partNumber: number; etag: string | undefined }[] = []
    for (const [index, size] of sizes.entries()) {
      const { headers } = await putPart(server, uploadId, index + 1, randomBytes(size))
      parts.push({ partNumber: index + 1, etag: headers.etag })
    }
    return { uploadId, parts }
  }

  test('checks every part, and the upload goes on afterwards', async () => {
    const server = await runningBucket()
    const { uploadId, parts } = await twoParts(server, [minPartBytes, 5, 5])
    const [one = { partNumber: 0, etag: '' }, two = one, three = one] = parts
    const refused = async (list: string) => code(await complete(server, uploadId, list))
    expect(await refused(listOf([two, one]))).toEqual([400, 'InvalidPartOrder'])
    expect(await refused(listOf([one, one]))).toEqual([400, 'InvalidPartOrder'])
    expect(await refused(listOf([one, { partNumber: 4, etag: one.etag }]))).toEqual([400, 'InvalidPart'])
    expect(await refused(listOf([one, { partNumber: 2, etag: one.etag }]))).toEqual([400, 'InvalidPart'])
    expect(await refused(listOf([one, two, three]))).toEqual([400, 'EntityTooSmall'])
    for (const body of [
      '',
      'not xml',
      '<CompleteMultipartUpload/>',
      listOf([]),
      '<Other/>',
      listOf(parts).slice(0, -5),
    ]) {
      expect(await refused(body), body).toEqual([400, 'MalformedXML'])
    }
    expect(await refused(`<!DOCTYPE a [<!ENTITY b "c">]>${listOf([one])}`)).toEqual([400, 'MalformedXML'])
    expect((await send(server, { method: 'HEAD', key })).status).toBe(404)
    expect((await complete(server, uploadId, listOf([one, two]))).status).toBe(200)
  })

  test('takes ETags however their quotes are written', async () => {
    const server = await runningBucket()
    const writings = [
      (etag: string) => etag,
      (etag: string) => etag.replaceAll('"', '&quot;'),
      (etag: string) => etag.replaceAll('"', '&#34;'),
      (etag: string) => etag.replaceAll('"', '').toLowerCase(),
    ]
    for (const write of writings) {
      const { uploadId, parts } = await twoParts(server)
      const list = listOf(parts.map(({ partNumber, etag = '' }) => ({ partNumber, etag: write(etag) })))
      expect(
        (await complete(server, uploadId, `<?xml version="1.0" encoding="UTF-8"?>\n${list}`)).status,
      ).toBe(200)
    }
  })

  test('with x-oss-complete-all takes all parts, but not together with a list', async () => {
    const server = await runningBucket()
    const { uploadId, parts } = await twoParts(server)
    const all = { 'x-oss-complete-all': 'yes' }
    const both = await complete(server, uploadId, listOf(parts), all)
    expect([...code(both), both.element('ArgumentName')]).toEqual([
      400,
      'InvalidArgument',
      'x-oss-complete-all',
    ])
    expect((await complete(server, uploadId, '', all)).status).toBe(200)
    expect((await send(server, { method: 'HEAD', key })).headers['content-length']).toBe(
      String(minPartBytes + 5),
    )
  })

  test('with x-oss-forbid-overwrite does not replace an object: 409, and the parts stay', async () => {
    const server = await runningBucket()
    const { uploadId, parts } = await twoParts(server)
    await send(server, { method: 'PUT', key, body: 'old' })
    const forbid = { 'x-oss-forbid-overwrite': 'true' }
    expect(code(await complete(server, uploadId, listOf(parts), forbid))).toEqual([409, 'FileAlreadyExists'])
    expect(code((await initiate(server, forbid)).answer)).toEqual([409, 'FileAlreadyExists'])
    const listed = await send(server, { method: 'GET', key, query: { uploadId } })
    expect(listed.elements('PartNumber')).toEqual(['1', '2'])
  })

  test('with a wrong Content-MD5 of its list is 400 InvalidDigest', async () => {
    const server = await runningBucket()
    const { uploadId, parts } = await twoParts(server)
    const headers = { 'content-md5': '1B2M2Y8AsgTpgAmY7PhCfg==' }
    expect(code(await complete(server, uploadId, listOf(parts), headers))).toEqual([400, 'InvalidDigest'])
  })

  test('of 1,200 parts, stored before a restart, lists them in pages and joins them', async () => {
    const count = 1200
    const dir = temporaryFolder()
    const first = await startPracticeBucket({ ...keys, dir })
    const { uploadId } = await initiate(first)
    const body = Buffer.alloc(minPartBytes, 'p')
    await putPart(first, uploadId, 1, body)
    await first.close()
    const folder = join(dir, '.stevedore/buckets/demo-bucket/uploads', uploadId)
    const [stored = ''] = readdirSync(folder).filter((name) => name.endsWith('.part'))
    for (let number = 2; number <= count; number += 1) {
      linkSync(join(folder, stored), join(folder, stored.replace(/^\d{5}/, String(number).padStart(5, '0'))))
    }

    const server = await runningBucket({ dir })
    const numbers: string[] = []
    let etag: string | undefined
    for (let marker = '0', isTruncated = true; isTruncated; ) {
      const page = await send(server, {
        method: 'GET',
        key,
        query: { uploadId, 'part-number-marker': marker },
      })
      numbers.push(...page.elements('PartNumber'))
      etag = page.element('ETag')
      marker = page.element('NextPartNumberMarker') ?? ''
      isTruncated = page.element('IsTruncated') === 'true'
    }
    expect(numbers).toEqual(Array.from({ length: count }, (_part, index) => String(index + 1)))
    const list = listOf(numbers.map((number) => ({ partNumber: Number(number), etag })))
    const done = await complete(server, uploadId, list)
    expect(done.status).toBe(200)
    const head = await send(server, { method: 'HEAD', key })
    expect(head.headers['content-length']).toBe(String(count * minPartBytes))
    const hasher = await startCrc64()
    for (let part = 0; part < count; part += 1) hasher.update(body)
    expect(done.headers['x-oss-hash-crc64ecma']).toBe(hasher.finish().toString())
  })
})

describe('ListParts', () => {
  test('gives pages by number with size, ETag and CRC-64', async () => {
    const server = await runningBucket()
    const { uploadId } = await initiate(server, { 'x-oss-storage-class': 'IA' })
    for (const partNumber of [7, 1, 3]) await putPart(server, uploadId, partNumber, `part ${partNumber}`)
    const page = await send(server, { method: 'GET', key, query: { uploadId, 'max-parts': '2' } })
    expect(page.elements('PartNumber')).toEqual(['1', '3'])
    expect(page.elements('Size')).toEqual(['6', '6'])
    expect(page.elements('HashCrc64ecma')[0]).toBe(await crcOf(Buffer.from('part 1')))
    expect([page.element('IsTruncated'), page.element('NextPartNumberMarker')]).toEqual(['true', '3'])
    expect([page.element('Key'), page.element('StorageClass')]).toEqual([key, 'IA'])
    const rest = await send(server, { method: 'GET', key, query: { uploadId, 'part-number-marker': '3' } })
    expect([rest.elements('PartNumber'), rest.element('IsTruncated')]).toEqual([['7'], 'false'])
    for (const wrong of [{ 'max-parts': '1001' }, { 'max-parts': '0' }, { 'part-number-marker': 'x' }]) {
      const answer = await send(server, {
        method: 'GET',
        key,
        query: { uploadId, ...(wrong as Record<string, string>) },
      })
      expect(code(answer)).toEqual([400, 'InvalidArgument'])
    }
  })
})

describe('ListMultipartUploads', () => {
  test('gives pages by key and upload id, prefixes and groups', async () => {
    const server = await runningBucket()
    for (const one of ['b/2', 'a', 'b/1', 'a', 'c d']) {
      await send(server, { method: 'POST', key: one, query: { uploads: '' } })
    }
    const list = (query: Record<string, string>) =>
      send(server, { method: 'GET', query: { uploads: '', ...query } })
    const all = await list({})
    expect(all.elements('Key')).toEqual(['a', 'a', 'b/1', 'b/2', 'c d'])
    const ids = all.elements('UploadId')
    expect((ids[0] ?? '') < (ids[1] ?? '')).toBe(true)

    const seen: string[] = []
    let markers: Record<string, string> = {}
    for (let page = 0; page < 10; page += 1) {
      const answer = await list({ 'max-uploads': '1', ...markers })
      seen.push(...answer.elements('UploadId'))
      if (answer.element('IsTruncated') === 'false') break
      markers = {
        'key-marker': answer.element('NextKeyMarker') ?? '',
        'upload-id-marker': answer.element('NextUploadIdMarker') ?? '',
      }
    }
    expect(seen).toEqual(ids)

    const grouped = await list({ delimiter: '/', 'encoding-type': 'url' })
    expect(grouped.elements('Key')).toEqual(['a', 'a', 'c%20d'])
    expect(grouped.elements('Prefix')).toEqual(['', 'b%2F'])
    expect((await list({ prefix: 'b/' })).elements('Key')).toEqual(['b/1', 'b/2'])
    expect((await list({ 'key-marker': 'a' })).elements('Key')).toEqual(['b/1', 'b/2', 'c d'])
    expect((await list({ 'upload-id-marker': 'FFFF' })).elements('Key')).toHaveLength(5)
    expect(code(await list({ 'max-uploads': '1001' }))).toEqual([400, 'InvalidArgument'])
  })
})

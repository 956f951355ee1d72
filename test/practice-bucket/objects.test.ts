import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { startCrc64 } from '../../electron/practice-bucket/integrity/crc64.ts'
import { runningBucket } from './running-bucket.ts'
import { type Ask, send } from './signed-request.ts'

const digits = '123456789'
const code = (reply: Awaited<ReturnType<typeof send>>) => [reply.status, reply.element('Code')]

describe('PutObject', () => {
  test('answers with the three checksums and the headers of every answer', async () => {
    const server = await runningBucket()
    const answer = await send(server, { method: 'PUT', key: 'a', body: digits })
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      server: 'AliyunOSS',
      'content-length': '0',
      etag: '"25F9E794323B453885F5181F1B624D0B"',
      'x-oss-hash-crc64ecma': '11051210869376104954',
      'content-md5': 'JfnnlDI7RTiF9RgfG2JNCw==',
    })
    expect(answer.headers['x-oss-request-id']).toMatch(/^[0-9A-F]{24}$/)
    expect(answer.headers['x-oss-server-time']).toMatch(/^\d+$/)
    expect(answer.headers.date).toMatch(/ GMT$/)
  })

  test('stores what was set on the object, and Head and Get give it back (R18)', async () => {
    const server = await runningBucket()
    const headers = {
      'content-type': 'video/mp4',
      'cache-control': 'max-age=60',
      'content-disposition': 'attachment; filename="a.mp4"',
      'content-encoding': 'identity',
      expires: 'Tue, 14 Nov 2023 22:13:20 GMT',
      'x-oss-storage-class': 'IA',
      'x-oss-server-side-encryption': 'KMS',
      'x-oss-server-side-encryption-key-id': 'key-1',
      'x-oss-meta-origin': 'desk 01',
      'x-oss-tagging': 'a=1&b%20c=%E5%A4%8F&d',
    }
    const put = await send(server, { method: 'PUT', key: 'a', headers, body: digits })
    expect(put.headers['x-oss-server-side-encryption']).toBe('KMS')
    const { 'x-oss-tagging': _tags, ...expected } = headers
    for (const method of ['HEAD', 'GET']) {
      const answer = await send(server, { method, key: 'a' })
      expect(answer.status).toBe(200)
      expect(answer.headers).toMatchObject({
        ...expected,
        'content-length': '9',
        'accept-ranges': 'bytes',
        'x-oss-object-type': 'Normal',
        'x-oss-tagging-count': '3',
        'x-oss-hash-crc64ecma': '11051210869376104954',
        'content-md5': 'JfnnlDI7RTiF9RgfG2JNCw==',
      })
      expect(Math.abs(Date.parse(answer.headers['last-modified'] ?? '') - Date.now())).toBeLessThan(60_000)
      expect(answer.text).toBe(method === 'GET' ? digits : '')
    }
  })

  test.each([
    { header: 'x-oss-storage-class', value: 'Cold', expected: 'InvalidArgument' },
    { header: 'x-oss-object-acl', value: 'secret', expected: 'InvalidArgument' },
    { header: 'x-oss-server-side-encryption', value: 'ROT13', expected: 'InvalidEncryptionAlgorithmError' },
    { header: 'x-oss-forbid-overwrite', value: 'maybe', expected: 'InvalidArgument' },
    { header: 'x-oss-tagging', value: 'a=1&a=2', expected: 'InvalidTag' },
    {
      header: 'x-oss-tagging',
      value: Array.from({ length: 11 }, (_tag, n) => `t${n}`).join('&'),
      expected: 'InvalidTag',
    },
    { header: 'x-oss-tagging', value: `${'k'.repeat(129)}=v`, expected: 'InvalidTag' },
    { header: 'x-oss-meta-a', value: 'x'.repeat(8192), expected: 'MetadataTooLarge' },
    { header: 'x-oss-traffic-limit', value: '100', expected: 'InvalidArgument' },
    { header: 'x-oss-traffic-limit', value: '838860801', expected: 'InvalidArgument' },
    { header: 'x-oss-traffic-limit', value: 'fast', expected: 'InvalidArgument' },
    { header: 'content-md5', value: 'c2hvcnQ=', expected: 'InvalidDigest' },
    { header: 'content-md5', value: 'eB5eJF1ptWaXm4bijSPyxw==', expected: 'InvalidDigest' },
    { header: 'x-oss-hash-crc64ecma', value: '1', expected: 'InvalidCRC64' },
    { header: 'if-modified-since', value: 'Tue, 14 Nov 2023 22:13:20 GMT', expected: 'NotImplemented' },
    { header: 'x-oss-copy-source', value: '/demo-bucket/b', expected: 'NotImplemented' },
  ])('refuses $header: $value with 400 $expected and stores nothing', async ({ header, value, expected }) => {
    const server = await runningBucket()
    const answer = await send(server, { method: 'PUT', key: 'a', headers: { [header]: value }, body: digits })
    expect(code(answer)).toEqual([400, expected])
    expect((await send(server, { method: 'HEAD', key: 'a' })).status).toBe(404)
  })

  test('with the right Content-MD5 and CRC-64 is accepted', async () => {
    const server = await runningBucket()
    const headers = {
      'content-md5': 'JfnnlDI7RTiF9RgfG2JNCw==',
      'x-oss-hash-crc64ecma': '11051210869376104954',
    }
    expect((await send(server, { method: 'PUT', key: 'a', headers, body: digits })).status).toBe(200)
  })

  test('replaces an object, unless that is forbidden: 409 FileAlreadyExists', async () => {
    const server = await runningBucket()
    const forbid = { 'x-oss-forbid-overwrite': 'true' }
    expect((await send(server, { method: 'PUT', key: 'a', headers: forbid, body: 'one' })).status).toBe(200)
    expect((await send(server, { method: 'PUT', key: 'a', body: 'two' })).status).toBe(200)
    expect(code(await send(server, { method: 'PUT', key: 'a', headers: forbid, body: 'three' }))).toEqual([
      409,
      'FileAlreadyExists',
    ])
    expect((await send(server, { method: 'GET', key: 'a' })).text).toBe('two')
  })

  test('of two that forbid overwriting at once only one wins', async () => {
    const server = await runningBucket()
    const headers = { 'x-oss-forbid-overwrite': 'true' }
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_one, n) =>
        send(server, { method: 'PUT', key: 'a', headers, body: `body ${n}` }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409, 409, 409])
    const winner = answers.findIndex(({ status }) => status === 200)
    expect((await send(server, { method: 'GET', key: 'a' })).text).toBe(`body ${winner}`)
  })

  test('takes an empty body, and a chunked one', async () => {
    const server = await runningBucket()
    expect((await send(server, { method: 'PUT', key: 'empty', body: '' })).headers.etag).toBe(
      '"D41D8CD98F00B204E9800998ECF8427E"',
    )
    const headers = { 'transfer-encoding': 'chunked' }
    const { sendHead, signedHead } = await import('./signed-request.ts')
    const head = signedHead(new URL(server.endpoint).host, { method: 'PUT', key: 'chunked', headers })
    expect((await sendHead(server, head, undefined)).status).toBe(200)
    expect((await send(server, { method: 'HEAD', key: 'chunked' })).headers['content-length']).toBe('0')
  })

  test('is held to its traffic limit', async () => {
    const server = await runningBucket()
    const body = Buffer.alloc(150_000)
    const startedAt = performance.now()
    const headers = { 'x-oss-traffic-limit': '819200' }
    expect((await send(server, { method: 'PUT', key: 'a', headers, body })).status).toBe(200)
    expect(performance.now() - startedAt).toBeGreaterThan(1300)
  })
})

describe('names of objects', () => {
  test('of 1,023 bytes are stored, longer or with a leading slash are 400 InvalidObjectName', async () => {
    const server = await runningBucket()
    const longest = `${'夏'.repeat(340)}abc`
    expect(Buffer.byteLength(longest)).toBe(1023)
    expect((await send(server, { method: 'PUT', key: longest, body: 'x' })).status).toBe(200)
    expect((await send(server, { method: 'GET', key: longest })).text).toBe('x')
    for (const key of [`${longest}d`, '/leading', '\\leading']) {
      expect(code(await send(server, { method: 'PUT', key, body: 'x' }))).toEqual([400, 'InvalidObjectName'])
    }
  })
})

describe('a call the practice bucket does not know', () => {
  const asks: (Ask & { expected: [number, string] })[] = [
    { method: 'PUT', key: 'a', query: { acl: '' }, expected: [400, 'NotImplemented'] },
    { method: 'PUT', key: 'a', query: { tagging: '' }, expected: [400, 'NotImplemented'] },
    {
      method: 'GET',
      key: 'a',
      query: { 'x-oss-process': 'image/resize,w_1' },
      expected: [400, 'NotImplemented'],
    },
    { method: 'DELETE', key: 'a', query: { tagging: '' }, expected: [400, 'NotImplemented'] },
    { method: 'POST', key: 'a', query: { append: '', position: '0' }, expected: [400, 'NotImplemented'] },
    { method: 'GET', query: { lifecycle: '' }, expected: [400, 'NotImplemented'] },
    { method: 'PATCH', key: 'a', expected: [405, 'MethodNotAllowed'] },
    { method: 'DELETE', expected: [405, 'MethodNotAllowed'] },
  ]
  test.each(asks)('$method $query is refused and changes nothing', async ({ expected, ...ask }) => {
    const server = await runningBucket()
    await send(server, { method: 'PUT', key: 'a', body: digits })
    expect(code(await send(server, { ...ask, ...(ask.method === 'GET' ? {} : { body: '' }) }))).toEqual(
      expected,
    )
    expect((await send(server, { method: 'GET', key: 'a' })).text).toBe(digits)
  })
})

describe('GetObject', () => {
  test.each([
    { range: 'bytes=0-3', status: 206, text: '1234', contentRange: 'bytes 0-3/9' },
    { range: 'bytes=4-', status: 206, text: '56789', contentRange: 'bytes 4-8/9' },
    { range: 'bytes=-2', status: 206, text: '89', contentRange: 'bytes 7-8/9' },
    { range: 'bytes=8-8', status: 206, text: '9', contentRange: 'bytes 8-8/9' },
    { range: 'bytes=4-100', status: 200, text: digits, contentRange: undefined },
    { range: 'bytes=9-', status: 200, text: digits, contentRange: undefined },
    { range: 'bytes=-0', status: 200, text: digits, contentRange: undefined },
    { range: 'bytes=5-2', status: 200, text: digits, contentRange: undefined },
    { range: 'bytes=0-1,3-4', status: 200, text: digits, contentRange: undefined },
    { range: 'bytes=-', status: 200, text: digits, contentRange: undefined },
    { range: 'lines=0-1', status: 200, text: digits, contentRange: undefined },
  ])(
    'answers $range with $status and the checksum of the whole',
    async ({ range, status, text, contentRange }) => {
      const server = await runningBucket()
      await send(server, { method: 'PUT', key: 'a', body: digits })
      const answer = await send(server, { method: 'GET', key: 'a', headers: { range } })
      expect([answer.status, answer.text, answer.headers['content-range']]).toEqual([
        status,
        text,
        contentRange,
      ])
      expect(answer.headers['content-length']).toBe(String(text.length))
      expect(answer.headers['x-oss-hash-crc64ecma']).toBe('11051210869376104954')
    },
  )

  test.each([
    { range: 'bytes=4-100', status: 206, text: '56789' },
    { range: 'bytes=-100', status: 206, text: digits },
    { range: 'bytes=9-', status: 416, text: undefined },
    { range: 'bytes=-0', status: 416, text: undefined },
  ])('with x-oss-range-behavior: standard answers $range with $status', async ({ range, status, text }) => {
    const server = await runningBucket()
    await send(server, { method: 'PUT', key: 'a', body: digits })
    const headers = { range, 'x-oss-range-behavior': 'standard' }
    const answer = await send(server, { method: 'GET', key: 'a', headers })
    expect(answer.status).toBe(status)
    if (text === undefined) expect(answer.element('Code')).toBe('InvalidRange')
    else expect(answer.text).toBe(text)
  })

  test('keeps to the four conditions', async () => {
    const server = await runningBucket({ now: () => Date.parse('2023-11-14T22:13:20.500Z') })
    const ask = { method: 'GET', key: 'a', time: Date.parse('2023-11-14T22:13:20Z') }
    await send(server, { ...ask, method: 'PUT', body: digits })
    const status = async (headers: Record<string, string>, method = 'GET') =>
      (await send(server, { ...ask, method, headers })).status
    const etag = '"25F9E794323B453885F5181F1B624D0B"'
    const same = 'Tue, 14 Nov 2023 22:13:20 GMT'
    const before = 'Tue, 14 Nov 2023 22:13:19 GMT'
    expect(await status({ 'if-match': etag })).toBe(200)
    expect(await status({ 'if-match': '*' })).toBe(200)
    expect(await status({ 'if-match': '"other"' })).toBe(412)
    expect(await status({ 'if-none-match': etag })).toBe(304)
    expect(await status({ 'if-none-match': '"other"' })).toBe(200)
    expect(await status({ 'if-modified-since': same })).toBe(304)
    expect(await status({ 'if-modified-since': before })).toBe(200)
    expect(await status({ 'if-unmodified-since': same })).toBe(200)
    expect(await status({ 'if-unmodified-since': before })).toBe(412)
    expect(await status({ 'if-match': '"other"' }, 'HEAD')).toBe(412)
    expect(await status({ 'if-none-match': etag }, 'HEAD')).toBe(304)
    expect(await status({ 'if-modified-since': 'yesterday' })).toBe(200)
  })

  test('takes its headers from response- parameters, which cannot write others', async () => {
    const server = await runningBucket()
    await send(server, { method: 'PUT', key: 'a', body: digits })
    const query = { 'response-content-type': 'text/plain', 'response-content-disposition': 'attachment' }
    const answer = await send(server, { method: 'GET', key: 'a', query })
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain',
      'content-disposition': 'attachment',
    })
    const split = { 'response-content-type': 'text/plain\r\nSet-Cookie: a=b' }
    expect((await send(server, { method: 'GET', key: 'a', query: split })).status).toBe(400)
  })

  test('of an archived object is 403 InvalidObjectState, its head is there', async () => {
    const server = await runningBucket()
    const headers = { 'x-oss-storage-class': 'Archive' }
    await send(server, { method: 'PUT', key: 'a', headers, body: digits })
    expect(code(await send(server, { method: 'GET', key: 'a' }))).toEqual([403, 'InvalidObjectState'])
    expect((await send(server, { method: 'HEAD', key: 'a' })).status).toBe(200)
  })

  test('reads a large object while it is being replaced: one of the two, never a mix', async () => {
    const server = await runningBucket()
    const crcOf = async (bytes: Buffer) => {
      const hasher = await startCrc64()
      hasher.update(bytes)
      return hasher.finish().toString()
    }
    const bodies = ['a', 'b'].map((letter) => Buffer.alloc(4_000_000, letter))
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = bodies
    await send(server, { method: 'PUT', key: 'k', body: first })
    for (let round = 0; round < 5; round += 1) {
      const [read] = await Promise.all([
        send(server, { method: 'GET', key: 'k' }),
        send(server, { method: 'PUT', key: 'k', body: round % 2 === 0 ? second : first }),
      ])
      expect(await crcOf(read.body)).toBe(read.headers['x-oss-hash-crc64ecma'])
      expect(`"${createHash('md5').update(read.body).digest('hex').toUpperCase()}"`).toBe(read.headers.etag)
    }
  })
})

describe('a missing object', () => {
  test('is 404 with its key, and on HEAD the same in x-oss-err', async () => {
    const server = await runningBucket()
    const key = 'a<&>b\u0001'
    const get = await send(server, { method: 'GET', key })
    expect([get.status, get.element('Code'), get.element('Key')]).toEqual([404, 'NoSuchKey', key])
    expect(get.headers['content-type']).toBe('application/xml')
    const head = await send(server, { method: 'HEAD', key })
    expect(head.status).toBe(404)
    expect(head.body.length).toBe(0)
    expect([head.element('Code'), head.element('Key')]).toEqual(['NoSuchKey', key])
    expect(head.headers['x-oss-ec']).toBe(head.element('EC'))
  })

  test('is deleted with 204, like one that is there', async () => {
    const server = await runningBucket()
    await send(server, { method: 'PUT', key: 'a/b', body: digits })
    expect((await send(server, { method: 'DELETE', key: 'a/b' })).status).toBe(204)
    expect((await send(server, { method: 'DELETE', key: 'a/b' })).status).toBe(204)
    expect((await send(server, { method: 'GET', key: 'a/b' })).status).toBe(404)
  })
})

describe('buckets', () => {
  test('are made, listed in pages and described', async () => {
    const server = await runningBucket()
    for (const bucket of ['bbb', 'aaa']) {
      expect((await send(server, { method: 'PUT', bucket, body: '' })).status).toBe(200)
    }
    expect((await send(server, { method: 'PUT', bucket: 'aaa', body: '' })).status).toBe(200)
    const all = await send(server, { method: 'GET', bucket: null })
    expect(all.elements('Name')).toEqual(['aaa', 'bbb', 'demo-bucket'])
    expect(all.element('IsTruncated')).toBeUndefined()
    expect(all.element('Region')).toBe('cn-shanghai')
    expect(all.element('Location')).toBe('oss-cn-shanghai')

    const info = await send(server, { method: 'GET', bucket: 'aaa', query: { bucketInfo: '' } })
    expect([info.element('Name'), info.element('Grant')]).toEqual(['aaa', 'private'])
    const location = await send(server, { method: 'GET', bucket: 'aaa', query: { location: '' } })
    expect(location.element('LocationConstraint')).toBe('oss-cn-shanghai')
    const missing = await send(server, { method: 'GET', bucket: 'ccc', query: { bucketInfo: '' } })
    expect(code(missing)).toEqual([404, 'NoSuchBucket'])
  })
})

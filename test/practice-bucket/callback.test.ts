import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { runningBucket } from './running-bucket.ts'
import { send } from './signed-request.ts'

interface Posted {
  url: string
  headers: IncomingMessage['headers']
  body: string
}

/** The application that OSS calls back. */
async function application(answer: RequestListener) {
  const posted: Posted[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      posted.push({
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      })
      answer(request, response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, posted }
}

const ok: RequestListener = (_request, response) => {
  const text = '{"status":"stored"}'
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length }).end(text)
}
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
const callbackBody = `bucket=\${bucket}&object=\${object}&etag=\${etag}&size=\${size}&type=\${mimeType}&id=\${x:id}&h=\${imageInfo.height}`

describe('an upload callback (R19)', () => {
  test('is posted after the object is stored, and its answer is the answer', async () => {
    const app = await application(ok)
    const server = await runningBucket()
    const headers = {
      'content-type': 'text/plain',
      'x-oss-callback': encode({
        callbackUrl: `${app.url}/cb?x=1`,
        callbackBody,
        callbackHost: 'app.example',
      }),
      'x-oss-callback-var': encode({ 'x:id': '4 2&' }),
    }
    const answer = await send(server, { method: 'PUT', key: 'a b/夏', body: '123456789', headers })
    expect([answer.status, answer.text]).toEqual([200, '{"status":"stored"}'])
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      etag: '"25F9E794323B453885F5181F1B624D0B"',
      'x-oss-hash-crc64ecma': '11051210869376104954',
    })
    expect(app.posted).toHaveLength(1)
    const [posted] = app.posted
    expect(posted?.url).toBe('/cb?x=1')
    expect(posted?.headers).toMatchObject({
      host: 'app.example',
      'user-agent': 'http-client/0.0.1',
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(Object.fromEntries(new URLSearchParams(posted?.body))).toEqual({
      bucket: 'demo-bucket',
      object: 'a b/夏',
      etag: '25F9E794323B453885F5181F1B624D0B',
      size: '9',
      type: 'text/plain',
      id: '4 2&',
      h: '',
    })
  })

  test('in JSON takes the place of the XML of a Complete', async () => {
    const app = await application(ok)
    const server = await runningBucket()
    const begun = await send(server, { method: 'POST', key: 'a', query: { uploads: '' } })
    const uploadId = begun.element('UploadId') ?? ''
    await send(server, { method: 'PUT', key: 'a', query: { partNumber: '1', uploadId }, body: '123456789' })
    const callback = {
      callbackUrl: app.url,
      callbackBody: `{"object":\${object},"size":\${size},"id":\${x:id}}`,
      callbackBodyType: 'application/json',
    }
    const headers = {
      'x-oss-complete-all': 'yes',
      'x-oss-callback': encode(callback),
      'x-oss-callback-var': encode({ 'x:id': 'a"b' }),
    }
    const answer = await send(server, { method: 'POST', key: 'a', query: { uploadId }, headers, body: '' })
    expect([answer.status, answer.text]).toEqual([200, '{"status":"stored"}'])
    expect(answer.headers.etag).toMatch(/-1"$/)
    expect(answer.headers['x-oss-hash-crc64ecma']).toBe('11051210869376104954')
    expect(JSON.parse(app.posted[0]?.body ?? '')).toEqual({ object: 'a', size: 9, id: 'a"b' })
  })

  test('goes to the next URL when the first does not answer well', async () => {
    const broken = await application((_request, response) => response.writeHead(500).end())
    const app = await application(ok)
    const server = await runningBucket()
    const headers = {
      'x-oss-callback': encode({ callbackUrl: `${broken.url};${app.url}`, callbackBody: 'a=b' }),
    }
    expect((await send(server, { method: 'PUT', key: 'a', body: 'x', headers })).status).toBe(200)
    expect([broken.posted.length, app.posted.length]).toEqual([1, 1])
  })

  test.each<{ what: string; answer: RequestListener; message: string }>([
    {
      what: 'redirects',
      answer: (_q, r) => r.writeHead(301, { location: '/' }).end(),
      message: 'Error status : 301.',
    },
    { what: 'fails', answer: (_q, r) => r.writeHead(500).end(), message: 'Error status : 500.' },
    {
      what: 'does not speak JSON',
      answer: (_q, r) => r.writeHead(200, { 'content-length': 2 }).end('ok'),
      message: 'json',
    },
    {
      what: 'gives no length',
      answer: (_q, r) => r.writeHead(200).write('{}') && r.end(),
      message: 'Content-Length',
    },
    {
      what: 'answers too much',
      answer: (_q, r) => r.writeHead(200, { 'content-length': 2_000_000 }).flushHeaders(),
      message: 'Content-Length',
    },
    { what: 'hangs up', answer: (q) => q.socket.destroy(), message: 'not reachable' },
  ])(
    'whose application $what is 203 CallbackFailed, and the object is stored',
    async ({ answer, message }) => {
      const app = await application(answer)
      const server = await runningBucket()
      const headers = { 'x-oss-callback': encode({ callbackUrl: app.url, callbackBody: 'a=b' }) }
      const put = await send(server, { method: 'PUT', key: 'a', body: '123456789', headers })
      expect([put.status, put.element('Code')]).toEqual([203, 'CallbackFailed'])
      expect(put.element('Message')).toContain(message)
      expect(put.headers.etag).toBe('"25F9E794323B453885F5181F1B624D0B"')
      expect((await send(server, { method: 'GET', key: 'a' })).text).toBe('123456789')
    },
  )

  test('to another computer is not made: 203, whoever it is', async () => {
    const server = await runningBucket()
    for (const callbackUrl of [
      'http://192.168.1.1/',
      'http://example.com/',
      'http://127.0.0.1.example.com/',
      'http://10.0.0.1:80/',
    ]) {
      const headers = { 'x-oss-callback': encode({ callbackUrl, callbackBody: 'a=b' }) }
      const put = await send(server, { method: 'PUT', key: 'a', body: 'x', headers })
      expect(put.status).toBe(203)
      expect(put.element('Message')).toContain('only calls back this computer')
    }
  })

  const good = { callbackUrl: 'http://127.0.0.1:1/', callbackBody: 'a=b' }
  test.each([
    { what: 'not base64', callback: '{}' },
    { what: 'not JSON', callback: Buffer.from('nope').toString('base64') },
    { what: 'a list', callback: encode([]) },
    { what: 'no URL', callback: encode({ callbackBody: 'a' }) },
    { what: 'no body', callback: encode({ ...good, callbackBody: '' }) },
    {
      what: 'six URLs',
      callback: encode({ ...good, callbackUrl: Array(6).fill('http://127.0.0.1').join(';') }),
    },
    { what: 'a bad port', callback: encode({ ...good, callbackUrl: 'http://127.0.0.1:99999/' }) },
    { what: 'another scheme', callback: encode({ ...good, callbackUrl: 'file:///etc/passwd' }) },
    { what: 'an unknown body type', callback: encode({ ...good, callbackBodyType: 'text/plain' }) },
    { what: 'an unknown name', callback: encode({ ...good, callbackBody: `\${secret}` }) },
    { what: 'more than 5 KB', callback: encode({ ...good, callbackBody: 'x'.repeat(5000) }) },
  ])('with $what is 400 InvalidArgument before anything is stored', async ({ callback }) => {
    const server = await runningBucket()
    const headers = { 'x-oss-callback': callback }
    const put = await send(server, { method: 'PUT', key: 'a', body: 'x', headers })
    expect([put.status, put.element('Code')]).toEqual([400, 'InvalidArgument'])
    expect((await send(server, { method: 'HEAD', key: 'a' })).status).toBe(404)
  })

  test('with wrong variables, or given twice, is 400 InvalidArgument', async () => {
    const server = await runningBucket()
    for (const variables of [{ id: '1' }, { 'x:ID': '1' }, { 'x:id': 1 }]) {
      const headers = { 'x-oss-callback': encode(good), 'x-oss-callback-var': encode(variables) }
      expect((await send(server, { method: 'PUT', key: 'a', body: 'x', headers })).status).toBe(400)
    }
    const headers = { 'x-oss-callback': encode(good) }
    const query = { callback: encode(good) }
    expect((await send(server, { method: 'PUT', key: 'a', body: 'x', headers, query })).status).toBe(400)
  })
})

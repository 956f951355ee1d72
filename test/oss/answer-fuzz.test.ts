import { expect, it, onTestFinished } from 'vitest'
import type { OssStore } from '../../electron/oss/oss-store.ts'
import { UploadError } from '../../shared/upload-error.ts'
import { SeededRandom } from '../soak/seeded-random.ts'
import { errorXml, startScriptedServer } from './scripted-server.ts'
import { bodyOf, openTestStore, noSignal as signal } from './test-store.ts'

const key = 'k'
const uploadId = 'U'
const metadata = {}
const parts = [{ partNumber: 1, etag: 'A' }]

/** Every call whose answer is read. */
const calls: Record<string, (store: OssStore) => Promise<unknown>> = {
  putObject: (store) => store.putObject({ key, body: bodyOf('x'), metadata, signal }),
  initiateMultipartUpload: (store) => store.initiateMultipartUpload({ key, metadata, signal }),
  uploadPart: (store) =>
    store.uploadPart({ key, uploadId, partNumber: 1, body: bodyOf('x'), metadata, signal }),
  listParts: (store) => store.listParts({ key, uploadId, signal }),
  completeMultipartUpload: (store) =>
    store.completeMultipartUpload({ key, uploadId, parts, metadata, signal }),
  abortMultipartUpload: (store) => store.abortMultipartUpload({ key, uploadId, signal }),
  headObject: (store) => store.headObject({ key, signal }),
  deleteObject: (store) => store.deleteObject({ key, signal }),
  listMultipartUploads: (store) => store.listMultipartUploads({ prefix: '', signal }),
  getBucketInfo: (store) => store.getBucketInfo(signal),
  listBuckets: (store) => store.listBuckets(signal),
}

const sound = [
  '<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>U</UploadId></InitiateMultipartUploadResult>',
  '<ListPartsResult><IsTruncated>false</IsTruncated><Part><PartNumber>1</PartNumber><ETag>"A"</ETag><Size>1</Size></Part></ListPartsResult>',
  '<CompleteMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><ETag>"A-1"</ETag></CompleteMultipartUploadResult>',
  '<ListMultipartUploadsResult><IsTruncated>false</IsTruncated><Upload><Key>k</Key><UploadId>U</UploadId><Initiated>2026-01-01T00:00:00.000Z</Initiated></Upload></ListMultipartUploadsResult>',
  '<BucketInfo><Bucket><Name>b</Name><Location>oss-cn-hangzhou</Location></Bucket></BucketInfo>',
  errorXml('NoSuchUpload'),
]
const bomb = `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 8 }, (_, i) => `<!ENTITY b${i} "${`&${i === 0 ? 'a' : `b${i - 1}`};`.repeat(10)}">`).join('')}]><Error><Code>&b7;</Code></Error>`

function hostileBody(random: SeededRandom): Buffer {
  const kind = random.between(0, 4)
  if (kind === 0)
    return Buffer.from(Array.from({ length: random.between(0, 400) }, () => random.between(0, 255)))
  if (kind === 1) return Buffer.from(bomb)
  const text = random.pick(sound)
  if (kind === 2) return Buffer.from(text.slice(0, random.between(0, text.length)))
  // A field is missing, or twice.
  const fields = [...text.matchAll(/<(\w+)>[^<]*<\/\1>/g)].map(([field]) => field)
  const field = fields.length > 0 ? random.pick(fields) : ''
  return Buffer.from(text.replace(field, kind === 3 ? '' : field + field))
}

it.each(Object.keys(calls))(
  '%s ends in an answer or a typed error, whatever comes back',
  async (name) => {
    const random = new SeededRandom(
      [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) >>> 0,
    )
    const server = await startScriptedServer()
    onTestFinished(server.close)
    const store = openTestStore(server.endpoint)
    onTestFinished(() => store.close())
    server.play(async ({ readBody, response, recorded, socket }) => {
      await readBody()
      const body = hostileBody(random)
      const status = random.pick([200, 200, 200, 203, 204, 301, 400, 403, 404, 409, 500, 503])
      const headers: Record<string, string> = random.chance(0.8) ? { 'x-oss-request-id': 'R' } : {}
      if (random.chance(0.3)) headers.etag = '"A"'
      if (random.chance(0.2)) headers['x-oss-err'] = body.toString('base64').slice(0, 2000)
      if (random.chance(0.1))
        headers['x-oss-hash-crc64ecma'] = random.pick(['-1', 'x', '99999999999999999999999'])
      const isCut = random.chance(0.2)
      if (isCut) headers['content-length'] = String(body.length + 10)
      response.writeHead(status, headers)
      if (recorded.method === 'HEAD' || status === 204) response.end()
      else response.write(body, () => (isCut ? socket.destroy() : response.end()))
    })
    let answered = 0
    for (let round = 0; round < 60; round += 1) {
      try {
        await calls[name]?.(store)
        answered += 1
      } catch (error) {
        expect(error, `round ${round}`).toBeInstanceOf(UploadError)
        expect((error as UploadError).code, `round ${round}`).not.toBe('Unexpected')
      }
    }
    expect(server.requests.length).toBeGreaterThanOrEqual(60)
    expect(answered).toBeLessThan(60)
  },
  60_000,
)

it.each(['getBucketInfo', 'listParts', 'headObject', 'completeMultipartUpload'])(
  '%s gives up an answer of 100 MB early, in little memory',
  async (name) => {
    const server = await startScriptedServer()
    onTestFinished(server.close)
    const store = openTestStore(server.endpoint)
    onTestFinished(() => store.close())
    const megabyte = Buffer.alloc(1 << 20, '<a>')
    let sentBytes = 0
    server.play(async ({ readBody, response, recorded }) => {
      await readBody()
      response.writeHead(403, { 'x-oss-request-id': 'R' })
      const push = (): void => {
        if (sentBytes >= 100 << 20 || response.destroyed) return void response.end()
        sentBytes += megabyte.length
        response.write(megabyte, push)
      }
      if (recorded.method === 'HEAD') response.end()
      else push()
    })
    await expect(calls[name]?.(store)).rejects.toBeInstanceOf(UploadError)
    // What the sockets hold, besides what may be kept of an answer.
    expect(sentBytes).toBeLessThan(48 << 20)
  },
)

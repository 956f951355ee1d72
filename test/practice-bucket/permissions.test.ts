import { describe, expect, test } from 'vitest'
import { bucket, runningBucket } from './running-bucket.ts'
import { type Ask, send } from './signed-request.ts'

const limited = { accessKeyId: 'ram-user', accessKeySecret: 'ram-secret' }
const key = 'films/a.mov'

/** Every call and the permission it needs, as OSS documents it. */
const calls: [action: string, name: string, ask: Ask][] = [
  ['oss:PutObject', 'PutObject', { method: 'PUT', key, body: 'x' }],
  ['oss:PutObject', 'InitiateMultipartUpload', { method: 'POST', key, query: { uploads: '' } }],
  [
    'oss:PutObject',
    'UploadPart',
    { method: 'PUT', key, query: { partNumber: '1', uploadId: 'A' }, body: 'x' },
  ],
  ['oss:PutObject', 'CompleteMultipartUpload', { method: 'POST', key, query: { uploadId: 'A' }, body: '' }],
  ['oss:ListParts', 'ListParts', { method: 'GET', key, query: { uploadId: 'A' } }],
  ['oss:AbortMultipartUpload', 'AbortMultipartUpload', { method: 'DELETE', key, query: { uploadId: 'A' } }],
  ['oss:GetObject', 'GetObject', { method: 'GET', key }],
  ['oss:GetObject', 'HeadObject', { method: 'HEAD', key }],
  ['oss:DeleteObject', 'DeleteObject', { method: 'DELETE', key }],
  ['oss:ListMultipartUploads', 'ListMultipartUploads', { method: 'GET', query: { uploads: '' } }],
  ['oss:ListObjects', 'ListObjectsV2', { method: 'GET', query: { 'list-type': '2' } }],
  ['oss:GetBucketInfo', 'GetBucketInfo', { method: 'GET', query: { bucketInfo: '' } }],
  ['oss:ListBuckets', 'ListBuckets', { method: 'GET', bucket: null }],
]

describe('a key with fewer rights (R22)', () => {
  test.each(calls)('without %s may not call %s, and every other key may', async (action, _name, ask) => {
    const server = await runningBucket({ limitedKeys: [{ ...limited, deniedActions: [action] }] })
    const refused = await send(server, { ...ask, ...limited })
    expect(refused.status).toBe(403)
    const text = Buffer.from(String(refused.headers['x-oss-err'] ?? ''), 'base64').toString()
    expect(refused.text + text).toContain('<Code>AccessDenied</Code>')
    expect((await send(server, ask)).status).not.toBe(403)
  })

  test('keeps all its other rights, and what is changed holds from the next request on', async () => {
    const deniedActions = ['oss:DeleteObject']
    const server = await runningBucket({ limitedKeys: [{ ...limited, deniedActions }] })
    expect((await send(server, { method: 'PUT', key, body: 'x', ...limited })).status).toBe(200)
    expect((await send(server, { method: 'DELETE', key, ...limited })).status).toBe(403)
    deniedActions.length = 0
    expect((await send(server, { method: 'DELETE', key, ...limited })).status).toBe(204)
  })

  test('is refused with a wrong secret like any other', async () => {
    const server = await runningBucket({ limitedKeys: [{ ...limited, deniedActions: [] }] })
    const answer = await send(server, {
      method: 'GET',
      bucket,
      query: { 'list-type': '2' },
      ...limited,
      accessKeySecret: 'x',
    })
    expect(answer.element('Code')).toBe('SignatureDoesNotMatch')
  })
})

import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
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
import { type Reply, send } from './signed-request.ts'

interface Server {
  endpoint: string
}

function list(server: Server, query: Record<string, string> = {}): Promise<Reply> {
  return send(server, { method: 'GET', query: { 'list-type': '2', ...query } })
}

/** All pages of a listing: keys and groups as they came. */
async function listAll(server: Server, query: Record<string, string>) {
  const keys: string[] = []
  const groups: string[] = []
  let token: Record<string, string> = {}
  for (;;) {
    const page = await list(server, { ...query, ...token })
    expect(page.status).toBe(200)
    const [, ...pageGroups] = page.elements('Prefix')
    keys.push(...page.elements('Key'))
    groups.push(...pageGroups)
    expect(page.element('KeyCount')).toBe(String(page.elements('Key').length + pageGroups.length))
    const next = page.element('NextContinuationToken')
    expect(page.element('IsTruncated')).toBe(String(next !== undefined))
    if (next === undefined) return { keys, groups }
    token = { 'continuation-token': next }
  }
}

describe('ListObjectsV2', () => {
  const keys = ['a', 'a/1', 'a/2', 'a0', 'b/', 'b/x/1', 'b/x/2', 'b/y', 'c', '😀', '\ue000', '夏天/1']
  const byBytes = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))

  async function filled() {
    const server = await runningBucket()
    for (const key of keys) await send(server, { method: 'PUT', key, body: key })
    return server
  }

  test('gives keys in byte order with size, ETag and dates', async () => {
    const server = await filled()
    const page = await list(server)
    expect(page.elements('Key')).toEqual(byBytes)
    expect(page.element('ETag')).toBe(`"${createHash('md5').update('a').digest('hex').toUpperCase()}"`)
    expect(page.element('LastModified')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/)
    expect([page.element('MaxKeys'), page.element('IsTruncated'), page.element('KeyCount')]).toEqual([
      '100',
      'false',
      '12',
    ])
    expect(page.element('Owner')).toBeUndefined()
    expect((await list(server, { 'fetch-owner': 'true' })).elements('ID')).toHaveLength(12)
  })

  test.each([1, 2, 3, 5, 1000])('pages of %i hold every key and every group once', async (size) => {
    const server = await filled()
    const maxKeys = { 'max-keys': String(size) }
    expect(await listAll(server, maxKeys)).toEqual({ keys: byBytes, groups: [] })
    expect(await listAll(server, { ...maxKeys, delimiter: '/' })).toEqual({
      keys: ['a', 'a0', 'c', '\ue000', '😀'],
      groups: ['a/', 'b/', '夏天/'],
    })
    expect(await listAll(server, { ...maxKeys, delimiter: '/', prefix: 'b/' })).toEqual({
      keys: ['b/', 'b/y'],
      groups: ['b/x/'],
    })
    expect(await listAll(server, { ...maxKeys, prefix: 'a' })).toEqual({
      keys: ['a', 'a/1', 'a/2', 'a0'],
      groups: [],
    })
    expect(await listAll(server, { ...maxKeys, 'start-after': 'b/x' })).toEqual({
      keys: byBytes.slice(byBytes.indexOf('b/x/1')),
      groups: [],
    })
  })

  test('with encoding-type=url encodes keys, prefixes and tokens', async () => {
    const server = await filled()
    const query = { 'encoding-type': 'url', prefix: '夏天/', delimiter: '/', 'start-after': '夏' }
    const page = await list(server, query)
    expect(page.element('EncodingType')).toBe('url')
    expect(page.element('Prefix')).toBe('%E5%A4%8F%E5%A4%A9%2F')
    expect(page.element('StartAfter')).toBe('%E5%A4%8F')
    expect(page.element('Key')).toBe('%E5%A4%8F%E5%A4%A9%2F1')
    expect(page.element('Delimiter')).toBe('%2F')
  })

  test.each([
    { 'max-keys': '1001' },
    { 'max-keys': '-1' },
    { 'max-keys': 'many' },
    { prefix: 'x'.repeat(1024) },
    { 'continuation-token': 'forged' },
    { 'encoding-type': 'base64' },
    { 'list-type': '3' },
  ])('refuses %o with 400 InvalidArgument', async (query) => {
    const server = await runningBucket()
    const answer = await list(server, query as Record<string, string>)
    expect([answer.status, answer.element('Code')]).toEqual([400, 'InvalidArgument'])
  })

  test('leaves out an object whose file was removed by hand, and it is 404 from then on', async () => {
    const server = await filled()
    const { rmSync } = await import('node:fs')
    rmSync(join(server.dir, bucket, 'b/x/1'))
    expect((await list(server, { prefix: 'b/x/' })).elements('Key')).toEqual(['b/x/2'])
    expect((await send(server, { method: 'HEAD', key: 'b/x/1' })).status).toBe(404)
  })
})

test('a bucket of 5,000 objects opens and lists the same as ali-oss reads it', async () => {
  const count = 5_000
  const dir = temporaryFolder()
  await (await startPracticeBucket({ dir, accessKeyId, accessKeySecret, region, buckets: [bucket] })).close()
  const keys = Array.from({ length: count }, (_key, index) => `f${index % 100}/${index}.txt`)
  for (let folder = 0; folder < 100; folder += 1) mkdirSync(join(dir, bucket, `f${folder}`))
  const lines = keys.map((key) => {
    writeFileSync(join(dir, bucket, key), '')
    const headers = { contentType: 'text/plain', storageClass: 'Standard' }
    const record = { key, path: key, sizeBytes: 0, etag: 'D41D8CD98F00B204E9800998ECF8427E', crc64: '0' }
    return JSON.stringify({ op: 'put', record: { ...record, lastModified: 0, type: 'Normal', headers } })
  })
  appendFileSync(join(dir, '.stevedore/buckets', bucket, 'objects.jsonl'), `${lines.join('\n')}\n`)

  const server = await runningBucket({ dir })

  const client = aliOss(server)
  const names: string[] = []
  let token: string | undefined
  do {
    const page = await client.listV2({ 'max-keys': '1000', 'continuation-token': token } as never, {})
    names.push(...(page.objects ?? []).map(({ name }) => name))
    token = (page as unknown as { nextContinuationToken?: string }).nextContinuationToken
  } while (token)
  expect(names).toEqual([...keys].sort())
  const groups = await list(server, { delimiter: '/', 'max-keys': '1000' })
  expect(groups.elements('Prefix')).toHaveLength(101)
})

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { installationKeys } from '../../electron/practice-bucket/installation.ts'
import { startPracticeBucket } from '../../electron/practice-bucket/practice-bucket.ts'
import {
  accessKeyId,
  accessKeySecret,
  bucket,
  region,
  runningBucket,
  temporaryFolder,
} from './running-bucket.ts'
import { send } from './signed-request.ts'

const keys = [
  'plain.txt',
  'holiday/Beach 2024 (1).JPG',
  'a',
  'a/b',
  'a/b/c',
  'a/',
  'a//b',
  'd/e',
  'd',
  './x',
  '../x',
  '../../../../tmp/x',
  'x/../../y',
  '..',
  '.',
  'nul\0byte',
  'CON',
  'aux.txt',
  'trailing.',
  'trailing ',
  'back\\slash',
  'C:\\Windows\\x',
  'percent%41',
  '%2E%2E%2Fx',
  '%-',
  'line\nbreak',
  '夏天/😀.png',
  'case',
  'CASE',
  'Case',
  'é',
  'e\u0301',
  'x'.repeat(1023),
  `${'夏'.repeat(341)}`,
  'z/'.repeat(500),
  '.stevedore/keys.json',
]

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}

async function storeAll(server: { endpoint: string }) {
  for (const key of keys) {
    const answer = await send(server, { method: 'PUT', key, body: `content of ${key}` })
    expect([key, answer.status]).toEqual([key, 200])
  }
}

async function expectAll(server: { endpoint: string }) {
  for (const key of keys) {
    const answer = await send(server, { method: 'GET', key })
    expect([answer.status, answer.text]).toEqual([200, `content of ${key}`])
  }
  const listed = await send(server, { method: 'GET', query: { 'list-type': '2', 'encoding-type': 'url' } })
  const byBytes = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  expect(listed.elements('Key').map(decodeURIComponent)).toEqual(byBytes)
}

describe('objects as files', () => {
  test('keys of every kind come back byte for byte, also after a restart, and lie inside their folder', async () => {
    const outer = temporaryFolder()
    const dir = join(outer, 'inner', 'practice')
    const options = { dir, accessKeyId, accessKeySecret, region, buckets: [bucket] }
    const first = await startPracticeBucket(options)
    await storeAll(first)
    await expectAll(first)
    await first.close()
    const server = await runningBucket({ dir })
    await expectAll(server)
    expect(readdirSync(outer)).toEqual(['inner'])
    expect(readdirSync(join(outer, 'inner'))).toEqual(['practice'])
    expect(readdirSync(dir).sort()).toEqual(['.stevedore', bucket])
    expect(filesBelow(join(dir, bucket))).toHaveLength(keys.length)
    expect(readFileSync(join(dir, bucket, 'holiday/Beach 2024 (1).JPG'), 'utf8')).toBe(
      'content of holiday/Beach 2024 (1).JPG',
    )
    expect(readdirSync(join(dir, '.stevedore/temporary'))).toEqual([])
  })

  test('deleting all of them leaves an empty folder', async () => {
    const server = await runningBucket()
    await storeAll(server)
    for (const key of keys) expect((await send(server, { method: 'DELETE', key })).status).toBe(204)
    expect(readdirSync(join(server.dir, bucket))).toEqual([])
  })

  test("a person's own file in the folder is neither replaced nor served nor deleted", async () => {
    const server = await runningBucket()
    const path = join(server.dir, bucket, 'mine.txt')
    writeFileSync(path, 'mine')
    expect((await send(server, { method: 'GET', key: 'mine.txt' })).status).toBe(404)
    expect((await send(server, { method: 'PUT', key: 'mine.txt', body: 'uploaded' })).status).toBe(200)
    expect((await send(server, { method: 'GET', key: 'mine.txt' })).text).toBe('uploaded')
    await send(server, { method: 'DELETE', key: 'mine.txt' })
    expect(readFileSync(path, 'utf8')).toBe('mine')
  })

  test('an object whose file was changed by hand is gone, and the file stays', async () => {
    const server = await runningBucket()
    await send(server, { method: 'PUT', key: 'a', body: 'uploaded' })
    writeFileSync(join(server.dir, bucket, 'a'), 'changed by hand')
    expect((await send(server, { method: 'GET', key: 'a' })).status).toBe(404)
    expect(readFileSync(join(server.dir, bucket, 'a'), 'utf8')).toBe('changed by hand')
  })

  test('links are not followed out of the folder', async () => {
    const server = await runningBucket()
    const outside = temporaryFolder()
    writeFileSync(join(outside, 'secret'), 'secret')
    symlinkSync(outside, join(server.dir, bucket, 'link'))
    symlinkSync(join(outside, 'secret'), join(server.dir, bucket, 'file'))
    expect((await send(server, { method: 'GET', key: 'link/secret' })).status).toBe(404)
    expect((await send(server, { method: 'PUT', key: 'link/new', body: 'x' })).status).toBe(200)
    expect((await send(server, { method: 'PUT', key: 'file', body: 'x' })).status).toBe(200)
    expect((await send(server, { method: 'GET', key: 'link/new' })).text).toBe('x')
    expect(filesBelow(outside)).toEqual(['secret'])
    expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret')
  })

  test('a folder that became a link after an object was stored in it is not followed either', async () => {
    const server = await runningBucket()
    const outside = temporaryFolder()
    await send(server, { method: 'PUT', key: 'folder/a', body: 'uploaded' })
    const { renameSync } = await import('node:fs')
    renameSync(join(server.dir, bucket, 'folder'), join(outside, 'folder'))
    symlinkSync(join(outside, 'folder'), join(server.dir, bucket, 'folder'))
    expect((await send(server, { method: 'GET', key: 'folder/a' })).status).toBe(404)
    await send(server, { method: 'DELETE', key: 'folder/a' })
    expect(existsSync(join(outside, 'folder/a'))).toBe(true)
  })

  test('a journal that names a path outside the folder does not reach it', async () => {
    const dir = temporaryFolder()
    const options = { dir, accessKeyId, accessKeySecret, region, buckets: [bucket] }
    await (await startPracticeBucket(options)).close()
    writeFileSync(join(dir, 'outside'), 'secret')
    const record = {
      key: 'a',
      path: '../outside',
      sizeBytes: 6,
      etag: '',
      crc64: '0',
      lastModified: 0,
      type: 'Normal',
    }
    const entry = {
      op: 'put',
      record: { ...record, headers: { contentType: 'a/b', storageClass: 'Standard' } },
    }
    writeFileSync(join(dir, '.stevedore/buckets', bucket, 'objects.jsonl'), `${JSON.stringify(entry)}\n`)
    const server = await runningBucket({ dir })
    expect((await send(server, { method: 'GET', key: 'a' })).status).not.toBe(200)
    expect((await send(server, { method: 'DELETE', key: 'a' })).status).not.toBe(200)
    expect(readFileSync(join(dir, 'outside'), 'utf8')).toBe('secret')
  })
})

describe('the keys of an installation', () => {
  test('are random, stay the same and can be read by their owner only', () => {
    const [dir, other] = [temporaryFolder(), temporaryFolder()]
    const made = installationKeys(dir)
    expect(installationKeys(dir)).toEqual(made)
    expect(installationKeys(other)).not.toEqual(made)
    if (process.platform !== 'win32') {
      const path = join(dir, '.stevedore/keys.json')
      expect(statSync(path).mode & 0o777).toBe(0o600)
      expect(statSync(join(dir, '.stevedore')).mode & 0o777).toBe(0o700)
      chmodSync(path, 0o644)
      installationKeys(dir)
      expect(statSync(path).mode & 0o777).toBe(0o600)
    }
  })

  test('come from the environment when both are set there', () => {
    const environment = { OSS_ACCESS_KEY_ID: 'id', OSS_ACCESS_KEY_SECRET: 'secret' }
    expect(installationKeys(temporaryFolder(), environment)).toEqual({
      accessKeyId: 'id',
      accessKeySecret: 'secret',
    })
  })

  test('that cannot be read are an error that names the file', () => {
    const dir = temporaryFolder()
    mkdirSync(join(dir, '.stevedore'))
    writeFileSync(join(dir, '.stevedore/keys.json'), '{"accessKeyId":')
    expect(() => installationKeys(dir)).toThrow(/keys\.json' cannot be read/)
  })
})

describe('a directory', () => {
  test('is open in one server at a time', async () => {
    const server = await runningBucket()
    await expect(runningBucket({ dir: server.dir })).rejects.toMatchObject({ code: 'DirectoryInUse' })
    await server.close()
    expect((await runningBucket({ dir: server.dir })).port).toBeGreaterThan(0)
  })

  test('whose bucket folder is a link is refused', async () => {
    const dir = temporaryFolder()
    symlinkSync(temporaryFolder(), join(dir, bucket))
    await expect(runningBucket({ dir })).rejects.toMatchObject({ code: 'BadDirectory' })
  })

  test('a taken port, a foreign address and bad names are errors that say so', async () => {
    const { port } = await runningBucket()
    await expect(runningBucket({ port })).rejects.toMatchObject({ code: 'PortInUse' })
    await expect(runningBucket({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'NotThisComputer' })
    await expect(runningBucket({ buckets: ['NO'] })).rejects.toMatchObject({ code: 'BadBucketName' })
    await expect(runningBucket({ region: 'a b' })).rejects.toMatchObject({ code: 'BadRegion' })
  })
})

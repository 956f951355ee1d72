import { createHash, randomBytes } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { headBytes, RawConnection } from './raw-connection.ts'
import {
  accessKeyId,
  accessKeySecret,
  bucket,
  region,
  runningBucket,
  temporaryFolder,
} from './running-bucket.ts'
import { send, signedHead } from './signed-request.ts'
import { terminalServer } from './terminal-server.ts'

const keys = { accessKeyId, accessKeySecret, region, bucket }
const key = 'films/a.mp4'
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex').toUpperCase()

/** Rises with every upload of a name. */
function turnOf(body: string, name: string): number {
  const [, round, count] = new RegExp(`^${name} in round (\\d+), (\\d+) `).exec(body) ?? []
  return Number(round) * 1_000_000 + Number(count)
}

function journalOf(dir: string): string {
  return join(dir, '.stevedore/buckets', bucket, 'objects.jsonl')
}

describe('a server that is killed', () => {
  test('in the middle of parts keeps the whole ones and forgets the others (R2)', async () => {
    const dir = temporaryFolder()
    const first = await terminalServer(dir, keys)
    const begun = await send(first, {
      method: 'POST',
      key,
      query: { uploads: '' },
      headers: { 'content-type': 'video/mp4' },
    })
    const uploadId = begun.element('UploadId') ?? ''
    const bodies = [randomBytes(200_000), randomBytes(200_000), randomBytes(200_000)]
    const part = (server: { endpoint: string }, number: number) => {
      const query = { partNumber: String(number), uploadId }
      return send(server, { method: 'PUT', key, query, body: bodies[number - 1] ?? '' })
    }
    await part(first, 1)
    await part(first, 3)
    const cut = new RawConnection(first)
    const query = { partNumber: '2', uploadId }
    const head = signedHead(new URL(first.endpoint).host, { method: 'PUT', key, query })
    cut.write(headBytes(head, { 'content-length': '200000' }))
    cut.write(bodies[1]?.subarray(0, 150_000) ?? '')
    while (readdirSync(join(dir, '.stevedore/temporary')).length === 0)
      await send(first, { method: 'HEAD', key })
    await first.kill()
    expect(readdirSync(join(dir, '.stevedore/temporary'))).toHaveLength(1)

    const second = await terminalServer(dir, keys)
    expect(readdirSync(join(dir, '.stevedore/temporary'))).toEqual([])
    const listed = await send(second, { method: 'GET', key, query: { uploadId } })
    expect(listed.elements('PartNumber')).toEqual(['1', '3'])
    expect(listed.elements('ETag')).toEqual(
      [0, 2].map((index) => `"${md5(bodies[index] ?? Buffer.alloc(0))}"`),
    )
    await part(second, 2)
    const list = bodies.map(
      (body, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>"${md5(body)}"</ETag></Part>`,
    )
    const done = await send(second, {
      method: 'POST',
      key,
      query: { uploadId },
      body: `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`,
    })
    expect(done.status).toBe(200)
    await second.kill()

    const third = await runningBucket({ dir })
    const read = await send(third, { method: 'GET', key })
    expect(Buffer.compare(read.body, Buffer.concat(bodies))).toBe(0)
    expect(read.headers['content-type']).toBe('video/mp4')
    expect((await send(third, { method: 'GET', query: { uploads: '' } })).elements('UploadId')).toEqual([])
    const again = await send(third, { method: 'GET', key, query: { uploadId } })
    expect([again.status, again.element('Code')]).toEqual([404, 'NoSuchUpload'])
  })

  test('at any moment of many uploads shows whole objects only, and all that were answered', async () => {
    const dir = temporaryFolder()
    const answered = new Map<string, string>()
    for (let round = 0; round < 3; round += 1) {
      const server = await terminalServer(dir, keys)
      const upload = async (worker: number) => {
        for (let count = 0; ; count += 1) {
          const name = `w${worker}/${count % 7}`
          const body = `${name} in round ${round}, ${count} `.repeat(20_000)
          try {
            const { status } = await send(server, { method: 'PUT', key: name, body })
            if (status === 200) answered.set(name, body)
          } catch {
            return
          }
        }
      }
      const before = answered.size
      const workers = [upload(1), upload(2), upload(3)]
      while (answered.size < before + 3 && answered.size < 21)
        await send(server, { method: 'HEAD', key: 'x' })
      await server.kill()
      await Promise.all(workers)
    }
    const server = await runningBucket({ dir })
    for (const [name, body] of answered) {
      const read = await send(server, { method: 'GET', key: name })
      expect(read.status).toBe(200)
      expect(read.headers.etag).toBe(`"${md5(read.body)}"`)
      // A later body, whose answer was lost in the kill, may have taken the place of the answered one.
      expect(turnOf(read.text, name)).toBeGreaterThanOrEqual(turnOf(body, name))
    }
  })
})

describe('what a crash can leave behind', () => {
  test('a line of the journal cut short never happened; the lines before it did', async () => {
    const dir = temporaryFolder()
    const first = await runningBucket({ dir })
    await send(first, { method: 'PUT', key: 'a', body: 'one' })
    await send(first, { method: 'PUT', key: 'b', body: 'two' })
    await first.close()
    const journal = readFileSync(journalOf(dir))
    truncateSync(journalOf(dir), journal.length - 5)
    const second = await runningBucket({ dir })
    expect((await send(second, { method: 'GET', key: 'a' })).text).toBe('one')
    await send(second, { method: 'PUT', key: 'c', body: 'three' })
    await second.close()
    const third = await runningBucket({ dir })
    const listed = await send(third, { method: 'GET', query: { 'list-type': '2' } })
    expect(listed.elements('Key')).toEqual(['a', 'c'])
  })

  test('a damaged line is left out and said, the others count', async () => {
    const dir = temporaryFolder()
    const first = await runningBucket({ dir })
    for (const one of ['a', 'b', 'c']) await send(first, { method: 'PUT', key: one, body: one })
    await first.close()
    const lines = readFileSync(journalOf(dir), 'utf8').split('\n')
    lines[1] = lines[1]?.replace('{', '#') ?? ''
    writeFileSync(journalOf(dir), lines.join('\n'))
    const log: string[] = []
    const second = await runningBucket({ dir, log: (message) => log.push(message) })
    const listed = await send(second, { method: 'GET', query: { 'list-type': '2' } })
    expect(listed.elements('Key')).toEqual(['a', 'c'])
    expect(log.join()).toContain('damaged')
  })

  test('an object recorded but not yet moved into place is moved at the next start', async () => {
    const dir = temporaryFolder()
    const first = await runningBucket({ dir })
    await send(first, { method: 'PUT', key: 'folder/a', body: 'old' })
    await first.close()
    const lines = readFileSync(journalOf(dir), 'utf8').trim().split('\n')
    const entry = JSON.parse(lines.at(-1) ?? '') as { record: Record<string, unknown>; temporaryName: string }
    const temporaryName = '0123456789abcdef01234567'
    entry.record = { ...entry.record, sizeBytes: 9, etag: md5(Buffer.from('123456789')) }
    appendFileSync(journalOf(dir), `${JSON.stringify({ ...entry, temporaryName })}\n`)
    writeFileSync(join(dir, '.stevedore/temporary', temporaryName), '123456789')
    rmSync(join(dir, bucket, 'folder'), { recursive: true })
    const second = await runningBucket({ dir })
    expect((await send(second, { method: 'GET', key: 'folder/a' })).text).toBe('123456789')
  })

  test('the parts of an upload that had become an object are removed, its id stays gone', async () => {
    const dir = temporaryFolder()
    const first = await runningBucket({ dir })
    const begun = await send(first, { method: 'POST', key, query: { uploads: '' } })
    const uploadId = begun.element('UploadId') ?? ''
    await send(first, { method: 'PUT', key, query: { partNumber: '1', uploadId }, body: 'x' })
    await send(first, {
      method: 'POST',
      key,
      query: { uploadId },
      headers: { 'x-oss-complete-all': 'yes' },
      body: '',
    })
    await first.close()
    const folder = join(dir, '.stevedore/buckets', bucket, 'uploads', uploadId)
    mkdirSync(folder)
    writeFileSync(join(folder, 'upload.json'), JSON.stringify({ uploadId, key, initiated: 0, headers: {} }))
    const second = await runningBucket({ dir })
    expect((await send(second, { method: 'GET', key, query: { uploadId } })).status).toBe(404)
    expect(existsSync(folder)).toBe(false)
  })

  test('a part torn by a power cut is not listed, and of two files for one number the later one counts', async () => {
    const dir = temporaryFolder()
    const first = await runningBucket({ dir })
    const begun = await send(first, { method: 'POST', key, query: { uploads: '' } })
    const uploadId = begun.element('UploadId') ?? ''
    for (const number of ['1', '2']) {
      await send(first, {
        method: 'PUT',
        key,
        query: { partNumber: number, uploadId },
        body: `part ${number}`,
      })
    }
    await first.close()
    const folder = join(dir, '.stevedore/buckets', bucket, 'uploads', uploadId)
    const names = readdirSync(folder)
      .filter((name) => name.endsWith('.part'))
      .sort()
    truncateSync(join(folder, names[0] ?? ''), 2)
    const older = (names[1] ?? '').replace(/^00002\.\d+/, '00002.1').replace(/\.\d+\.part$/, '.3.part')
    writeFileSync(join(folder, older), 'old')
    const second = await runningBucket({ dir })
    const listed = await send(second, { method: 'GET', key, query: { uploadId } })
    expect(listed.elements('PartNumber')).toEqual(['2'])
    expect(listed.elements('ETag')).toEqual([`"${md5(Buffer.from('part 2'))}"`])
    expect(existsSync(join(folder, older))).toBe(false)
  })

  test('a journal full of replaced objects is written anew, with the same objects in it', async () => {
    const dir = temporaryFolder()
    const first = await runningBucket({ dir })
    await send(first, { method: 'PUT', key: 'a', body: 'kept' })
    await send(first, { method: 'PUT', key: 'b', body: 'kept too', headers: { 'x-oss-meta-name': 'value' } })
    await first.close()
    const [line = ''] = readFileSync(journalOf(dir), 'utf8').split('\n')
    const gone = `${JSON.stringify({ op: 'delete', key: 'gone' })}\n${line}\n`
    appendFileSync(journalOf(dir), gone.repeat(10_000))
    const second = await runningBucket({ dir })
    expect(readFileSync(journalOf(dir), 'utf8').trim().split('\n')).toHaveLength(2)
    expect((await send(second, { method: 'GET', key: 'a' })).text).toBe('kept')
    expect((await send(second, { method: 'HEAD', key: 'b' })).headers['x-oss-meta-name']).toBe('value')
  })
})

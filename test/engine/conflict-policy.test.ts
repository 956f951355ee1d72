import { describe, expect, it } from 'vitest'
import { numberedKey } from '../../electron/engine/conflict-policy.ts'
import { crcOf, networkError } from './support/bucket-model.ts'
import { scriptedRig } from './support/scripted-rig.ts'

const there = (bytes: Buffer) => ({ bytes, etag: 'THERE', crc64: crcOf(bytes), lastModified: 0 })

describe('an object of the same key', () => {
  it('is replaced by the policy overwrite, without a question', async () => {
    const { engine, store, queueFile, reached } = scriptedRig()
    const { id, bytes } = queueFile({ parts: 2 }, { name: 'a' })
    store.model.objects.set('a', there(Buffer.from('old')))
    store.flow()
    engine.start()
    await reached(id, 'done')
    expect(store.of('headObject')).toEqual([])
    expect(store.model.objects.get('a')?.bytes.equals(bytes)).toBe(true)
  })

  it('is left alone by the policy skip, and the row says that it exists', async () => {
    const { engine, store, uploads, queueFile, reached } = scriptedRig()
    const { id } = queueFile({ parts: 2 }, { name: 'a', conflictPolicy: 'skip' })
    store.model.objects.set('a', there(Buffer.from('old')))
    store.flow()
    engine.start()
    await reached(id, 'skipped')
    expect(store.model.objects.get('a')?.bytes.toString()).toBe('old')
    expect(uploads.row(id).history.at(-1)).toMatchObject({ kind: 'skipped', data: { reason: 'exists' } })
  })

  it.each([
    ['a single request', 1],
    ['parts', 3],
  ])('that appears meanwhile is not replaced by the policy skip (%s)', async (_name, parts) => {
    const { engine, store, queueFile, reached } = scriptedRig()
    const { id } = queueFile({ parts }, { name: 'a', conflictPolicy: 'skip' })
    const appear = async (request: { proceed(): Promise<void> }) => {
      store.model.objects.set('a', there(Buffer.from('faster')))
      await request.proceed()
    }
    store.when('putObject', appear)
    store.when('completeMultipartUpload', appear)
    store.flow()
    engine.start()
    await reached(id, 'skipped')
    expect(store.model.objects.get('a')?.bytes.toString()).toBe('faster')
    expect(store.model.multiparts.size).toBe(0)
  })

  it('gets a neighbour with a number by the policy rename', async () => {
    const { engine, store, uploads, queueFile, reached } = scriptedRig()
    const { id, bytes } = queueFile(
      { parts: 2 },
      { name: 'photo.raw.jpg', prefix: 'in/', conflictPolicy: 'rename' },
    )
    store.model.objects.set('in/photo.raw.jpg', there(Buffer.from('0')))
    store.model.objects.set('in/photo.raw (1).jpg', there(Buffer.from('1')))
    store.flow()
    engine.start()
    await reached(id, 'done')
    expect(uploads.row(id).objectKey).toBe('in/photo.raw (2).jpg')
    expect(store.model.objects.get('in/photo.raw (2).jpg')?.bytes.equals(bytes)).toBe(true)
    expect(uploads.row(id).history.find(({ kind }) => kind === 'renamed')?.data).toEqual({
      from: 'in/photo.raw.jpg',
      to: 'in/photo.raw (2).jpg',
    })
  })

  it('that takes the chosen name meanwhile makes the policy rename choose the next', async () => {
    const { engine, store, uploads, queueFile, reached } = scriptedRig()
    const { id } = queueFile({ parts: 1 }, { name: 'a', conflictPolicy: 'rename' })
    store.when('putObject', async (request) => {
      store.model.objects.set('a', there(Buffer.from('faster')))
      await request.proceed()
    })
    store.flow()
    engine.start()
    await reached(id, 'done')
    expect(uploads.row(id).objectKey).toBe('a (1)')
    expect(store.model.objects.get('a')?.bytes.toString()).toBe('faster')
  })

  it('with the same content is skipped by the policy different, without sending a byte', async () => {
    const { engine, store, uploads, queueFile, reached } = scriptedRig()
    const { id, bytes } = queueFile({ parts: 3 }, { name: 'a', conflictPolicy: 'different' })
    store.model.objects.set('a', there(bytes))
    store.flow()
    engine.start()
    await reached(id, 'skipped')
    expect(store.requests.map(({ operation }) => operation)).toEqual(['headObject'])
    expect(uploads.row(id).history.at(-1)).toMatchObject({ data: { reason: 'same-content' } })
  })

  it.each([
    ['of another size', (bytes: Buffer) => bytes.subarray(1)],
    ['of the same size with other bytes', (bytes: Buffer) => Buffer.alloc(bytes.length)],
  ])('%s is replaced by the policy different', async (_name, make) => {
    const { engine, store, queueFile, reached } = scriptedRig()
    const { id, bytes } = queueFile({ parts: 3 }, { name: 'a', conflictPolicy: 'different' })
    store.model.objects.set('a', there(make(bytes)))
    store.flow()
    engine.start()
    await reached(id, 'done')
    expect(store.model.objects.get('a')?.bytes.equals(bytes)).toBe(true)
  })
})

it('knows its own object again when the answer to a single request was lost and overwriting is forbidden', async () => {
  const { engine, store, clock, uploads, queueFile, reached, historyOf } = scriptedRig()
  const { id, bytes } = queueFile({ parts: 1 }, { name: 'a', conflictPolicy: 'rename' })
  store.when('putObject', (request) => request.loseAnswer(networkError('ConnectionReset', 'transient')))
  store.flow()
  engine.start()
  await reached(id, 'retrying')
  await clock.advance(1_000)
  await reached(id, 'done')
  expect([...store.model.objects.keys()]).toEqual(['a'])
  expect(store.model.objects.get('a')?.bytes.equals(bytes)).toBe(true)
  expect(uploads.row(id).objectKey).toBe('a')
  expect(historyOf(id)).toContain('found-complete')
})

it('knows it again after a crash, too', async () => {
  const first = scriptedRig()
  const { id } = first.queueFile({ parts: 1 }, { name: 'a', conflictPolicy: 'rename' })
  first.store.when('headObject', (request) => request.proceed())
  first.store.when('putObject', async (request) => {
    await request.loseAnswer(networkError('ConnectionReset', 'transient'))
  })
  first.engine.start()
  await first.reached(id, 'retrying')
  await first.engine.stop()
  const again = scriptedRig(first)
  again.store.flow()
  again.engine.start()
  await again.reached(id, 'done')
  expect([...again.store.model.objects.keys()]).toEqual(['a'])
})

it.each([
  ['photo.jpg', 'photo (1).jpg'],
  ['archive.tar.gz', 'archive.tar (1).gz'],
  ['no extension', 'no extension (1)'],
  ['.profile', '.profile (1)'],
  ['a.b/c', 'a.b/c (1)'],
  ['a.b/.c', 'a.b/.c (1)'],
])('numbers %s as %s', (key, expected) => {
  expect(numberedKey(key, 1)).toBe(expected)
})

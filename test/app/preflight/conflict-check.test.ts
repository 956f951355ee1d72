import { describe, expect, it } from 'vitest'
import { checkConflicts, commonFolder } from '../../../electron/app/preflight/conflict-check.ts'
import { UploadError } from '../../../shared/upload-error.ts'

const noSignal = new AbortController().signal
const long = 60_000

function targets(count: number, folder = 'in/'): Map<string, { name: string; sizeBytes: number }> {
  return new Map(
    Array.from({ length: count }, (_, index) => [
      `${folder}${index}`,
      { name: String(index), sizeBytes: index },
    ]),
  )
}

/** A bucket of these keys that counts what it is asked. */
function bucketOf(keys: readonly string[]) {
  const asked = { heads: 0, lists: [] as string[], atOnce: 0, most: 0 }
  const object = (key: string) => ({ key, sizeBytes: 7, etag: 'E', crc64: null, lastModified: 5 })
  return {
    asked,
    async headObject({ key }: { key: string }) {
      asked.heads += 1
      asked.atOnce += 1
      asked.most = Math.max(asked.most, asked.atOnce)
      await Promise.resolve()
      asked.atOnce -= 1
      return keys.includes(key) ? object(key) : null
    },
    async *listObjects({ prefix }: { prefix: string }) {
      asked.lists.push(prefix)
      for (const key of keys) if (key.startsWith(prefix)) yield object(key)
    },
  }
}

const refusing = (error: unknown) => ({
  headObject: async () => Promise.reject(error),
  // biome-ignore lint/correctness/useYield: it fails before the first object
  async *listObjects(): AsyncGenerator<never> {
    throw error
  },
})

describe('which keys the bucket has already', () => {
  it('is asked one by one for a few, eight at a time, and told in the order of the keys', async () => {
    const bucket = bucketOf(['in/3', 'in/1', 'elsewhere'])
    const facts = await checkConflicts(bucket, targets(64), noSignal, long)
    expect(facts).toEqual({
      total: 2,
      entries: [
        { name: '1', objectKey: 'in/1', sizeBytes: 1, objectSizeBytes: 7, lastModified: 5 },
        { name: '3', objectKey: 'in/3', sizeBytes: 3, objectSizeBytes: 7, lastModified: 5 },
      ],
      unchecked: null,
    })
    expect(bucket.asked).toMatchObject({ heads: 64, lists: [] })
    expect(bucket.asked.most).toBeLessThanOrEqual(8)
  })

  it('is learnt by listing their folder for many; the list is bounded, the total exact', async () => {
    const bucket = bucketOf(Array.from({ length: 300 }, (_, index) => `in/${index * 2}`))
    const facts = await checkConflicts(bucket, targets(500), noSignal, long)
    expect(facts.total).toBe(250)
    expect(facts.entries).toHaveLength(100)
    expect(facts.unchecked).toBe(null)
    expect(bucket.asked).toMatchObject({ heads: 0, lists: ['in/'] })
  })

  it('is not learnt to the end from a folder of more than 20,000 objects, and that is said', async () => {
    const bucket = bucketOf(Array.from({ length: 20_001 }, (_, index) => `in/${index}`))
    expect(await checkConflicts(bucket, targets(65), noSignal, long)).toMatchObject({
      total: 65,
      unchecked: { reason: 'too-many' },
    })
  })

  it.each([10, 100])('stays open for %i keys where the bucket refuses, with the reason', async (count) => {
    const denied = new UploadError({ code: 'AccessDenied', retry: 'fatal', message: 'no', fromServer: true })
    expect(await checkConflicts(refusing(denied), targets(count), noSignal, long)).toEqual({
      total: 0,
      entries: [],
      unchecked: { reason: 'refused', error: denied.data },
    })
  })

  it('stays open where the bucket does not answer in time', async () => {
    const silent = {
      headObject: ({ signal }: { signal: AbortSignal }) =>
        new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      listObjects: bucketOf([]).listObjects,
    }
    expect(await checkConflicts(silent, targets(1), noSignal, 5)).toMatchObject({
      unchecked: { reason: 'slow', error: null },
    })
  })

  it('is given up when the drop is', async () => {
    const abort = new AbortController()
    const bucket = bucketOf([])
    const stopping = {
      ...bucket,
      headObject: async () => {
        abort.abort()
        throw abort.signal.reason
      },
    }
    await expect(checkConflicts(stopping, targets(1), abort.signal, long)).rejects.toThrow(/abort/i)
  })
})

it.each<[string[], string]>([
  [[], ''],
  [['a'], ''],
  [['x/a', 'x/b'], 'x/'],
  [['x/y/a', 'x/z/b'], 'x/'],
  [['x/y/a', 'x/y/'], 'x/y/'],
  [['xy/a', 'x/b'], ''],
  [['x/y/z/a', 'x/b', 'x/y/c'], 'x/'],
])('the folder that %j share is “%s”', (keys, folder) => {
  expect(commonFolder(keys)).toBe(folder)
})

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileSha256, objectSha256, openBucket } from './bucket-contents.ts'
import { KiB, testBucket } from './terminal.ts'

describe('npm run upload --receipt', () => {
  it('writes what became of every file as JSON: key, both CRC-64, ETag, RequestId, time, result', async () => {
    const bucket = await testBucket()
    const tree = join(bucket.folder, 'tree')
    mkdirSync(tree)
    for (let index = 0; index < 12; index += 1)
      writeFileSync(join(tree, `${index}.bin`), Buffer.alloc(index * 20 * KiB, index))
    const receipt = join(bucket.folder, 'receipt.json')
    const { code, outcome } = await bucket.run([tree, '--receipt', receipt])
    expect(code).toBe(0)
    expect(outcome.receipt).toEqual({ file: receipt, entries: 12, error: null })
    const { batch, entries } = JSON.parse(readFileSync(receipt, 'utf8'))
    expect(batch).toMatchObject({ files: 12, done: 12, problems: 0, leftOut: 0 })
    const store = openBucket(bucket)
    for (const entry of entries) {
      expect(entry.result).toBe('done')
      expect(entry.crc64Local).toBe(entry.crc64Oss)
      expect(entry.crc64Local).toMatch(/^\d+$/)
      expect(entry.requestId).toMatch(/\w/)
      expect(Date.parse(entry.time)).toBeGreaterThan(0)
      expect(await objectSha256(store, entry.objectKey)).toBe(fileSha256(entry.path))
    }
  })

  it('as CSV, also for files that failed or were left out', async () => {
    const bucket = await testBucket()
    const good = join(bucket.folder, '=good.bin')
    writeFileSync(good, 'x')
    const receipt = join(bucket.folder, 'receipt.csv')
    const { code } = await bucket.run([good, join(bucket.folder, 'missing.bin'), '--receipt', receipt])
    expect(code).toBe(3)
    const [head, ...rows] = readFileSync(receipt, 'utf8').trimEnd().split('\r\n')
    expect(head).toMatch(/^\uFEFFpath,sizeBytes,/)
    expect(rows).toHaveLength(2)
    expect(rows[0]).toMatch(/\/=good\.bin,1,terminal,'=good\.bin,.*,done,,$/)
    expect(rows[1]).toMatch(/missing\.bin,.*,left-out,FileNotFound/)
  })

  it('is refused before anything is sent when its folder is not there', async () => {
    const bucket = await testBucket()
    const file = join(bucket.folder, 'a.bin')
    writeFileSync(file, 'x')
    const { code, stdout } = await bucket.run([file, '--receipt', join(bucket.folder, 'no', 'receipt.csv')])
    expect(code).toBe(2)
    expect(stdout).toContain(join(bucket.folder, 'no'))
  })

  it('that cannot be written in the end is no success', async () => {
    const bucket = await testBucket()
    const file = join(bucket.folder, 'a.bin')
    writeFileSync(file, 'x')
    // A folder has the name already.
    const taken = join(bucket.folder, 'receipt.csv')
    mkdirSync(taken)
    const { code, outcome } = await bucket.run([file, '--receipt', taken])
    expect(code).toBe(1)
    expect(outcome.files.uploaded).toBe(1)
    expect(outcome.receipt?.error?.code).toBe('ReceiptNotWritable')
  })
})

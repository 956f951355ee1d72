import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { OpenCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import { csvLine } from '../../electron/receipt/csv.ts'
import { writeReceipt } from '../../electron/receipt/write-receipt.ts'
import { addUploads, newBatch, newUpload, open, temporaryFolder } from '../checkpoint/checkpoint-fixture.ts'

const denied = {
  code: 'AccessDenied',
  retry: 'fatal',
  message: 'No, "never".',
  fromServer: true,
  requestId: 'R2',
} as const
const unreadable = {
  code: 'FileNotReadable',
  retry: 'source',
  message: 'It cannot be read.',
  fromServer: false,
} as const

/** One upload done, one failed, one entry left out. */
function finishedBatch(checkpoint: OpenCheckpoint): number {
  const [a = 0, b = 0] = addUploads(checkpoint, ['=1+1.mov', '日落, "two".mov'], { name: 'Shoot' })
  checkpoint.uploads.apply(a, 'start')
  checkpoint.uploads.finish(a, {
    etag: '"5B3C"',
    crc64Local: '9207674911293414131',
    crc64Remote: '9207674911293414131',
    requestId: 'R1',
  })
  checkpoint.uploads.apply(b, 'fail', { reason: denied })
  const batchId = checkpoint.queue.rows([a])[0]?.batchId ?? 0
  checkpoint.intake.leaveOut(batchId, [{ path: '/home/ann/locked', error: unreadable }])
  return batchId
}

describe('a receipt', () => {
  it('as CSV begins with a byte order mark and certifies path, size, key, both CRC-64, ETag, RequestId, time and result', async () => {
    const checkpoint = open(undefined, { now: () => Date.UTC(2026, 10, 20, 3, 4, 5) })
    const batchId = finishedBatch(checkpoint)
    const file = path.join(temporaryFolder(), 'receipt.csv')
    expect(await writeReceipt(checkpoint.queue, batchId, file)).toBe(3)
    expect(readFileSync(file, 'utf8')).toBe(
      [
        '\uFEFFpath,sizeBytes,bucket,objectKey,crc64Local,crc64Oss,etag,requestId,time,result,errorCode,errorMessage',
        '/home/ann/=1+1.mov,300,photos,backup/=1+1.mov,9207674911293414131,9207674911293414131,"""5B3C""",R1,2026-11-20T03:04:05.000Z,done,,',
        '"/home/ann/日落, ""two"".mov",300,photos,"backup/日落, ""two"".mov",,,,R2,2026-11-20T03:04:05.000Z,failed,AccessDenied,"No, ""never""."',
        '/home/ann/locked,,,,,,,,,left-out,FileNotReadable,It cannot be read.',
        '',
      ].join('\r\n'),
    )
  })

  it('as JSON says the same, with the sums of the batch', async () => {
    const checkpoint = open()
    const batchId = finishedBatch(checkpoint)
    const file = path.join(temporaryFolder(), 'receipt.JSON')
    expect(await writeReceipt(checkpoint.queue, batchId, file)).toBe(3)
    const receipt = JSON.parse(readFileSync(file, 'utf8'))
    expect(receipt).toMatchObject({
      format: 'stevedore-receipt',
      version: 1,
      batch: { name: 'Shoot', files: 2, bytes: 600, done: 1, problems: 1, leftOut: 1 },
    })
    expect(receipt.entries.map(({ result }: { result: string }) => result)).toEqual([
      'done',
      'failed',
      'left-out',
    ])
    expect(receipt.entries[0]).toMatchObject({
      crc64Local: '9207674911293414131',
      etag: '"5B3C"',
      requestId: 'R1',
    })
  })

  it('of nothing but left-out entries is whole JSON too', async () => {
    const checkpoint = open()
    const batchId = newBatch(checkpoint)
    const file = path.join(temporaryFolder(), 'receipt.json')
    expect(await writeReceipt(checkpoint.queue, batchId, file)).toBe(0)
    expect(JSON.parse(readFileSync(file, 'utf8')).entries).toEqual([])
  })

  it('holds every row of a long batch once, and none of a batch in between', async () => {
    const checkpoint = open()
    const long = newBatch(checkpoint)
    const other = newBatch(checkpoint)
    for (let turn = 0; turn < 4; turn += 1) {
      checkpoint.intake.addUploads(
        long,
        Array.from({ length: 700 }, (_, index) => newUpload(`${turn}-${index}`)),
      )
      checkpoint.intake.addUploads(other, [newUpload(`other ${turn}`)])
    }
    checkpoint.intake.leaveOut(
      long,
      Array.from({ length: 1200 }, (_, index) => ({ path: `/left/${index}`, error: unreadable })),
    )
    const file = path.join(temporaryFolder(), 'receipt.json')
    expect(await writeReceipt(checkpoint.queue, long, file)).toBe(4000)
    const { entries } = JSON.parse(readFileSync(file, 'utf8'))
    expect(new Set(entries.map((entry: { path: string }) => entry.path)).size).toBe(4000)
    expect(entries.filter((entry: { path: string }) => entry.path.includes('other'))).toEqual([])
  })

  it('that cannot be written says so and leaves what was there', async () => {
    const checkpoint = open()
    const batchId = finishedBatch(checkpoint)
    const folder = temporaryFolder()
    const inNoFolder = path.join(folder, 'missing', 'receipt.csv')
    await expect(writeReceipt(checkpoint.queue, batchId, inNoFolder)).rejects.toMatchObject({
      data: { code: 'ReceiptNotWritable', params: { file: inNoFolder, reason: 'ENOENT' } },
    })
    const before = path.join(folder, 'receipt.csv')
    writeFileSync(before, 'older')
    await expect(writeReceipt(checkpoint.queue, 999, before)).rejects.toMatchObject({
      data: { code: 'BatchGone' },
    })
    expect(readFileSync(before, 'utf8')).toBe('older')
    expect(readdirSync(folder)).toEqual(['receipt.csv'])
  })
})

it.each([
  ['=cmd|calc', `'=cmd|calc`],
  ['+1', `'+1`],
  ['-1', `'-1`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['\tx', `'\tx`],
  ['=a,"b"', `"'=a,""b"""`],
  ['a\nb', '"a\nb"'],
  ['plain', 'plain'],
])('a cell %j is no formula and stays one cell', (text, cell) => {
  expect(csvLine([text, -5, null])).toBe(`${cell},-5,\r\n`)
})

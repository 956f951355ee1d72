import { describe, expect, it } from 'vitest'
import { type Answer, oss, ossError } from './scripted-server.ts'
import { scriptedStore } from './scripted-store.ts'
import { noSignal } from './test-store.ts'

const { server, store } = await scriptedStore()

const page = (xml: string): Answer => oss(200, {}, `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`)
const queryOf = (index: number) => new URL(`http://x${server.requests[index]?.target}`).searchParams

function partsXml(from: number, to: number, extra: string): string {
  const parts = []
  for (let number = from; number <= to; number += 1) {
    parts.push(
      `<Part><PartNumber>${number}</PartNumber><LastModified>2023-11-14T22:13:20.000Z</LastModified>` +
        `<ETag>&quot;AB${number}&quot;</ETag><HashCrc64ecma>${number}</HashCrc64ecma><Size>102400</Size></Part>`,
    )
  }
  return `<ListPartsResult xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com"><Bucket>demo-bucket</Bucket>${extra}${parts.join('')}</ListPartsResult>`
}

describe('ListParts', () => {
  it('reads to the last of three pages', async () => {
    server.play(
      page(
        partsXml(1, 1000, '<NextPartNumberMarker>1000</NextPartNumberMarker><IsTruncated>true</IsTruncated>'),
      ),
      page(
        partsXml(
          1001,
          2000,
          '<NextPartNumberMarker>2000</NextPartNumberMarker><IsTruncated>true</IsTruncated>',
        ),
      ),
      page(partsXml(2001, 2001, '<IsTruncated>false</IsTruncated>')),
    )
    const parts = await store.listParts({ key: 'a b', uploadId: 'U+1', signal: noSignal })
    expect(parts.map((part) => part.partNumber)).toEqual(
      Array.from({ length: 2001 }, (_, index) => index + 1),
    )
    expect(parts[1500]).toEqual({ partNumber: 1501, sizeBytes: 102_400, etag: 'AB1501', crc64: '1501' })
    expect(server.requests).toHaveLength(3)
    expect([0, 1, 2].map((index) => queryOf(index).get('part-number-marker'))).toEqual(['0', '1000', '2000'])
    expect(queryOf(2).get('max-parts')).toBe('1000')
    expect(server.requests[2]?.target).toContain('uploadId=U%2B1')
  })

  it('of one part is a list of one', async () => {
    server.play(page(partsXml(3, 3, '<IsTruncated>false</IsTruncated>')))
    expect(await store.listParts({ key: 'a', uploadId: 'U', signal: noSignal })).toHaveLength(1)
  })

  it('of no parts is empty', async () => {
    server.play(page(partsXml(1, 0, '<IsTruncated>false</IsTruncated>')))
    expect(await store.listParts({ key: 'a', uploadId: 'U', signal: noSignal })).toEqual([])
  })

  it('without a CRC says so', async () => {
    server.play(
      page(
        '<ListPartsResult><Part><PartNumber>1</PartNumber><ETag>"A"</ETag><Size>1</Size></Part></ListPartsResult>',
      ),
    )
    const parts = await store.listParts({ key: 'a', uploadId: 'U', signal: noSignal })
    expect(parts).toEqual([{ partNumber: 1, sizeBytes: 1, etag: 'A', crc64: null }])
  })

  it('of an upload that is gone is a restart (R14)', async () => {
    server.play(ossError(404, 'NoSuchUpload'))
    await expect(store.listParts({ key: 'a', uploadId: 'U', signal: noSignal })).rejects.toMatchObject({
      data: { code: 'NoSuchUpload', retry: 'restart', params: { action: 'oss:ListParts' } },
    })
  })

  it.each([
    ['has no marker', '<IsTruncated>true</IsTruncated>'],
    ['points to itself', '<NextPartNumberMarker>0</NextPartNumberMarker><IsTruncated>true</IsTruncated>'],
  ])('whose next page %s ends with an error instead of going round for ever', async (_name, extra) => {
    server.play(page(partsXml(1, 1, extra)))
    await expect(store.listParts({ key: 'a', uploadId: 'U', signal: noSignal })).rejects.toMatchObject({
      data: { code: 'BadAnswer', retry: 'transient' },
    })
  })

  it('that was cut short is an error, never a shorter list', async () => {
    const whole = partsXml(1, 20, '<IsTruncated>false</IsTruncated>')
    for (let length = 1; length < whole.length; length += 37) {
      server.play(page(whole.slice(0, length)))
      await expect(
        store.listParts({ key: 'a', uploadId: 'U', signal: noSignal }),
        `${length} of ${whole.length} characters`,
      ).rejects.toMatchObject({ data: { code: 'BadAnswer' } })
    }
  })

  it('is read right wherever the answer is cut into packets', async () => {
    const bytes = Buffer.from(partsXml(1, 3, '<Key>夏天😀</Key><IsTruncated>false</IsTruncated>'))
    server.play(async ({ response }) => {
      response.writeHead(200, { 'x-oss-request-id': 'A', 'content-type': 'application/xml' })
      for (let offset = 0; offset < bytes.length; offset += 1) {
        response.write(bytes.subarray(offset, offset + 1))
        if (offset % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
      }
      response.end()
    })
    expect(await store.listParts({ key: 'a', uploadId: 'U', signal: noSignal })).toHaveLength(3)
  })
})

describe('ListMultipartUploads', () => {
  it('reads to the last page and decodes the keys it asked to be encoded', async () => {
    const upload = (key: string, id: string) =>
      `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>2023-11-14T22:13:20.000Z</Initiated></Upload>`
    server.play(
      page(
        `<ListMultipartUploadsResult><EncodingType>url</EncodingType><NextKeyMarker>a%20b%2F%E5%A4%8F</NextKeyMarker>
         <NextUploadIdMarker>U1</NextUploadIdMarker><IsTruncated>true</IsTruncated>${upload('a%20b%2F%E5%A4%8F', 'U1')}</ListMultipartUploadsResult>`,
      ),
      page(
        `<ListMultipartUploadsResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>${upload('a+b%2Bc', 'U2')}</ListMultipartUploadsResult>`,
      ),
    )
    expect(await store.listMultipartUploads({ prefix: 'a', signal: noSignal })).toEqual([
      { key: 'a b/夏', uploadId: 'U1', initiatedAt: 1_700_000_000_000 },
      { key: 'a b+c', uploadId: 'U2', initiatedAt: 1_700_000_000_000 },
    ])
    expect(server.requests[0]?.target).toBe(
      '/demo-bucket/?uploads&encoding-type=url&max-uploads=1000&prefix=a',
    )
    expect(queryOf(1).get('key-marker')).toBe('a b/夏')
    expect(queryOf(1).get('upload-id-marker')).toBe('U1')
  })

  it('reads keys as they are when the server did not encode them', async () => {
    server.play(
      page(
        '<ListMultipartUploadsResult><Upload><Key>a+b%2Bc &amp; &#100;</Key><UploadId>U</UploadId></Upload></ListMultipartUploadsResult>',
      ),
    )
    const [upload] = await store.listMultipartUploads({ prefix: '', signal: noSignal })
    expect(upload?.key).toBe('a+b%2Bc & d')
    expect(server.requests[0]?.target).not.toContain('prefix')
  })
})

describe('ListObjectsV2', () => {
  it('goes on with the token to the last page', async () => {
    const item = (key: string) =>
      `<Contents><Key>${key}</Key><LastModified>2023-11-14T22:13:20.000Z</LastModified><ETag>"E"</ETag><Size>5</Size></Contents>`
    server.play(
      page(
        `<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextContinuationToken>Cg%2B--</NextContinuationToken>${item('a%2F1')}</ListBucketResult>`,
      ),
      page(
        `<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>${item('a%2F2')}</ListBucketResult>`,
      ),
    )
    const keys = []
    for await (const object of store.listObjects({ prefix: 'a/', signal: noSignal })) keys.push(object.key)
    expect(keys).toEqual(['a/1', 'a/2'])
    expect(queryOf(1).get('continuation-token')).toBe('Cg+--')
  })
})

describe('ListBuckets', () => {
  it('asks the service itself and reads to the last page', async () => {
    const bucket = (name: string) =>
      `<Bucket><Location>oss-cn-shanghai</Location><Name>${name}</Name></Bucket>`
    server.play(
      page(
        `<ListAllMyBucketsResult><IsTruncated>true</IsTruncated><NextMarker>one</NextMarker><Buckets>${bucket('one')}</Buckets></ListAllMyBucketsResult>`,
      ),
      page(
        `<ListAllMyBucketsResult><Buckets>${bucket('two')}${bucket('zoo')}</Buckets></ListAllMyBucketsResult>`,
      ),
    )
    const buckets = await store.listBuckets(noSignal)
    expect(buckets.map((found) => [found.name, found.region])).toEqual([
      ['one', 'cn-shanghai'],
      ['two', 'cn-shanghai'],
      ['zoo', 'cn-shanghai'],
    ])
    expect(server.requests[0]?.target).toBe('/?max-keys=1000')
    expect(queryOf(1).get('marker')).toBe('one')
  })
})

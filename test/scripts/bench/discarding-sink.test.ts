import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { staticCredentials } from '../../../electron/oss/credentials.ts'
import { createOssStore } from '../../../electron/oss/oss-store.ts'
import { startDiscardingSink } from '../../../scripts/bench/sink/discarding-sink.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stevedore-sink-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const { signal } = new AbortController()

function bodyOf(lengthBytes: number) {
  return {
    lengthBytes,
    async *chunks() {
      for (let left = lengthBytes; left > 0; left -= 65_536) yield Buffer.alloc(Math.min(left, 65_536))
    },
  }
}

test('the discarding server takes single requests and multipart uploads, one after the other on one connection', async (context) => {
  const sink = await startDiscardingSink(folder)
  if ('absent' in sink) return context.skip(sink.absent)
  const store = createOssStore({ ...sink, credentials: staticCredentials(sink) })
  try {
    const key = 'a/b'
    const put = await store.putObject({ key, body: bodyOf(100_000), metadata: {}, signal })
    expect(put).toMatchObject({ crc64: null, etag: expect.stringMatching(/^[0-9A-F]{32}$/) })
    await store.putObject({ key, body: bodyOf(0), metadata: {}, signal })
    const uploadId = await store.initiateMultipartUpload({ key, metadata: {}, signal })
    const part = { key, uploadId, partNumber: 1, metadata: {}, signal }
    const { etag } = await store.uploadPart({ ...part, body: bodyOf(3_000_000) })
    const parts = [{ partNumber: 1, etag }]
    const whole = await store.completeMultipartUpload({ key, uploadId, parts, metadata: {}, signal })
    expect(whole.etag).toMatch(/-1$/)
    expect(await store.headObject({ key, signal })).toBeNull()
  } finally {
    await store.close()
    await sink.close()
  }
})

import type { RequestBody } from '../../electron/engine/ports/object-store.ts'
import { staticCredentials } from '../../electron/oss/credentials.ts'
import { createOssStore, type OssStore, type OssStoreOptions } from '../../electron/oss/oss-store.ts'

export const testCredentials = {
  accessKeyId: 'testAccessKeyId',
  accessKeySecret: 'testAccessKeySecret',
}

/** A store on a scripted server. */
export function openTestStore(endpoint: string, options: Partial<OssStoreOptions> = {}): OssStore {
  return createOssStore({
    endpoint,
    region: 'cn-shanghai',
    bucket: 'demo-bucket',
    credentials: staticCredentials(testCredentials),
    ...options,
  })
}

export function bodyOf(...chunks: (string | Uint8Array)[]): RequestBody {
  const buffers = chunks.map((chunk) => Buffer.from(chunk))
  return {
    lengthBytes: buffers.reduce((sum, chunk) => sum + chunk.length, 0),
    async *chunks() {
      yield* buffers
    },
  }
}

/** A body of zeros that counts what is pulled. */
export function countedBody(
  lengthBytes: number,
  chunkBytes = 64 * 1024,
): RequestBody & { pulledBytes: () => number } {
  let pulled = 0
  return {
    lengthBytes,
    pulledBytes: () => pulled,
    async *chunks() {
      const chunk = Buffer.alloc(chunkBytes)
      while (pulled < lengthBytes) {
        const piece = chunk.subarray(0, Math.min(chunkBytes, lengthBytes - pulled))
        pulled += piece.length
        yield piece
      }
    },
  }
}

export const noSignal = new AbortController().signal

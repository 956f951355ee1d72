import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { staticCredentials } from '../../../electron/oss/credentials.ts'
import { createOssStore, type OssStore } from '../../../electron/oss/oss-store.ts'
import {
  type PracticeBucket,
  startPracticeBucket,
} from '../../../electron/practice-bucket/practice-bucket.ts'
import type { DestinationInput } from '../../../shared/destination.ts'
import { FaultProxy } from '../../faults/fault-proxy.ts'

const key = { accessKeyId: 'e2e', accessKeySecret: 'e2e-secret' }
const bucketName = 'harbour'

/** A real bucket on this computer behind a line that can be watched, slowed down and held. */
export class Line {
  readonly bucket: PracticeBucket
  readonly proxy: FaultProxy
  readonly #folder: string
  readonly #store: OssStore

  static async open(): Promise<Line> {
    const folder = mkdtempSync(join(tmpdir(), 'stevedore-e2e-bucket-'))
    const bucket = await startPracticeBucket({ dir: folder, buckets: [bucketName], ...key })
    const proxy = new FaultProxy({ target: () => ({ host: '127.0.0.1', port: bucket.port }) })
    await proxy.open()
    return new Line(folder, bucket, proxy)
  }

  private constructor(folder: string, bucket: PracticeBucket, proxy: FaultProxy) {
    this.#folder = folder
    this.bucket = bucket
    this.proxy = proxy
    // Past the proxy: what a test asks the bucket is no traffic of the program.
    this.#store = createOssStore({
      endpoint: bucket.endpoint,
      region: bucket.region,
      bucket: bucketName,
      credentials: staticCredentials(key),
    })
  }

  /** What a person would type into the destination editor. */
  get destination(): DestinationInput {
    return {
      name: 'Harbour',
      kind: 'oss',
      endpoint: this.proxy.endpoint,
      region: this.bucket.region,
      bucket: bucketName,
      prefix: '',
      signatureVersion: 'v4',
      isCustomDomain: false,
      metadata: {},
      ...key,
    }
  }

  /** Each connection carries parts at this pace until `heal`; the first `after` of them pass as fast as they can. */
  slow(bytesPerSecond: number, { after = 0 } = {}): void {
    this.proxy.inject({
      phase: 'part',
      skip: after,
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'slow', bytesPerSecond },
    })
  }

  /**
   * So many parts pass; later ones wait at the proxy, before the bucket sees them, until the returned function runs.
   * With `dropHeld` what waits never arrives, as on a line that went down with the program.
   */
  holdAfter(parts: number): (end?: 'dropHeld') => void {
    const gate = Promise.withResolvers<void>()
    this.proxy.inject({
      phase: 'part',
      skip: parts,
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'hook', before: () => gate.promise },
    })
    return (end) => {
      this.proxy.heal()
      if (end === undefined) gate.resolve()
    }
  }

  /** Numbers of the parts that the bucket has confirmed to the program, in order of arrival; twice means sent twice. */
  confirmedParts(): number[] {
    return this.proxy
      .of('part')
      .filter((request) => request.clientStatus === 200)
      .map((request) => request.partNumber ?? 0)
  }

  async hasObject(objectKey: string): Promise<boolean> {
    return (await this.#store.headObject({ key: objectKey, signal: notAborted() })) !== null
  }

  /** Of the object as the bucket hands it out. */
  async sha256(objectKey: string): Promise<string> {
    const { body } = await this.#store.getObject({ key: objectKey, signal: notAborted() })
    const hash = createHash('sha256')
    for await (const chunk of body) hash.update(chunk)
    return hash.digest('hex')
  }

  /** What the bucket says about an object; names in lower case, values as bytes (latin1). */
  async headers(objectKey: string): Promise<Readonly<Record<string, string>>> {
    const { body, headers } = await this.#store.getObject({ key: objectKey, signal: notAborted() })
    for await (const _chunk of body);
    return headers
  }

  /** Keys of the multipart uploads that are open in the bucket. */
  async openUploads(): Promise<string[]> {
    const open = await this.#store.listMultipartUploads({ prefix: '', signal: notAborted() })
    return open.map((upload) => upload.key)
  }

  /** A multipart upload that another program began and left: its parts 1, 2, … as they are given. */
  async leaveOrphan(objectKey: string, parts: readonly Buffer[]): Promise<void> {
    const signal = notAborted()
    const metadata = {}
    const uploadId = await this.#store.initiateMultipartUpload({ key: objectKey, metadata, signal })
    for (const [index, bytes] of parts.entries()) {
      const body = {
        lengthBytes: bytes.length,
        async *chunks() {
          yield bytes
        },
      }
      const partNumber = index + 1
      await this.#store.uploadPart({ key: objectKey, uploadId, partNumber, body, metadata, signal })
    }
  }

  async close(): Promise<void> {
    await this.#store.close()
    await this.proxy.close()
    await this.bucket.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

function notAborted(): AbortSignal {
  return new AbortController().signal
}

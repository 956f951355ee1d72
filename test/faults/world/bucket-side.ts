import OSS from 'ali-oss'
import {
  type PracticeBucket,
  type PracticeBucketOptions,
  startPracticeBucket,
} from '../../../electron/practice-bucket/practice-bucket.ts'
import { FaultProxy, type FaultProxyOptions } from '../fault-proxy.ts'

export const bucketName = 'demo-bucket'
export const region = 'cn-shanghai'
export const accessKey = { accessKeyId: 'testAccessKeyId', accessKeySecret: 'testAccessKeySecret' }

export interface BucketSideOptions {
  folder: string
  /** The time requests are judged by, and the pace of slow lines. */
  now: () => number
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  tokens?: PracticeBucketOptions['tokens']
  decide?: FaultProxyOptions['decide']
}

/** The bucket with the fault proxy in front of it, and a second way in that tests look through. */
export class BucketSide {
  readonly proxy: FaultProxy
  readonly #options: BucketSideOptions
  #bucket: PracticeBucket | null = null

  constructor(options: BucketSideOptions) {
    this.#options = options
    this.proxy = new FaultProxy({
      target: () => ({ host: '127.0.0.1', port: this.#running().port }),
      sleep: options.sleep,
      ...(options.decide && { decide: options.decide }),
    })
  }

  async open(): Promise<void> {
    const { folder, now, tokens } = this.#options
    this.#bucket = await startPracticeBucket({
      dir: folder,
      ...accessKey,
      region,
      buckets: [bucketName],
      now,
      ...(tokens && { tokens }),
    })
    await this.proxy.open()
  }

  async close(): Promise<void> {
    await this.proxy.close()
    await this.#bucket?.close()
  }

  /** The object's bytes, read past the proxy by a client that shares no line with this program; null when it is missing. */
  async object(key: string): Promise<Buffer | null> {
    try {
      return (await this.#client().get(key)).content
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'NoSuchKey') return null
      throw error
    }
  }

  async put(key: string, bytes: Buffer): Promise<void> {
    await this.#client().put(key, bytes)
  }

  /** Ids of the multipart uploads that are open, and cost money. */
  async openUploads(): Promise<string[]> {
    const { uploads = [] } = await this.#client().listUploads({ 'max-uploads': 1000 })
    return uploads.map(({ uploadId }: { uploadId: string }) => uploadId)
  }

  async abort(key: string, uploadId: string): Promise<void> {
    await this.#client().abortMultipartUpload(key, uploadId)
  }

  #running(): PracticeBucket {
    if (this.#bucket === null) throw new Error('The bucket is not running')
    return this.#bucket
  }

  #client(): OSS {
    return new OSS({
      ...accessKey,
      bucket: bucketName,
      region: `oss-${region}`,
      endpoint: this.#running().endpoint,
      secure: false,
      sldEnable: true,
      authorizationV4: true,
      // The bucket may live hours ahead of this computer's clock, which this client signs by.
      amendTimeSkewed: this.#options.now() - Date.now(),
    } as OSS.Options)
  }
}

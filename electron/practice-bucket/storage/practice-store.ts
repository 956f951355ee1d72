import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { PracticeBucketError } from '../practice-bucket-error.ts'
import { isBucketName } from '../wire/names.ts'
import { OssError } from '../wire/oss-error.ts'
import { BucketStore } from './bucket-store.ts'
import { Journal } from './journal.ts'
import { compareKeys } from './key-order.ts'
import { MultipartStore } from './multipart-store.ts'
import { ObjectFiles } from './object-files.ts'
import { TemporaryFiles } from './temporary-files.ts'

const maxBuckets = 100

export interface BucketInfo {
  name: string
  /** Unix ms. */
  created: number
  acl: string
}

export interface Bucket {
  info: BucketInfo
  objects: BucketStore
  uploads: MultipartStore
}

export interface StoreOptions {
  /** Holds a folder per bucket with the objects as plain files, and `.stevedore` with all the rest. */
  directory: string
  /** True also syncs to the disk before an answer, so that even a power cut loses nothing. */
  isDurable: boolean
  log(message: string): void
}

/** All buckets of one directory. Only one process may have it open. */
export class PracticeStore {
  readonly temporary: TemporaryFiles
  readonly isDurable: boolean
  readonly #directory: string
  readonly #state: string
  readonly #log: (message: string) => void
  readonly #buckets = new Map<string, Bucket>()

  constructor({ directory, isDurable, log }: StoreOptions) {
    this.#directory = directory
    this.#state = join(directory, '.stevedore', 'buckets')
    this.#log = log
    this.isDurable = isDurable
    mkdirSync(this.#state, { recursive: true, mode: 0o700 })
    this.temporary = new TemporaryFiles(join(directory, '.stevedore', 'temporary'))
    for (const name of readdirSync(this.#state)) this.#open(name)
    this.temporary.removeAll()
  }

  has(name: string): boolean {
    return this.#buckets.has(name)
  }

  /** 404 `NoSuchBucket` when there is none. */
  get(name: string): Bucket {
    const bucket = this.#buckets.get(name)
    if (bucket !== undefined) return bucket
    throw new OssError(404, 'NoSuchBucket', 'The specified bucket does not exist.', {
      ec: '0015-00000101',
      fields: { BucketName: name },
    })
  }

  list(): BucketInfo[] {
    return [...this.#buckets.values()]
      .map((bucket) => bucket.info)
      .sort((a, b) => compareKeys(a.name, b.name))
  }

  /** Making a bucket that is there already only changes its ACL, if one is given. */
  create(name: string, created: number, acl: string | undefined): void {
    const existing = this.#buckets.get(name)
    if (existing !== undefined && (acl === undefined || acl === existing.info.acl)) return
    if (existing === undefined && this.#buckets.size >= maxBuckets) {
      throw new OssError(
        400,
        'TooManyBuckets',
        `You have attempted to create more than ${maxBuckets} buckets.`,
      )
    }
    const info: BucketInfo = existing
      ? { ...existing.info, acl: acl ?? existing.info.acl }
      : { name, created, acl: acl ?? 'private' }
    const folder = join(this.#state, name)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'bucket.json.next'), JSON.stringify(info))
    renameSync(join(folder, 'bucket.json.next'), join(folder, 'bucket.json'))
    if (existing === undefined) this.#open(name)
    else existing.info = info
  }

  close(): void {
    for (const bucket of this.#buckets.values()) bucket.objects.close()
  }

  #open(name: string): void {
    const state = join(this.#state, name)
    if (!isBucketName(name) || !existsSync(join(state, 'bucket.json'))) return
    const stored = JSON.parse(readFileSync(join(state, 'bucket.json'), 'utf8')) as BucketInfo
    const info: BucketInfo = { ...stored, name }
    const folder = join(this.#directory, name)
    mkdirSync(folder, { recursive: true })
    // A link could lead anywhere; objects are only kept in a folder of our own.
    if (!lstatSync(folder).isDirectory()) throw new PracticeBucketError('BadDirectory', folder)
    const opened = Journal.open(join(state, 'objects.jsonl'), {
      isDurable: this.isDurable,
      onDamage: this.#log,
    })
    const objects = new BucketStore(opened, new ObjectFiles(folder), this.temporary)
    const uploads = new MultipartStore(join(state, 'uploads'), this.temporary, objects.completedUploadIds)
    this.#buckets.set(name, { info, objects, uploads })
  }
}

import type { Statement } from 'better-sqlite3'
import * as v from 'valibot'
import { type CredentialSource, credentialSourceSchema } from '../../shared/credential-source.ts'
import type { Destination } from '../../shared/destination.ts'
import type { CheckpointDatabase } from './database.ts'
import { parseJson } from './json-column.ts'
import { rowChecksum } from './row-checksum.ts'

/** A destination as it is stored: without what is only known while the program runs. */
export type StoredDestination = Omit<Destination, 'hasSecret' | 'credentialsExpireAt' | 'credentialProblem'>

export interface FoundDestination {
  destination: StoredDestination
  /** The row's checksum is wrong: nothing may be sent there before a person has looked at it and saved it again. */
  isDamaged: boolean
}

interface Row {
  id: string
  name: string
  kind: string
  endpoint: string
  region: string
  bucket: string
  prefix: string
  signature_version: string
  is_custom_domain: number
  metadata: string
  access_key_id: string
  created_at: number
  checksum: string
  allow_plain_http: number
  credential_source: string
}

const typedKey: CredentialSource = { kind: 'key' }

/** Table `destinations`. A removed one is hidden, not deleted: the history goes on naming it. */
export class DestinationTable {
  readonly #database: CheckpointDatabase
  readonly #now: () => number
  readonly #all: Statement<[], Row>
  readonly #one: Statement<[string], Row>
  readonly #save: Statement<[Omit<Row, 'checksum'> & { checksum: string }]>
  readonly #hide: Statement<[number, string]>
  readonly #unfinished: Statement<[string], number>

  constructor(database: CheckpointDatabase, now: () => number) {
    const { sqlite } = database
    this.#database = database
    this.#now = now
    this.#all = sqlite.prepare('SELECT * FROM destinations WHERE removed_at IS NULL ORDER BY created_at, id')
    this.#one = sqlite.prepare('SELECT * FROM destinations WHERE id = ? AND removed_at IS NULL')
    this.#save = sqlite.prepare(`
      INSERT INTO destinations VALUES (@id, @name, @kind, @endpoint, @region, @bucket, @prefix, @signature_version,
        @is_custom_domain, @metadata, @access_key_id, @created_at, NULL, @checksum,
        @allow_plain_http, @credential_source)
      ON CONFLICT DO UPDATE SET name = @name, kind = @kind, endpoint = @endpoint, region = @region, bucket = @bucket,
        prefix = @prefix, signature_version = @signature_version, is_custom_domain = @is_custom_domain,
        metadata = @metadata, access_key_id = @access_key_id, created_at = @created_at, removed_at = NULL,
        checksum = @checksum, allow_plain_http = @allow_plain_http, credential_source = @credential_source`)
    this.#hide = sqlite.prepare('UPDATE destinations SET removed_at = ? WHERE id = ? AND removed_at IS NULL')
    this.#unfinished = sqlite
      .prepare<[string], number>(`
        SELECT coalesce(sum(c.uploads), 0) FROM counters c JOIN batches b ON b.id = c.batch_id
        WHERE b.destination_id = ? AND c.status NOT IN ('done', 'skipped', 'failed', 'cancelled-clean')`)
      .pluck()
  }

  list(): FoundDestination[] {
    return this.#database.read(() => this.#all.all().map(toFound))
  }

  find(id: string): FoundDestination | null {
    return this.#database.read(() => {
      const row = this.#one.get(id)
      return row ? toFound(row) : null
    })
  }

  /** Adds it, or replaces the one with this id. */
  save(destination: StoredDestination): void {
    const row = toRow(destination)
    this.#database.write(() => this.#save.run({ ...row, checksum: checksumOf(row) }))
  }

  /** Hides it and forgets its credentials. Answers false when there is none. */
  remove(id: string): boolean {
    return this.#database.write(() => {
      this.#database.sqlite.prepare('DELETE FROM credentials WHERE destination_id = ?').run(id)
      return this.#hide.run(this.#now(), id).changes > 0
    })
  }

  /** Uploads that still need this destination: not ended, being cleaned up, or kept for later. */
  countUnfinished(id: string): number {
    return this.#database.read(() => this.#unfinished.get(id) ?? 0)
  }
}

function toRow(destination: StoredDestination): Omit<Row, 'checksum'> {
  return {
    id: destination.id,
    name: destination.name,
    kind: destination.kind,
    endpoint: destination.endpoint,
    region: destination.region,
    bucket: destination.bucket,
    prefix: destination.prefix,
    signature_version: destination.signatureVersion,
    is_custom_domain: destination.isCustomDomain ? 1 : 0,
    metadata: JSON.stringify(destination.metadata),
    access_key_id: destination.accessKeyId,
    created_at: destination.createdAt,
    allow_plain_http: destination.allowPlainHttp ? 1 : 0,
    credential_source: JSON.stringify(destination.credentialSource ?? typedKey),
  }
}

function toFound(row: Row): FoundDestination {
  return {
    isDamaged: row.checksum !== checksumOf(row),
    destination: {
      id: row.id,
      name: row.name,
      kind: row.kind === 'practice' ? 'practice' : 'oss',
      endpoint: row.endpoint,
      region: row.region,
      bucket: row.bucket,
      prefix: row.prefix,
      signatureVersion: row.signature_version === 'v1' ? 'v1' : 'v4',
      isCustomDomain: row.is_custom_domain === 1,
      ...(row.allow_plain_http === 1 && { allowPlainHttp: true }),
      metadata: parseJson(row.metadata, {}),
      accessKeyId: row.access_key_id,
      createdAt: row.created_at,
      ...readSource(row.credential_source),
    },
  }
}

function readSource(text: string): Pick<StoredDestination, 'credentialSource'> {
  const read = v.safeParse(credentialSourceSchema, parseJson<unknown>(text, null))
  return read.success && read.output.kind !== 'key' ? { credentialSource: read.output } : {}
}

function checksumOf(row: Omit<Row, 'checksum'>): string {
  return rowChecksum('destination', [
    row.id,
    row.name,
    row.kind,
    row.endpoint,
    row.region,
    row.bucket,
    row.prefix,
    row.signature_version,
    row.is_custom_domain,
    row.metadata,
    row.access_key_id,
    // Rows from before this column have none of it in their checksum.
    ...(row.allow_plain_http === 0 ? [] : ['plain http']),
    // Rows from before there was a choice have no such field in their checksum.
    ...(row.credential_source === JSON.stringify(typedKey) ? [] : [row.credential_source]),
  ])
}

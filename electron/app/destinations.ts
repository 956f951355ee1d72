import { randomUUID } from 'node:crypto'
import type { Destination, DestinationInput } from '../../shared/destination.ts'
import { UploadError, type UploadErrorData } from '../../shared/upload-error.ts'
import type { DestinationTable, StoredDestination } from '../checkpoint/destination-table.ts'
import type { ObjectStores } from '../engine/ports/object-store.ts'
import { createOssStore, type OssStore, type OssStoreOptions } from '../oss/oss-store.ts'
import { DestinationCredentials } from './destination-credentials.ts'
import { normalizeDestination } from './destination-input.ts'
import type { NetworkPath } from './network-path.ts'
import type { PracticeServer } from './practice-server.ts'
import type { Secrets } from './secrets.ts'

interface Parts {
  table: DestinationTable
  secrets: Secrets
  practice: PracticeServer
  /** The way out of this computer: each client gets connections of its own. */
  network: Pick<NetworkPath, 'open'>
  now: () => number
  /** Destinations came, went or changed. */
  onChanged: (destinations: Destination[]) => void
  /** Uploads that wait for this destination may go on. */
  onUsable: (destinationId: string) => void
}

/** All places uploads go to, with one open client each. */
export class Destinations implements ObjectStores {
  readonly #parts: Parts
  readonly #credentials: DestinationCredentials
  readonly #open = new Map<string, Promise<OssStore>>()

  constructor(parts: Parts) {
    this.#parts = parts
    const { secrets, practice, network } = parts
    const onChanged = () => parts.onChanged(this.list())
    this.#credentials = new DestinationCredentials({ secrets, practice, network, onChanged })
  }

  list(): Destination[] {
    return this.#parts.table.list().map(({ destination }) => this.#view(destination))
  }

  find(id: string): Destination | null {
    const found = this.#parts.table.find(id)
    return found === null ? null : this.#view(found.destination)
  }

  /** Adds or changes one. An absent secret keeps the stored one. */
  async save(input: DestinationInput): Promise<Destination> {
    const exact = normalizeDestination(input)
    const id = exact.id ?? randomUUID()
    const before = this.#parts.table.find(id)?.destination ?? null
    const destination: StoredDestination = {
      id,
      name: exact.name,
      kind: exact.kind,
      endpoint: exact.endpoint,
      region: exact.region,
      bucket: exact.bucket,
      prefix: exact.prefix,
      signatureVersion: exact.signatureVersion,
      isCustomDomain: exact.isCustomDomain,
      ...(exact.allowPlainHttp && { allowPlainHttp: true }),
      metadata: exact.metadata,
      accessKeyId: exact.accessKeyId,
      ...(exact.credentialSource && { credentialSource: exact.credentialSource }),
      createdAt: before?.createdAt ?? this.#parts.now(),
    }
    this.#parts.table.save(destination)
    if (exact.kind === 'oss') await this.#credentials.save(id, exact)
    await this.#close(id)
    this.#parts.onChanged(this.list())
    this.#parts.onUsable(id)
    return this.#view(destination)
  }

  /** A copy with the secret, to be changed into another bucket or folder of the same account. */
  async duplicate(id: string): Promise<Destination> {
    const { table, secrets, now, onChanged } = this.#parts
    const found = table.find(id)
    if (found === null) throw gone(id)
    if (found.isDamaged) throw damaged(found.destination.name)
    const names = new Set(this.list().map(({ name }) => name))
    const copy: StoredDestination = {
      ...found.destination,
      id: randomUUID(),
      name: freeName(found.destination.name, names),
      createdAt: now(),
    }
    table.save(copy)
    try {
      await secrets.copy(id, copy.id)
    } catch (error) {
      // A copy without the key nobody has asked for.
      table.remove(copy.id)
      throw error
    }
    onChanged(this.list())
    return this.#view(copy)
  }

  /** Takes it out of the list with its secret. Refused while uploads still need it, since their parts would be stranded. */
  async remove(id: string): Promise<void> {
    const { table } = this.#parts
    const found = table.find(id)
    if (found === null) return
    const count = table.countUnfinished(id)
    if (count > 0) {
      throw new UploadError({
        code: 'DestinationInUse',
        retry: 'fatal',
        message: `${count} uploads still go to "${found.destination.name}". Finish, cancel or clean them up first.`,
        fromServer: false,
        params: { name: found.destination.name, count },
      })
    }
    await this.#close(id)
    this.#credentials.remove(id)
    table.remove(id)
    this.#parts.onChanged(this.list())
  }

  /** The bucket on this computer as a destination: made at the first call, the same one ever after. */
  async createPractice(name: string): Promise<Destination> {
    const { practice } = this.#parts
    const existing = this.list().find(({ kind }) => kind === 'practice')
    if (existing) return existing
    return await this.save({
      name,
      kind: 'practice',
      endpoint: await practice.endpoint(null),
      region: practice.region,
      bucket: practice.bucket,
      prefix: '',
      signatureVersion: 'v4',
      isCustomDomain: false,
      metadata: {},
      accessKeyId: practice.keys().accessKeyId,
    })
  }

  open(destinationId: string): Promise<OssStore> {
    const opened = this.#open.get(destinationId)
    if (opened) return opened
    const opening = this.#openStore(destinationId)
    this.#open.set(destinationId, opening)
    opening.catch(() => this.#open.delete(destinationId))
    return opening
  }

  /** A client for what the editor holds, saved or not; the caller closes it. */
  async openUnsaved(input: DestinationInput): Promise<OssStore> {
    const exact = normalizeDestination(input)
    if (exact.kind === 'practice') await this.#parts.practice.endpoint(exact.endpoint)
    const { provider, close } = this.#credentials.unsaved(exact)
    const store = this.#createStore({ ...exact, credentials: provider })
    return {
      ...store,
      close: () => {
        close()
        return store.close()
      },
    }
  }

  /** Uploads to it wait for credentials because of this; null: they have another chance. */
  credentialsNeeded(id: string, error: UploadErrorData | null): void {
    this.#credentials.needed(id, error)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.#close(id)))
    await this.#parts.practice.close()
  }

  async #openStore(id: string): Promise<OssStore> {
    const found = this.#parts.table.find(id)
    if (found === null) throw gone(id)
    if (found.isDamaged) throw damaged(found.destination.name)
    const destination = await this.#reachable(found.destination)
    return this.#createStore({ ...destination, credentials: this.#credentials.provider(destination) })
  }

  #createStore(options: OssStoreOptions): OssStore {
    const dispatcher = this.#parts.network.open()
    const store = createOssStore({ ...options, dispatcher })
    return {
      ...store,
      close: async () => {
        await store.close()
        await dispatcher.destroy()
      },
    }
  }

  /** The practice server may have had to take another port. */
  async #reachable(destination: StoredDestination): Promise<StoredDestination> {
    if (destination.kind !== 'practice') return destination
    const endpoint = await this.#parts.practice.endpoint(destination.endpoint)
    if (endpoint === destination.endpoint) return destination
    const moved = { ...destination, endpoint }
    this.#parts.table.save(moved)
    this.#parts.onChanged(this.list())
    return moved
  }

  async #close(id: string): Promise<void> {
    const opened = this.#open.get(id)
    this.#open.delete(id)
    this.#credentials.close(id)
    const store = await opened?.catch(() => null)
    await store?.close()
  }

  #view(destination: StoredDestination): Destination {
    return { ...destination, ...this.#credentials.view(destination) }
  }
}

/** `photos` → `photos (2)`, `photos (3)` … */
function freeName(name: string, taken: ReadonlySet<string>): string {
  const stem = name.replace(/ \(\d+\)$/, '')
  for (let number = 2; ; number += 1) {
    const candidate = `${stem} (${number})`
    if (!taken.has(candidate)) return candidate
  }
}

function gone(id: string): UploadError {
  return new UploadError({
    code: 'DestinationGone',
    retry: 'auth',
    message: 'The destination of this upload has been removed. Add it again or cancel the upload.',
    fromServer: false,
    params: { id },
  })
}

function damaged(name: string): UploadError {
  return new UploadError({
    code: 'DestinationDamaged',
    retry: 'auth',
    message: `The record of "${name}" is damaged. Open the destination, check it and save it again.`,
    fromServer: false,
    params: { name },
  })
}

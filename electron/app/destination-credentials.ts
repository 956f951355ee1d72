import { type FetchedSource, fetchedSource } from '../../shared/credential-source.ts'
import type { Destination, DestinationInput } from '../../shared/destination.ts'
import { UploadError, type UploadErrorData } from '../../shared/upload-error.ts'
import type { StoredDestination } from '../checkpoint/destination-table.ts'
import { openCredentials } from '../credentials/open-credentials.ts'
import type { RenewingCredentials } from '../credentials/renewing-credentials.ts'
import type { CredentialProvider, Credentials } from '../oss/credentials.ts'
import type { NetworkPath } from './network-path.ts'
import type { PracticeServer } from './practice-server.ts'
import type { Secret, Secrets } from './secrets.ts'

interface Parts {
  secrets: Secrets
  practice: PracticeServer
  /** The way to a URL that is asked for credentials. */
  network: Pick<NetworkPath, 'open'>
  /** The window sees something else now. */
  onChanged: () => void
}

type Asked = Pick<
  DestinationInput,
  'id' | 'kind' | 'name' | 'accessKeyId' | 'credentialSource' | 'accessKeySecret' | 'securityToken'
>

/** Where each destination's credentials come from, how long they are good for, and what is wrong with them. */
export class DestinationCredentials {
  readonly #parts: Parts
  readonly #fetched = new Map<string, RenewingCredentials>()
  readonly #problems = new Map<string, UploadErrorData>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  readonly #connect = () => this.#parts.network.open()

  /** For a saved destination; good until `close`. */
  provider(destination: StoredDestination): CredentialProvider {
    const source = fetchedSource(destination.credentialSource)
    return source && destination.kind === 'oss'
      ? this.#openFetched(destination.id, source)
      : this.#typed(destination)
  }

  /** For what the editor holds, saved or not; the caller calls `close` when it is done with them. */
  unsaved(input: DestinationInput): { provider: CredentialProvider; close: () => void } {
    const source = fetchedSource(input.credentialSource)
    if (source === null || input.kind === 'practice')
      return { provider: this.#typed(input), close: () => undefined }
    const provider = openCredentials(source, { connect: this.#connect })
    return { provider, close: () => provider.close() }
  }

  /** Keeps what was typed; an absent secret keeps the stored one. What is fetched needs none. */
  async save(id: string, input: DestinationInput): Promise<void> {
    this.#problems.delete(id)
    if (fetchedSource(input.credentialSource) !== null) {
      this.#parts.secrets.remove(id)
      return
    }
    const secret = typedSecret(input)
    if (secret) await this.#parts.secrets.save(id, secret, input.sessionOnly ?? false)
  }

  /** Forgets everything, in memory and on disk. */
  remove(id: string): void {
    this.close(id)
    this.#problems.delete(id)
    this.#parts.secrets.remove(id)
  }

  /** Ends what is being fetched, e.g. a command. */
  close(id: string): void {
    this.#fetched.get(id)?.close()
    this.#fetched.delete(id)
  }

  /** Uploads wait because of this; null: they have another chance. */
  needed(id: string, error: UploadErrorData | null): void {
    if (error === null && !this.#problems.has(id)) return
    if (error === null) this.#problems.delete(id)
    else this.#problems.set(id, error)
    this.#parts.onChanged()
  }

  view(
    destination: StoredDestination,
  ): Pick<Destination, 'hasSecret' | 'credentialsExpireAt' | 'credentialProblem'> {
    const { id, kind, credentialSource: source } = destination
    const expiresAt = source?.kind === 'sts' ? source.expiresAt : this.#fetched.get(id)?.expiresAt
    const problem = this.#problems.get(id)
    return {
      hasSecret: kind === 'practice' || fetchedSource(source) !== null || this.#parts.secrets.has(id),
      ...(expiresAt && { credentialsExpireAt: expiresAt }),
      ...(problem && { credentialProblem: problem }),
    }
  }

  #openFetched(id: string, source: FetchedSource): RenewingCredentials {
    this.close(id)
    const provider = openCredentials(source, {
      connect: this.#connect,
      onRenewed: () => this.#parts.onChanged(),
    })
    this.#fetched.set(id, provider)
    return provider
  }

  /** Asked before each request, so that a key which is entered again is used at once. */
  #typed(destination: Asked): CredentialProvider {
    return { get: () => this.#typedCredentials(destination), invalidate: () => false }
  }

  #typedCredentials(destination: Asked): Credentials | Promise<Credentials> {
    const { practice, secrets } = this.#parts
    if (destination.kind === 'practice') return practice.keys()
    const atHand = typedSecret(destination) ?? secrets.remembered(destination.id ?? '')
    return atHand === null ? this.#sealedCredentials(destination) : withSecret(destination, atHand)
  }

  async #sealedCredentials(destination: Asked): Promise<Credentials> {
    const secret = destination.id ? await this.#parts.secrets.read(destination.id) : null
    if (secret === null) throw missing(destination.name)
    return withSecret(destination, secret)
  }
}

function withSecret({ accessKeyId, credentialSource: source }: Asked, secret: Secret): Credentials {
  const expiresAt = source?.kind === 'sts' ? source.expiresAt : null
  return { accessKeyId, ...secret, ...(expiresAt !== null && { expiresAt }) }
}

function typedSecret(input: Pick<DestinationInput, 'accessKeySecret' | 'securityToken'>): Secret | null {
  if (!input.accessKeySecret) return null
  const { accessKeySecret, securityToken } = input
  return securityToken ? { accessKeySecret, securityToken } : { accessKeySecret }
}

function missing(name: string): UploadError {
  return new UploadError({
    code: 'SecretMissing',
    retry: 'auth',
    message: `The AccessKey secret of "${name}" is missing. Enter it again.`,
    fromServer: false,
    params: { name },
  })
}

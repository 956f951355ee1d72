import { UploadError } from '../../shared/upload-error.ts'
import type { CredentialProvider, Credentials } from '../oss/credentials.ts'
import { credentialError } from './credential-error.ts'

export interface RenewingCredentialsOptions {
  /** Gets credentials from where they come from; rejects when the signal aborts. */
  fetch: (signal: AbortSignal) => Promise<Credentials>
  /** Names the source in errors, without anything secret. */
  source: string
  /** Unix milliseconds by this computer's clock. */
  now?: () => number
  /** Others are in use from now on. */
  onRenewed?: (credentials: Credentials) => void
}

/** Renewed this long before their end, or when a fifth of their life is left, whichever is later. */
const mostMarginMs = 5 * 60_000
const marginOfLife = 0.2
/** Within this they could end while a request is on its way: such requests wait for others. */
const lastMomentsOfLife = 0.02
/** A source that has just failed, or gave what is about to end, is not asked again before this. */
const restMs = 1_000

/**
 * Credentials that are fetched when they are first needed, fetched again before they end and when OSS refuses them. However
 * many requests ask at once, the source is asked once. Whether credentials have really ended is for OSS to say (this
 * computer's clock may be wrong), so the known end only decides when to ask for others.
 */
export class RenewingCredentials implements CredentialProvider {
  readonly #options: RenewingCredentialsOptions
  readonly #now: () => number
  readonly #end = new AbortController()
  #current: Credentials | null = null
  #fetchedAt = 0
  /** What OSS refused last; null once others are in use. */
  #refused: Credentials | null = null
  #renewal: Promise<Credentials> | null = null
  #failure: { error: unknown; at: number } | null = null

  constructor(options: RenewingCredentialsOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /** Unix milliseconds, null where it is not known. */
  get expiresAt(): number | null {
    return this.#current?.expiresAt ?? null
  }

  /** Rejects with what the source threw, and with `CredentialsNotRenewed` when it still gives what OSS has refused. */
  async get(): Promise<Credentials> {
    const current = this.#current
    if (current === null || this.#refused !== null || this.#isNearEnd(lastMomentsOfLife)) {
      return await this.#renew()
    }
    // In good time nobody has to wait for it, and a failure is no failure yet.
    if (this.#isNearEnd(marginOfLife)) this.#renew().catch(() => undefined)
    return current
  }

  invalidate(refused: Credentials): boolean {
    if (this.#current !== null && isSame(refused, this.#current)) this.#refused = this.#current
    return true
  }

  /** Ends a fetch that is under way, e.g. the command; `get` rejects from now on. */
  close(): void {
    this.#current = null
    this.#end.abort(closed())
  }

  #isNearEnd(share: number): boolean {
    const expiresAt = this.#current?.expiresAt
    if (expiresAt === undefined) return false
    const now = this.#now()
    // What looks ended as soon as it is fetched is a matter of clocks: it is fetched again, but not for every request.
    if (now - this.#fetchedAt < restMs) return false
    const marginMs = Math.min(mostMarginMs, (expiresAt - this.#fetchedAt) * share)
    return expiresAt - now <= marginMs
  }

  #renew(): Promise<Credentials> {
    if (this.#renewal !== null) return this.#renewal
    const failure = this.#failure
    if (failure !== null && Math.abs(this.#now() - failure.at) < restMs) return Promise.reject(failure.error)
    const renewal = this.#fetch()
      .catch((error: unknown) => {
        this.#failure = { error, at: this.#now() }
        throw error
      })
      .finally(() => {
        this.#renewal = null
      })
    this.#renewal = renewal
    return renewal
  }

  async #fetch(): Promise<Credentials> {
    this.#end.signal.throwIfAborted()
    const fetched = await this.#options.fetch(this.#end.signal).catch((error: unknown) => {
      throw error instanceof UploadError ? error : this.#unavailable(error)
    })
    this.#end.signal.throwIfAborted()
    const refused = this.#refused
    // From here on they may be tried again: what was disabled may have been enabled.
    this.#refused = null
    this.#failure = null
    const isNew = this.#current === null || !isSame(fetched, this.#current)
    this.#current = fetched
    this.#fetchedAt = this.#now()
    if (isNew) this.#options.onRenewed?.(fetched)
    if (refused !== null && isSame(fetched, refused)) throw this.#notRenewed()
    return fetched
  }

  /** Whatever goes wrong in a source, uploads wait for it. Its message is not shown: nobody knows what it quotes. */
  #unavailable(cause: unknown): UploadError {
    const { source } = this.#options
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    return credentialError('CredentialsUnavailable', `${source} gave no credentials (${reason}).`, {
      source,
      reason,
    })
  }

  #notRenewed(): UploadError {
    const { source } = this.#options
    return credentialError(
      'CredentialsNotRenewed',
      `${source} still gives the credentials that OSS does not accept any more.`,
      { source },
    )
  }
}

/** Not `auth`: whoever asks in this moment finds the changed destination at the next try. */
function closed(): UploadError {
  return new UploadError({
    code: 'DestinationClosed',
    retry: 'transient',
    message: 'The destination was changed or closed meanwhile.',
    fromServer: false,
  })
}

function isSame(a: Credentials, b: Credentials): boolean {
  return (
    a.accessKeyId === b.accessKeyId &&
    a.accessKeySecret === b.accessKeySecret &&
    a.securityToken === b.securityToken
  )
}

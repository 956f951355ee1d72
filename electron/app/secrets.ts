import type { SafeStorage } from 'electron'
import * as v from 'valibot'
import { UploadError } from '../../shared/upload-error.ts'
import type { CredentialTable } from '../checkpoint/credential-table.ts'

/** What must never be readable on disk. */
export interface Secret {
  accessKeySecret: string
  /** With temporary (STS) credentials. */
  securityToken?: string
}

const secretSchema = v.object({ accessKeySecret: v.string(), securityToken: v.optional(v.string()) })

export type KeyStore = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>

/** On Linux these mean a key that is printed in Chromium's source: no protection at all. */
const unprotectedBackends: readonly string[] = ['basic_text', 'unknown']

/** Secrets of destinations: sealed by the system's key store, or kept in memory until the program ends. */
export class Secrets {
  readonly #keyStore: KeyStore
  readonly #sealed: CredentialTable
  readonly #platform: NodeJS.Platform
  readonly #inMemory = new Map<string, Secret>()

  constructor(keyStore: KeyStore, sealed: CredentialTable, platform: NodeJS.Platform = process.platform) {
    this.#keyStore = keyStore
    this.#sealed = sealed
    this.#platform = platform
  }

  /** False where nothing keeps a secret from other programs of this user: only session secrets are taken then. */
  async canProtect(): Promise<boolean> {
    if (!(await this.#keyStore.isAsyncEncryptionAvailable())) return false
    // The availability says nothing about strength on Linux, and the backend can only be asked there.
    return (
      this.#platform !== 'linux' || !unprotectedBackends.includes(this.#keyStore.getSelectedStorageBackend())
    )
  }

  has(destinationId: string): boolean {
    return this.#inMemory.has(destinationId) || this.#sealed.find(destinationId) !== null
  }

  /** One that was read or entered since the program started. */
  remembered(destinationId: string): Secret | null {
    return this.#inMemory.get(destinationId) ?? null
  }

  /** Null when there is none. Throws `KeyStoreLocked` (class `auth`) while the key store refuses; the sealed one stays. */
  async read(destinationId: string): Promise<Secret | null> {
    const remembered = this.remembered(destinationId)
    if (remembered) return remembered
    const sealed = this.#sealed.find(destinationId)
    if (sealed === null) return null
    const secret = await this.#unseal(destinationId, sealed)
    this.#inMemory.set(destinationId, secret)
    return secret
  }

  /** Replaces the secret. It goes to disk only where it is protected there and `sessionOnly` is off. */
  async save(destinationId: string, secret: Secret, sessionOnly: boolean): Promise<void> {
    if (sessionOnly || !(await this.canProtect())) {
      this.#sealed.remove(destinationId)
    } else {
      this.#sealed.save(destinationId, await this.#keyStore.encryptStringAsync(JSON.stringify(secret)))
    }
    this.#inMemory.set(destinationId, secret)
  }

  /** The same secret for another destination, kept in the same way. Answers false when there is none. */
  async copy(fromId: string, toId: string): Promise<boolean> {
    const secret = await this.read(fromId)
    if (secret === null) return false
    await this.save(toId, secret, this.#sealed.find(fromId) === null)
    return true
  }

  remove(destinationId: string): void {
    this.#inMemory.delete(destinationId)
    this.#sealed.remove(destinationId)
  }

  async #unseal(destinationId: string, sealed: Buffer): Promise<Secret> {
    try {
      const { result, shouldReEncrypt } = await this.#keyStore.decryptStringAsync(sealed)
      const secret = v.parse(secretSchema, JSON.parse(result))
      if (shouldReEncrypt) this.#sealed.save(destinationId, await this.#keyStore.encryptStringAsync(result))
      const { accessKeySecret, securityToken } = secret
      return securityToken === undefined ? { accessKeySecret } : { accessKeySecret, securityToken }
    } catch {
      // The cause may quote what it tried to read.
      throw new UploadError({
        code: 'KeyStoreLocked',
        retry: 'auth',
        message: "The system's key store did not give the secret back. Unlock it, or enter the secret again.",
        fromServer: false,
      })
    }
  }
}

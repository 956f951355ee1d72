import { UploadError } from '../../shared/upload-error.ts'
import type { ProgramSecretTable } from '../checkpoint/program-secret-table.ts'
import type { KeyStore } from './secrets.ts'

const name = 'proxy-password'

interface Parts {
  keyStore: KeyStore
  sealed: ProgramSecretTable
  /** `Secrets.canProtect`: false keeps it out of every file. */
  canProtect: () => Promise<boolean>
}

/** The password of the proxy, kept as the secrets of destinations are: sealed by the system's key store, or in memory. */
export class ProxyPassword {
  readonly #parts: Parts
  #inMemory: string | null = null

  constructor(parts: Parts) {
    this.#parts = parts
  }

  has(): boolean {
    return this.#inMemory !== null || this.#parts.sealed.find(name) !== null
  }

  /** Null when there is none. Throws `ProxyPasswordLocked` (class `auth`) while the key store refuses. */
  async read(): Promise<string | null> {
    const sealed = this.#parts.sealed.find(name)
    if (this.#inMemory !== null || sealed === null) return this.#inMemory
    try {
      const { result, shouldReEncrypt } = await this.#parts.keyStore.decryptStringAsync(sealed)
      if (shouldReEncrypt)
        this.#parts.sealed.save(name, await this.#parts.keyStore.encryptStringAsync(result))
      this.#inMemory = result
      return result
    } catch {
      // The cause may quote what it tried to read.
      throw new UploadError({
        code: 'ProxyPasswordLocked',
        retry: 'auth',
        message: "The system's key store did not give the password of the proxy back.",
        fromServer: false,
      })
    }
  }

  /** Replaces it; on disk only where it is protected there and `sessionOnly` is off. */
  async save(password: string, sessionOnly: boolean): Promise<void> {
    const { keyStore, sealed, canProtect } = this.#parts
    if (sessionOnly || !(await canProtect())) sealed.remove(name)
    else sealed.save(name, await keyStore.encryptStringAsync(password))
    this.#inMemory = password
  }

  remove(): void {
    this.#inMemory = null
    this.#parts.sealed.remove(name)
  }
}

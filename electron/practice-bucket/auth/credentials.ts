import { OssError } from '../wire/oss-error.ts'

export interface AccessKey {
  accessKeyId: string
  accessKeySecret: string
}

/** A temporary (STS) token. Without a key of its own it belongs to the server's key. */
export interface SecurityToken {
  token: string
  /** Unix ms. */
  expiresAt: number
  accessKeyId?: string
  accessKeySecret?: string
}

/**
 * A further permanent key that may do everything but `deniedActions`,
 * e.g. `oss:ListParts`: a RAM user with a narrow policy.
 */
export interface LimitedKey extends AccessKey {
  deniedActions: readonly string[]
}

/** Who may ask: one permanent key, further keys with fewer rights, and temporary tokens; read afresh at every request. */
export class Credentials {
  readonly #key: AccessKey
  readonly #tokens: readonly SecurityToken[]
  readonly #limitedKeys: readonly LimitedKey[]

  constructor(key: AccessKey, tokens: readonly SecurityToken[], limitedKeys: readonly LimitedKey[] = []) {
    this.#key = key
    this.#tokens = tokens
    this.#limitedKeys = limitedKeys
  }

  isDenied(accessKeyId: string, action: string): boolean {
    const limited = this.#limitedKeys.find((entry) => entry.accessKeyId === accessKeyId)
    return limited?.deniedActions.includes(action) ?? false
  }

  /**
   * The secret for a key id. 403 `InvalidAccessKeyId` when it is unknown, `InvalidSecurityToken` when the token is wrong
   * or missing, `SecurityTokenExpired` when it ran out.
   */
  secretFor(accessKeyId: string, token: string | undefined, nowMs: number): string {
    const temporary = this.#tokens.filter(
      (entry) => (entry.accessKeyId ?? this.#key.accessKeyId) === accessKeyId,
    )
    const permanent = [this.#key, ...this.#limitedKeys].find((entry) => entry.accessKeyId === accessKeyId)
    if (permanent === undefined && temporary.length === 0) {
      throw new OssError(
        403,
        'InvalidAccessKeyId',
        'The OSS Access Key Id you provided does not exist in our records.',
        {
          ec: '0002-00000902',
          fields: { OSSAccessKeyId: accessKeyId },
        },
      )
    }
    if (token === undefined) {
      if (permanent) return permanent.accessKeySecret
      throw new OssError(
        403,
        'InvalidSecurityToken',
        'A temporary key must be used with its security token.',
        {
          ec: '0002-00000006',
        },
      )
    }
    const entry = temporary.find((candidate) => candidate.token === token)
    if (entry === undefined) {
      throw new OssError(403, 'InvalidSecurityToken', 'The security token you provided is invalid.', {
        ec: '0002-00000006',
      })
    }
    if (entry.expiresAt <= nowMs) {
      throw new OssError(403, 'SecurityTokenExpired', 'The security token you provided has expired.', {
        ec: '0002-00000007',
      })
    }
    return entry.accessKeySecret ?? this.#key.accessKeySecret
  }
}

import { UploadError } from '../../shared/upload-error.ts'

export interface Credentials {
  accessKeyId: string
  accessKeySecret: string
  /** With temporary (STS) credentials; sent with every request. */
  securityToken?: string
  /** Unix milliseconds, where known. */
  expiresAt?: number
}

/** Where the client gets its key from, asked before every request. */
export interface CredentialProvider {
  /** At once where they are at hand. Throws, or rejects with, an `UploadError` of class `auth` when there are none. */
  get(): Credentials | Promise<Credentials>
  /**
   * OSS refused these credentials as expired, unknown or wrong. Answers true when the next `get` may well bring others
   * (the request is then tried again), false when only a person can help.
   */
  invalidate(refused: Credentials): boolean
}

/** A key pair, or a key pair with a token, that does not change. */
export function staticCredentials(credentials: Credentials): CredentialProvider {
  return { get: () => credentials, invalidate: () => false }
}

const environmentNames = [
  { id: 'OSS_ACCESS_KEY_ID', secret: 'OSS_ACCESS_KEY_SECRET', token: 'OSS_SESSION_TOKEN' },
  {
    id: 'ALIBABA_CLOUD_ACCESS_KEY_ID',
    secret: 'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
    token: 'ALIBABA_CLOUD_SECURITY_TOKEN',
  },
] as const

/**
 * `OSS_ACCESS_KEY_ID`, `OSS_ACCESS_KEY_SECRET` and, for temporary credentials, `OSS_SESSION_TOKEN` (R21); where none of the
 * first two is set, `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and `ALIBABA_CLOUD_SECURITY_TOKEN`,
 * as Alibaba's other tools read them. Names of the two families are never mixed.
 */
export function environmentCredentials(
  environment: Record<string, string | undefined> = process.env,
): Omit<CredentialProvider, 'get'> & { get(): Promise<Credentials> } {
  return {
    async get() {
      const names = environmentNames.find(({ id, secret }) => environment[id] || environment[secret])
      const { id, secret, token } = names ?? environmentNames[0]
      const accessKeyId = required(environment, id)
      const accessKeySecret = required(environment, secret)
      const securityToken = environment[token]?.trim()
      return { accessKeyId, accessKeySecret, ...(securityToken && { securityToken }) }
    },
    invalidate: () => false,
  }
}

function required(environment: Record<string, string | undefined>, name: string): string {
  const value = environment[name]?.trim()
  if (value) return value
  throw new UploadError({
    code: 'CredentialsMissing',
    retry: 'auth',
    message: `The environment variable ${name} is not set.`,
    fromServer: false,
    params: { name },
  })
}

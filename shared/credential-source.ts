/**
 * Where the credentials of a destination come from. Nothing in here is secret: what a person typed as secret is kept
 * apart, and a file, a command or a URL only says where to ask.
 */
export type CredentialSource =
  /** An AccessKey pair that a person typed. */
  | { kind: 'key' }
  /** Temporary (STS) credentials that a person typed; `expiresAt` in Unix milliseconds, null where not known. */
  | { kind: 'sts'; expiresAt: number | null }
  /** A JSON file, read again whenever its credentials end. Absolute path. */
  | { kind: 'file'; path: string }
  /** A program that prints JSON, run without a shell. One line, quoted as in a terminal. */
  | { kind: 'command'; command: string }
  /** An address that answers JSON: https, or http on this computer. */
  | { kind: 'url'; url: string }

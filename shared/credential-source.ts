import * as v from 'valibot'

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

export type CredentialSourceKind = CredentialSource['kind']

const line = (maxLength: number) => v.pipe(v.string(), v.maxLength(maxLength))

/** What crosses from the window and what is stored. */
export const credentialSourceSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('key') }),
  v.strictObject({
    kind: v.literal('sts'),
    expiresAt: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  }),
  v.strictObject({ kind: v.literal('file'), path: line(4096) }),
  v.strictObject({ kind: v.literal('command'), command: line(4096) }),
  v.strictObject({ kind: v.literal('url'), url: line(2048) }),
]) satisfies v.GenericSchema<unknown, CredentialSource>

/** What the program fetches by itself, again and again; nobody types a secret. */
export type FetchedSource = Extract<CredentialSource, { kind: 'file' | 'command' | 'url' }>

/** Null where a person types the credentials; absent means an AccessKey pair. */
export function fetchedSource(source: CredentialSource | undefined): FetchedSource | null {
  return source === undefined || source.kind === 'key' || source.kind === 'sts' ? null : source
}

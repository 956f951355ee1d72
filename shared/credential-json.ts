import * as v from 'valibot'

/** Credentials as a file, a command or a URL hands them over. */
export interface ReadCredentials {
  accessKeyId: string
  accessKeySecret: string
  /** With temporary (STS) credentials. */
  securityToken?: string
  /** Unix milliseconds, where known. */
  expiresAt?: number
}

/** Why a text holds no credentials. Names of fields only: values could be secrets. */
export type CredentialJsonProblem =
  | { problem: 'empty' }
  | { problem: 'not-json' }
  /** `missing` and `found` are names of fields. */
  | { problem: 'field-missing'; missing: string; found: string[] }
  | { problem: 'expiration-unreadable' }
  /** The service answered with an error code instead, e.g. `{"Code": "AssumeRoleFailed"}`. */
  | { problem: 'refused'; code: string }
  /** A profile of the Alibaba Cloud CLI that holds no keys itself. */
  | { problem: 'profile-mode'; profile: string; mode: string }

export type CredentialJson = { credentials: ReadCredentials } | CredentialJsonProblem

const text = v.pipe(v.string(), v.trim(), v.nonEmpty())

/** All spellings that Alibaba's tools use, in one: names without `_` and `-`, in lower case. */
const fields = v.object({
  accesskeyid: text,
  accesskeysecret: text,
  securitytoken: v.optional(v.pipe(v.string(), v.trim())),
  ststoken: v.optional(v.pipe(v.string(), v.trim())),
  expiration: v.optional(v.union([v.string(), v.number()])),
  stsexpiration: v.optional(v.number()),
})

const readableNames: Record<string, string> = {
  accesskeyid: 'AccessKeyId',
  accesskeysecret: 'AccessKeySecret',
  securitytoken: 'SecurityToken',
  ststoken: 'sts_token',
}

const profiles = v.object({
  current: v.optional(v.string()),
  profiles: v.array(v.looseObject({ name: v.string(), mode: v.optional(v.string()) })),
})

/**
 * Reads credentials in any of Alibaba's usual shapes:
 * - `{AccessKeyId, AccessKeySecret, SecurityToken, Expiration}`, as the metadata service, credential URIs and the process
 *   provider of the OSS SDKs give them (with `Code: "Success"`, or the code of what went wrong);
 * - the same under `Credentials`, as AssumeRole answers;
 * - `{mode, access_key_id, access_key_secret, sts_token, expiration}`, as programs print it for the Alibaba Cloud CLI;
 * - the CLI's own `config.json`: its current profile, where that holds the keys themselves.
 */
export function readCredentialJson(json: string): CredentialJson {
  if (json.trim() === '') return { problem: 'empty' }
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return { problem: 'not-json' }
  }
  if (!isRecord(value)) return { problem: 'not-json' }
  const ofCli = v.safeParse(profiles, value)
  return ofCli.success ? readProfile(ofCli.output) : readFields(value)
}

function readProfile({ current, profiles: all }: v.InferOutput<typeof profiles>): CredentialJson {
  const profile = all.find(({ name }) => name === current) ?? all[0]
  if (profile === undefined) return { problem: 'field-missing', missing: 'profiles', found: ['profiles'] }
  const { mode = 'AK', name } = profile
  if (mode !== 'AK' && mode !== 'StsToken') return { problem: 'profile-mode', profile: name, mode }
  return readFields(profile)
}

function readFields(outer: Record<string, unknown>): CredentialJson {
  const { Code: code } = outer
  if (typeof code === 'string' && code !== 'Success' && code !== '200')
    return { problem: 'refused', code: code.slice(0, 100) }
  const nested = outer.Credentials ?? outer.credentials
  const record = isRecord(nested) ? nested : outer
  const parsed = v.safeParse(fields, plainNames(record))
  if (!parsed.success) {
    const name = String(parsed.issues[0].path?.[0]?.key ?? '')
    if (name === 'expiration' || name === 'stsexpiration') return { problem: 'expiration-unreadable' }
    const found = Object.keys(record)
      .slice(0, 10)
      .map((key) => key.slice(0, 40))
    return { problem: 'field-missing', missing: readableNames[name] ?? name, found }
  }
  const { accesskeyid: accessKeyId, accesskeysecret: accessKeySecret } = parsed.output
  const securityToken = parsed.output.securitytoken || parsed.output.ststoken
  const expiresAt = readExpiration(parsed.output.expiration ?? parsed.output.stsexpiration)
  if (expiresAt === null) return { problem: 'expiration-unreadable' }
  return {
    credentials: {
      accessKeyId,
      accessKeySecret,
      ...(securityToken && { securityToken }),
      ...(expiresAt !== undefined && { expiresAt }),
    },
  }
}

/**
 * `2026-12-29T07:45:02Z`, or Unix seconds (milliseconds where the number is that large), as Unix milliseconds; undefined
 * where there is none, null where it cannot be read. An empty or zero end means that there is none.
 */
export function readExpiration(value: string | number | undefined): number | null | undefined {
  if (value === undefined || value === '' || value === 0) return undefined
  const number = typeof value === 'number' ? value : /^\d{10,13}$/.test(value.trim()) ? Number(value) : null
  if (number === null) {
    const parsed = Date.parse(String(value))
    return Number.isFinite(parsed) ? parsed : null
  }
  if (!Number.isFinite(number) || number < 0) return null
  return number < 100_000_000_000 ? number * 1000 : number
}

function plainNames(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record)
      // A profile of the CLI lists what it does not use as empty or null.
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name.replaceAll(/[_-]/g, '').toLowerCase(), value]),
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import { metadataLimits } from '../../shared/metadata-limits.ts'
import type { ObjectMetadata, UploadCallback } from '../../shared/object-metadata.ts'
import { UsageError } from './usage-error.ts'

/** The options that describe the object (R18, R19), as the command line has them. */
export interface MetadataOptions {
  contentType?: string
  cacheControl?: string
  contentDisposition?: string
  contentEncoding?: string
  expires?: string
  meta?: string[]
  acl?: string
  storageClass?: string
  tag?: string[]
  encryption?: string
  forbidOverwrite?: boolean
  callback?: string[]
  callbackBody?: string
  callbackBodyType?: string
  callbackHost?: string
  callbackVar?: string[]
  trafficLimit?: string
}

const acls = ['default', 'private', 'public-read', 'public-read-write'] as const
const storageClasses = ['Standard', 'IA', 'Archive', 'ColdArchive', 'DeepColdArchive'] as const
const bodyTypes = ['application/x-www-form-urlencoded', 'application/json'] as const

/** What the options say of the objects. Throws `UsageError` that names the option and its value. */
export function parseMetadata(options: MetadataOptions): ObjectMetadata {
  return withoutAbsent({
    contentType: options.contentType,
    cacheControl: options.cacheControl,
    contentDisposition: options.contentDisposition,
    contentEncoding: options.contentEncoding,
    expires: options.expires && parseDate(options.expires),
    userMetadata: options.meta && parsePairs('--meta', options.meta),
    acl: options.acl && oneOf('--acl', options.acl, acls),
    storageClass: options.storageClass && oneOf('--storage-class', options.storageClass, storageClasses),
    tags: options.tag && parsePairs('--tag', options.tag),
    encryption: options.encryption && parseEncryption(options.encryption),
    forbidOverwrite: options.forbidOverwrite,
    callback: parseCallback(options),
    trafficLimitBitsPerSecond: options.trafficLimit && parseTrafficLimit(options.trafficLimit),
  })
}

/** The value if it is one of the choices; upper and lower case do not matter. */
export function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate.toLowerCase() === value.toLowerCase())
  if (choice === undefined)
    throw new UsageError('usageChoice', { option, value, choices: choices.join(', ') })
  return choice
}

function parsePairs(option: string, pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw new UsageError('usagePair', { option, value: pair })
      return [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}

/** OSS takes dates as HTTP writes them; anything a date can be read from is turned into that. */
function parseDate(text: string): string {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) throw new UsageError('usageDate', { option: '--expires', value: text })
  return date.toUTCString()
}

function parseEncryption(text: string): ObjectMetadata['encryption'] {
  const [name = '', ...rest] = text.split(':')
  const algorithm = oneOf('--encryption', name, ['AES256', 'SM4', 'KMS'] as const)
  if (algorithm !== 'KMS') return { algorithm }
  return rest.length > 0 ? { algorithm, keyId: rest.join(':') } : { algorithm }
}

function parseCallback(options: MetadataOptions): UploadCallback | undefined {
  if (options.callback === undefined) return undefined
  if (options.callbackBody === undefined) throw new UsageError('usageCallbackBody')
  const variables = options.callbackVar && parsePairs('--callback-var', options.callbackVar)
  for (const name of Object.keys(variables ?? {}))
    if (!/^x:[a-z0-9_]+$/.test(name)) throw new UsageError('usageCallbackVariable', { name })
  return {
    urls: options.callback,
    body: options.callbackBody,
    ...withoutAbsent({
      bodyType:
        options.callbackBodyType && oneOf('--callback-body-type', options.callbackBodyType, bodyTypes),
      host: options.callbackHost,
      variables,
    }),
  }
}

/** In bits per second, as OSS's header has it. */
function parseTrafficLimit(text: string): number {
  const [min, max] = metadataLimits.trafficLimitBitsPerSecond
  const value = Number(text)
  if (!Number.isInteger(value) || value < min || value > max)
    throw new UsageError('usageCountRange', { option: '--traffic-limit', value: text, min, max })
  return value
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined | ''> }

/** Absent means OSS's default: such a field must not be there at all. */
function withoutAbsent<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  ) as Present<T>
}

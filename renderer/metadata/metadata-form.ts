import { formatByteLimit } from '../../shared/format/bytes.ts'
import { parseBytes } from '../../shared/format/parse-bytes.ts'
import type { ObjectMetadata, UploadCallback } from '../../shared/object-metadata.ts'

/** One line of user metadata, tags or variables of a callback, as it is typed. */
export interface Pair {
  name: string
  value: string
}

/** Everything that can be set on an object, as it is typed; empty means OSS's default. */
export interface MetadataForm {
  contentType: string
  cacheControl: string
  contentDisposition: string
  contentEncoding: string
  /** Any date that can be read; sent as HTTP writes them. */
  expires: string
  userMetadata: readonly Pair[]
  acl: NonNullable<ObjectMetadata['acl']> | ''
  storageClass: NonNullable<ObjectMetadata['storageClass']> | ''
  tags: readonly Pair[]
  encryption: 'AES256' | 'SM4' | 'KMS' | ''
  kmsKeyId: string
  forbidOverwrite: boolean
  /** One URL a line. */
  callbackUrls: string
  callbackHost: string
  callbackBody: string
  callbackBodyType: NonNullable<UploadCallback['bodyType']> | ''
  callbackVariables: readonly Pair[]
  /** A speed with its unit: `500 KiB/s`. */
  trafficLimit: string
}

const pairsOf = (map: Record<string, string> | undefined): Pair[] =>
  Object.entries(map ?? {}).map(([name, value]) => ({ name, value }))

export function metadataFormFor(metadata: ObjectMetadata): MetadataForm {
  const { encryption, callback, trafficLimitBitsPerSecond: limit } = metadata
  return {
    contentType: metadata.contentType ?? '',
    cacheControl: metadata.cacheControl ?? '',
    contentDisposition: metadata.contentDisposition ?? '',
    contentEncoding: metadata.contentEncoding ?? '',
    expires: metadata.expires ?? '',
    userMetadata: pairsOf(metadata.userMetadata),
    acl: metadata.acl ?? '',
    storageClass: metadata.storageClass ?? '',
    tags: pairsOf(metadata.tags),
    encryption: encryption?.algorithm ?? '',
    kmsKeyId: encryption?.algorithm === 'KMS' ? (encryption.keyId ?? '') : '',
    forbidOverwrite: metadata.forbidOverwrite ?? false,
    callbackUrls: callback?.urls.join('\n') ?? '',
    callbackHost: callback?.host ?? '',
    callbackBody: callback?.body ?? '',
    callbackBodyType: callback?.bodyType ?? '',
    callbackVariables: pairsOf(callback?.variables),
    trafficLimit: limit === undefined ? '' : `${formatByteLimit(limit / 8, 'en')}/s`,
  }
}

/** Lines of which nothing has been typed do not count. */
export function filledPairs(pairs: readonly Pair[]): Pair[] {
  return pairs.filter(({ name, value }) => name.trim() !== '' || value !== '')
}

export function callbackUrlsOf({ callbackUrls }: Pick<MetadataForm, 'callbackUrls'>): string[] {
  return callbackUrls.split(/\s+/).filter((url) => url !== '')
}

/** Bits per second, as OSS's header has it; null for what cannot be read. */
export function trafficLimitOf({ trafficLimit }: Pick<MetadataForm, 'trafficLimit'>): number | null {
  const bytesPerSecond = parseBytes(trafficLimit)
  return bytesPerSecond === null ? null : bytesPerSecond * 8
}

/** What the form stands for; only of a form without problems. */
export function metadataFrom(form: MetadataForm): ObjectMetadata {
  const text = <K extends keyof ObjectMetadata>(name: K, value: string) =>
    value.trim() === '' ? {} : { [name]: value.trim() }
  const trafficLimit = trafficLimitOf(form)
  return {
    ...text('contentType', form.contentType),
    ...text('cacheControl', form.cacheControl),
    ...text('contentDisposition', form.contentDisposition),
    ...text('contentEncoding', form.contentEncoding),
    ...(form.expires.trim() !== '' && { expires: new Date(form.expires).toUTCString() }),
    ...mapOf('userMetadata', form.userMetadata),
    ...(form.acl !== '' && { acl: form.acl }),
    ...(form.storageClass !== '' && { storageClass: form.storageClass }),
    ...mapOf('tags', form.tags),
    ...(form.encryption !== '' && { encryption: encryptionFrom(form.encryption, form.kmsKeyId.trim()) }),
    ...(form.forbidOverwrite && { forbidOverwrite: true }),
    ...callbackFrom(form),
    ...(trafficLimit !== null && { trafficLimitBitsPerSecond: trafficLimit }),
  }
}

function mapOf(name: 'userMetadata' | 'tags', pairs: readonly Pair[]): ObjectMetadata {
  const filled = filledPairs(pairs).map((pair) => [pair.name.trim(), pair.value.trim()])
  return filled.length === 0 ? {} : { [name]: Object.fromEntries(filled) }
}

function encryptionFrom(
  algorithm: 'AES256' | 'SM4' | 'KMS',
  keyId: string,
): NonNullable<ObjectMetadata['encryption']> {
  if (algorithm !== 'KMS') return { algorithm }
  return keyId === '' ? { algorithm } : { algorithm, keyId }
}

function callbackFrom(form: MetadataForm): { callback?: UploadCallback } {
  const urls = callbackUrlsOf(form)
  if (urls.length === 0) return {}
  const variables = filledPairs(form.callbackVariables).map(({ name, value }) => [name.trim(), value])
  return {
    callback: {
      urls,
      body: form.callbackBody,
      ...(form.callbackBodyType !== '' && { bodyType: form.callbackBodyType }),
      ...(form.callbackHost.trim() !== '' && { host: form.callbackHost.trim() }),
      ...(variables.length > 0 && { variables: Object.fromEntries(variables) }),
    },
  }
}

/** How many things differ from OSS's defaults. */
export function countSet(metadata: ObjectMetadata): number {
  return Object.keys(metadata).length
}

import { metadataLimits } from '../../shared/metadata-limits.ts'
import { callbackUrlsOf, filledPairs, type MetadataForm, type Pair, trafficLimitOf } from './metadata-form.ts'

/** A sentence below a field: key of `metadata.problem`, and its values. */
export interface MetadataProblem {
  kind:
    | 'control'
    | 'contentType'
    | 'date'
    | 'metaName'
    | 'metaTwice'
    | 'metaSize'
    | 'tagCount'
    | 'tagKey'
    | 'tagValue'
    | 'tagTwice'
    | 'url'
    | 'urlCount'
    | 'body'
    | 'bodyWithoutUrl'
    | 'variable'
    | 'callbackSize'
    | 'trafficForm'
    | 'trafficRange'
  values: Record<string, string | number>
}

export type MetadataProblems = Partial<Record<keyof MetadataForm, MetadataProblem>>

const sizeOf = (text: string) => new TextEncoder().encode(text).length
const problem = (kind: MetadataProblem['kind'], values: MetadataProblem['values'] = {}) => ({ kind, values })

/** What OSS would refuse, per field; empty when everything can be sent. */
export function metadataProblems(form: MetadataForm): MetadataProblems {
  const found: [keyof MetadataForm, MetadataProblem | null][] = [
    ['contentType', contentTypeProblem(form.contentType)],
    ['cacheControl', headerProblem(form.cacheControl)],
    ['contentDisposition', headerProblem(form.contentDisposition)],
    ['contentEncoding', headerProblem(form.contentEncoding)],
    ['expires', dateProblem(form.expires)],
    ['userMetadata', userMetadataProblem(filledPairs(form.userMetadata))],
    ['tags', tagProblem(filledPairs(form.tags))],
    ['kmsKeyId', form.encryption === 'KMS' ? headerProblem(form.kmsKeyId) : null],
    ['callbackUrls', urlProblem(form)],
    ['callbackBody', bodyProblem(form)],
    ['callbackVariables', variableProblem(form)],
    ['trafficLimit', trafficProblem(form)],
  ]
  return Object.fromEntries(found.filter(([, wrong]) => wrong !== null))
}

function headerProblem(value: string): MetadataProblem | null {
  return /\p{Cc}/u.test(value.replaceAll('\t', ' ')) || !value.isWellFormed() ? problem('control') : null
}

function contentTypeProblem(value: string): MetadataProblem | null {
  const typed = value.trim()
  if (typed === '' || /^[\w!#$&^.+-]+\/[\w!#$&^.+*-]+(\s*;.*)?$/.test(typed)) return headerProblem(typed)
  return problem('contentType')
}

function dateProblem(value: string): MetadataProblem | null {
  return value.trim() === '' || !Number.isNaN(Date.parse(value)) ? null : problem('date')
}

function twice(pairs: readonly Pair[], normalize: (name: string) => string): string | null {
  const seen = new Set<string>()
  for (const { name } of pairs) {
    const key = normalize(name.trim())
    if (seen.has(key)) return name.trim()
    seen.add(key)
  }
  return null
}

function userMetadataProblem(pairs: readonly Pair[]): MetadataProblem | null {
  const wrong = pairs.find(({ name }) => !/^[A-Za-z0-9-]+$/.test(name.trim()))
  if (wrong) return problem('metaName', { name: wrong.name.trim() })
  const double = twice(pairs, (name) => name.toLowerCase())
  if (double !== null) return problem('metaTwice', { name: double })
  if (pairs.some(({ value }) => headerProblem(value) !== null)) return problem('control')
  const size = pairs.reduce((sum, { name, value }) => sum + sizeOf(name.trim()) + sizeOf(value.trim()), 0)
  const max = metadataLimits.userMetadataBytes
  return size > max ? problem('metaSize', { size, max }) : null
}

function tagProblem(pairs: readonly Pair[]): MetadataProblem | null {
  const { tags, tagKeyBytes, tagValueBytes } = metadataLimits
  if (pairs.length > tags) return problem('tagCount', { count: pairs.length, max: tags })
  for (const { name, value } of pairs) {
    const keySize = sizeOf(name.trim())
    if (keySize === 0 || keySize > tagKeyBytes || !name.isWellFormed()) {
      return problem('tagKey', { name: name.trim(), max: tagKeyBytes })
    }
    if (sizeOf(value.trim()) > tagValueBytes || !value.isWellFormed()) {
      return problem('tagValue', { name: name.trim(), max: tagValueBytes })
    }
  }
  const double = twice(pairs, (name) => name)
  return double === null ? null : problem('tagTwice', { name: double })
}

function urlProblem(form: MetadataForm): MetadataProblem | null {
  const urls = callbackUrlsOf(form)
  const wrong = urls.find((url) => !/^https?:\/\/[^\s;]+$/.test(url))
  if (wrong !== undefined) return problem('url', { url: wrong })
  if (urls.length > metadataLimits.callbackUrls) {
    return problem('urlCount', { count: urls.length, max: metadataLimits.callbackUrls })
  }
  const rest = form.callbackBody + form.callbackHost
  return urls.length === 0 && rest.trim() !== '' ? problem('bodyWithoutUrl') : null
}

function bodyProblem(form: MetadataForm): MetadataProblem | null {
  const urls = callbackUrlsOf(form)
  if (urls.length === 0) return null
  if (form.callbackBody.trim() === '') return problem('body')
  const max = metadataLimits.callbackHeaderBytes
  const header = {
    callbackUrl: urls.join(';'),
    callbackHost: form.callbackHost,
    callbackBody: form.callbackBody,
  }
  const size = base64Size(JSON.stringify({ ...header, callbackBodyType: form.callbackBodyType }))
  return size > max ? problem('callbackSize', { size, max }) : null
}

function variableProblem({ callbackVariables }: MetadataForm): MetadataProblem | null {
  const pairs = filledPairs(callbackVariables)
  const wrong = pairs.find(({ name }) => !/^x:[a-z0-9_.-]+$/.test(name.trim()))
  if (wrong) return problem('variable', { name: wrong.name.trim() })
  const max = metadataLimits.callbackHeaderBytes
  const size = base64Size(JSON.stringify(Object.fromEntries(pairs.map(({ name, value }) => [name, value]))))
  return size > max ? problem('callbackSize', { size, max }) : null
}

const base64Size = (text: string) => Math.ceil(sizeOf(text) / 3) * 4

function trafficProblem(form: MetadataForm): MetadataProblem | null {
  if (form.trafficLimit.trim() === '') return null
  const limit = trafficLimitOf(form)
  if (limit === null) return problem('trafficForm')
  const [min, max] = metadataLimits.trafficLimitBitsPerSecond
  return limit < min || limit > max ? problem('trafficRange') : null
}

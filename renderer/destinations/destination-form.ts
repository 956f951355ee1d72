import type { Destination, DestinationInput } from '../../shared/destination.ts'
import { type MetadataForm, metadataFormFor, metadataFrom } from '../metadata/metadata-form.ts'
import { metadataProblems } from '../metadata/metadata-problems.ts'
import {
  type CredentialForm,
  type CredentialProblem,
  credentialFormFor,
  credentialInput,
  credentialProblems,
} from './credential-form.ts'
import { isPlainElsewhere, mayBeCustomDomain, readEndpoint } from './endpoint-text.ts'

/** The editor's fields as they are typed. */
export interface DestinationForm extends CredentialForm {
  name: string
  endpointText: string
  /** Only asked for where the endpoint does not name it. */
  regionText: string
  isCustomDomain: boolean
  allowPlainHttp: boolean
  bucket: string
  prefix: string
  sessionOnly: boolean
  signatureVersion: 'v4' | 'v1'
  /** What is set on every object that goes there, unless an upload says otherwise. */
  metadata: MetadataForm
}

export type FormProblem =
  | 'endpointMissing'
  | 'endpointInvalid'
  | 'notEncrypted'
  | 'regionMissing'
  | 'bucketMissing'
  | 'bucketInvalid'
  | 'prefixSlash'
  | 'metadataWrong'

export type FormProblems = Partial<
  Record<Exclude<keyof DestinationForm, keyof CredentialForm>, FormProblem>
> &
  Partial<Record<keyof CredentialForm, CredentialProblem>>

const bucketForm = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/

export function formFor(destination: Destination | null, canProtectSecrets: boolean): DestinationForm {
  const { name = '', endpoint = '', region = '', bucket = '', prefix = '' } = destination ?? {}
  return {
    name,
    endpointText: endpoint,
    regionText: region,
    isCustomDomain: destination?.isCustomDomain ?? false,
    allowPlainHttp: destination?.allowPlainHttp ?? false,
    bucket,
    prefix,
    ...credentialFormFor(destination),
    sessionOnly: !canProtectSecrets,
    signatureVersion: destination?.signatureVersion ?? 'v4',
    metadata: metadataFormFor(destination?.metadata ?? {}),
  }
}

/** What is missing or cannot be, per field; empty when the form can be sent. */
export function problemsOf(form: DestinationForm, stored: Destination | null): FormProblems {
  const problems: FormProblems = {}
  const { endpoint, region } = readEndpoint(form.endpointText)
  if (form.endpointText.trim() === '') problems.endpointText = 'endpointMissing'
  else if (endpoint === '') problems.endpointText = 'endpointInvalid'
  else if (region === null && form.regionText.trim() === '') problems.regionText = 'regionMissing'
  if (isPlainElsewhere(endpoint) && !form.allowPlainHttp) problems.allowPlainHttp = 'notEncrypted'
  const bucket = form.bucket.trim()
  if (bucket === '') problems.bucket = 'bucketMissing'
  else if (!bucketForm.test(bucket)) problems.bucket = 'bucketInvalid'
  if (/^[/\\]/.test(form.prefix)) problems.prefix = 'prefixSlash'
  if (Object.keys(metadataProblems(form.metadata)).length > 0) problems.metadata = 'metadataWrong'
  if (stored?.kind === 'practice') return problems
  return { ...problems, ...credentialProblems(form, stored) }
}

/** What is sent to main; an empty secret keeps the stored one. A prefix is a folder: it ends in `/`. */
export function inputFrom(form: DestinationForm, stored: Destination | null): DestinationInput {
  const { endpoint, region } = readEndpoint(form.endpointText)
  const prefix = form.prefix.trim()
  const bucket = form.bucket.trim()
  return {
    ...(stored ? { id: stored.id } : {}),
    name: form.name.trim() || bucket,
    kind: stored?.kind ?? 'oss',
    endpoint,
    region: region ?? form.regionText.trim().replace(/^oss-/, ''),
    bucket,
    prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`,
    signatureVersion: form.signatureVersion,
    isCustomDomain: form.isCustomDomain && mayBeCustomDomain(endpoint),
    ...(form.allowPlainHttp && isPlainElsewhere(endpoint) ? { allowPlainHttp: true } : {}),
    metadata: metadataFrom(form.metadata),
    ...credentialInput(form),
    ...(form.sessionOnly ? { sessionOnly: true } : {}),
  }
}

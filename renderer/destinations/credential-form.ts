import { readCredentialJson, readExpiration } from '../../shared/credential-json.ts'
import type { CredentialSource, CredentialSourceKind } from '../../shared/credential-source.ts'
import type { Destination, DestinationInput } from '../../shared/destination.ts'

/** The part of the editor that says where credentials come from, as it is typed. */
export interface CredentialForm {
  sourceKind: CredentialSourceKind
  accessKeyId: string
  accessKeySecret: string
  securityToken: string
  /** As STS says it, e.g. `2027-01-31T08:00:00Z`; may be empty. */
  expirationText: string
  credentialPath: string
  credentialCommand: string
  credentialUrl: string
}

const credentialProblemNames = [
  'keyIdMissing',
  'secretMissing',
  'tokenMissing',
  'expirationInvalid',
  'pathMissing',
  'commandMissing',
  'urlInvalid',
] as const
export type CredentialProblem = (typeof credentialProblemNames)[number]

export function isCredentialProblem(problem: string): problem is CredentialProblem {
  return credentialProblemNames.some((name) => name === problem)
}

export function credentialFormFor(destination: Destination | null): CredentialForm {
  const source: CredentialSource = destination?.credentialSource ?? { kind: 'key' }
  return {
    sourceKind: source.kind,
    accessKeyId: destination?.accessKeyId ?? '',
    accessKeySecret: '',
    securityToken: '',
    expirationText:
      source.kind === 'sts' && source.expiresAt !== null ? new Date(source.expiresAt).toISOString() : '',
    credentialPath: source.kind === 'file' ? source.path : '',
    credentialCommand: source.kind === 'command' ? source.command : '',
    credentialUrl: source.kind === 'url' ? source.url : '',
  }
}

/** True when the stored secret (and token) goes with what the form says, so that nobody has to type it again. */
export function keepsSecret(form: CredentialForm, stored: Destination | null): boolean {
  return (
    stored?.hasSecret === true &&
    (stored.credentialSource?.kind ?? 'key') === form.sourceKind &&
    stored.accessKeyId === form.accessKeyId.trim()
  )
}

export function credentialProblems(
  form: CredentialForm,
  stored: Destination | null,
): Partial<Record<keyof CredentialForm, CredentialProblem>> {
  switch (form.sourceKind) {
    case 'key':
      return typedProblems(form, stored)
    case 'sts': {
      const isKept = keepsSecret(form, stored) && form.accessKeySecret === ''
      return {
        ...typedProblems(form, stored),
        ...(form.securityToken.trim() === '' && !isKept && { securityToken: 'tokenMissing' as const }),
        ...(readExpiration(form.expirationText.trim()) === null && {
          expirationText: 'expirationInvalid' as const,
        }),
      }
    }
    case 'file':
      return form.credentialPath.trim() === '' ? { credentialPath: 'pathMissing' } : {}
    case 'command':
      return form.credentialCommand.trim() === '' ? { credentialCommand: 'commandMissing' } : {}
    case 'url':
      return /^https?:\/\/./i.test(form.credentialUrl.trim()) ? {} : { credentialUrl: 'urlInvalid' }
  }
}

function typedProblems(
  form: CredentialForm,
  stored: Destination | null,
): Partial<Record<keyof CredentialForm, CredentialProblem>> {
  const isSecretMissing = form.accessKeySecret === '' && !keepsSecret(form, stored)
  return {
    ...(form.accessKeyId.trim() === '' && { accessKeyId: 'keyIdMissing' as const }),
    ...(isSecretMissing && { accessKeySecret: 'secretMissing' as const }),
  }
}

/** Only what belongs to the chosen source is sent: a secret typed for another one stays in the window. */
export function credentialInput(
  form: CredentialForm,
): Pick<DestinationInput, 'accessKeyId' | 'credentialSource' | 'accessKeySecret' | 'securityToken'> {
  switch (form.sourceKind) {
    case 'key':
      return typedInput(form, { kind: 'key' }, '')
    case 'sts':
      return typedInput(
        form,
        { kind: 'sts', expiresAt: readExpiration(form.expirationText.trim()) ?? null },
        form.securityToken.trim(),
      )
    case 'file':
      return { accessKeyId: '', credentialSource: { kind: 'file', path: form.credentialPath.trim() } }
    case 'command':
      return {
        accessKeyId: '',
        credentialSource: { kind: 'command', command: form.credentialCommand.trim() },
      }
    case 'url':
      return { accessKeyId: '', credentialSource: { kind: 'url', url: form.credentialUrl.trim() } }
  }
}

function typedInput(form: CredentialForm, credentialSource: CredentialSource, token: string) {
  return {
    accessKeyId: form.accessKeyId.trim(),
    credentialSource,
    ...(form.accessKeySecret === '' ? {} : { accessKeySecret: form.accessKeySecret.trim() }),
    ...(token === '' ? {} : { securityToken: token }),
  }
}

/** STS's answer as JSON, pasted into any field, fills them all; null for anything else. */
export function pastedCredentials(text: string): Partial<CredentialForm> | null {
  if (!text.trim().startsWith('{')) return null
  const read = readCredentialJson(text)
  if ('problem' in read) return null
  const { accessKeyId, accessKeySecret, securityToken = '', expiresAt } = read.credentials
  return {
    accessKeyId,
    accessKeySecret,
    securityToken,
    expirationText: expiresAt === undefined ? '' : new Date(expiresAt).toISOString(),
  }
}

import type { CredentialJsonProblem } from '../../shared/credential-json.ts'
import { UploadError } from '../../shared/upload-error.ts'

/** `source` names where the credentials should come from, without anything secret, e.g. the command's program. */
export function credentialError(
  code: string,
  message: string,
  params: Record<string, string | number> = {},
): UploadError {
  return new UploadError({ code, retry: 'auth', message, fromServer: false, params })
}

/** What a source handed over is not what it should be: says what was found, never its values. */
export function unusable(source: string, found: CredentialJsonProblem): UploadError {
  switch (found.problem) {
    case 'empty':
      return credentialError('CredentialsEmpty', `${source} gave nothing.`, { source })
    case 'not-json':
      return credentialError('CredentialsNotJson', `What ${source} gave is not a JSON object.`, { source })
    case 'field-missing': {
      const fields = found.found.join(', ') || '–'
      const { missing } = found
      const message = `What ${source} gave has no ${missing}. Fields found: ${fields}.`
      return credentialError('CredentialsIncomplete', message, { source, missing, fields })
    }
    case 'expiration-unreadable':
      return credentialError(
        'CredentialsExpirationUnreadable',
        `What ${source} gave has an Expiration that is no time.`,
        { source },
      )
    case 'refused':
      return credentialError(
        'CredentialsRefusedBySource',
        `${source} answered with the error ${found.code}.`,
        {
          source,
          answer: found.code,
        },
      )
    case 'profile-mode':
      return credentialError(
        'CredentialsProfileMode',
        `The profile "${found.profile}" in ${source} is of mode ${found.mode} and holds no keys.`,
        { source, profile: found.profile, mode: found.mode },
      )
  }
}

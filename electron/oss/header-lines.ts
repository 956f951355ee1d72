import { UploadError } from '../../shared/upload-error.ts'
import { badInput, shown } from './bad-input.ts'
import type { Credentials } from './credentials.ts'

/**
 * The last gate before the wire: no name or value of a header may hold what would end its line, whoever made it.
 * Throws `HeaderValueInvalid`. Object keys need no gate: `%0D%0A` is text in a request line.
 */
export function checkHeaderLines(headers: Readonly<Record<string, string>>): void {
  for (const name in headers) {
    const value = headers[name] ?? ''
    if (/^[\w-]+$/.test(name) && !hasControl(value)) continue
    throw badInput(
      'HeaderValueInvalid',
      `The header ${shown(name)} ("${shown(value)}") may not hold line breaks or control characters.`,
      { name: shown(name), value: shown(value) },
    )
  }
}

/**
 * Keys and tokens are pasted, and printed by commands, with a line end at the end or in the middle. Throws
 * `CredentialsMalformed` (class `auth`) that names the field and never its value.
 */
export function checkCredentialLines(credentials: Credentials): void {
  const { accessKeyId, accessKeySecret, securityToken = '' } = credentials
  if (!hasControl(accessKeyId) && !hasControl(accessKeySecret) && !hasControl(securityToken)) return
  const fields = {
    'AccessKey ID': accessKeyId,
    'AccessKey secret': accessKeySecret,
    'STS token': securityToken,
  }
  const [field = ''] = Object.entries(fields).find(([, value]) => hasControl(value)) ?? []
  throw new UploadError({
    code: 'CredentialsMalformed',
    retry: 'auth',
    message: `The ${field} holds a line break or a control character. Enter it again, on one line.`,
    fromServer: false,
    params: { field },
  })
}

/** All of Unicode's control characters but the tab, which a value may hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for.
const control = /[\0-\x08\x0a-\x1f\x7f-\x9f]/

function hasControl(text: string): boolean {
  return control.test(text)
}

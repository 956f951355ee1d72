import { UploadError } from '../../shared/upload-error.ts'

/** A value that OSS would refuse, refused before anything is sent. `params` fill the sentence `errors.<code>`. */
export function badInput(
  code: string,
  message: string,
  params: Record<string, string | number> = {},
): UploadError {
  return new UploadError({ code, retry: 'fatal', message, fromServer: false, params })
}

/** Long or unprintable input, made fit for a sentence. */
export function shown(input: string): string {
  const text = [...input.toWellFormed()].map((c) => (/\p{C}/u.test(c) ? '�' : c)).join('')
  return text.length > 120 ? `${text.slice(0, 117)}…` : text
}

/** An address without the user and the password in it; up to the last `@`, as either may hold one by mistake. */
export function withoutLogIn(address: string): string {
  return shown(address.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1…@'))
}

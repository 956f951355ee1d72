/** Names whose values never reach a log: keys, tokens, signatures. Access key ids are shown, as OSS itself shows them. */
const secretName = /secret|token|authorization|signature|password|cookie/i
const secretInText = [
  // Signed query parameters of V1 and V4, and the header forms.
  /((?:x-oss-)?(?:signature|security-token)=)[^&\s"]+/gi,
  /(authorization:\s*)\S[^\r\n"]*/gi,
  // user:password@host in proxy addresses.
  /(:\/\/)[^/@\s]+@/g,
]
const maxDepth = 6

/** A copy fit for the log: plain data, errors as name, message and stack, secrets replaced by `…`. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return value
  if (depth === maxDepth) return '…'
  if (value instanceof Error) return redactError(value, depth)
  if (Array.isArray(value)) return value.map((entry) => redact(entry, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      secretName.test(name) ? '…' : redact(entry, depth + 1),
    ]),
  )
}

function redactError(error: Error, depth: number): unknown {
  const fields = { ...error, stack: error.stack, ...(error.cause ? { cause: error.cause } : {}) }
  return { name: error.name, message: redactText(error.message), ...(redact(fields, depth + 1) as object) }
}

function redactText(text: string): string {
  return secretInText.reduce((shown, pattern) => shown.replace(pattern, '$1…'), text)
}

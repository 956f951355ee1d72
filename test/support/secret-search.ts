import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Looks for secrets in every file below the folders, as they are and in the forms they might be written in: UTF-16, hex,
 * percent-encoded, base64 (also in the middle of something longer). Answers one line per find, without the secret.
 */
export function findSecrets(folders: readonly string[], secrets: Readonly<Record<string, string>>): string[] {
  const forms = Object.entries(secrets).flatMap(([name, secret]) => formsOf(name, secret))
  return folders.flatMap(filesBelow).flatMap((file) => {
    const content = readIfThere(file)
    return forms.filter(({ bytes }) => content.includes(bytes)).map(({ what }) => `${file}: ${what}`)
  })
}

/** The same in a text, e.g. what a program printed. */
export function findSecretsIn(text: string, secrets: Readonly<Record<string, string>>): string[] {
  const content = Buffer.from(text)
  return Object.entries(secrets)
    .flatMap(([name, secret]) => formsOf(name, secret))
    .filter(({ bytes }) => content.includes(bytes))
    .map(({ what }) => what)
}

function formsOf(name: string, secret: string): { what: string; bytes: Buffer }[] {
  const bytes = Buffer.from(secret)
  const texts: Record<string, string> = {
    'in clear': secret,
    'in hex': bytes.toString('hex'),
    'in capital hex': bytes.toString('hex').toUpperCase(),
    'percent-encoded': encodeURIComponent(secret),
  }
  for (let offset = 0; offset < 3; offset += 1) {
    // Cut to the characters that depend on the secret alone, whatever stands before and after it.
    const padded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '')
    const inner = padded.slice(offset === 0 ? 0 : offset + 1, -2)
    texts[`in base64 at ${offset}`] = inner
    texts[`in base64url at ${offset}`] = inner.replaceAll('+', '-').replaceAll('/', '_')
  }
  return [
    ...Object.entries(texts).map(([form, text]) => ({ what: `${name} ${form}`, bytes: Buffer.from(text) })),
    { what: `${name} in UTF-16`, bytes: Buffer.from(secret, 'utf16le') },
  ]
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}

/** A running program may remove its temporary files meanwhile. */
function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}

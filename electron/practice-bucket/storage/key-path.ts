import { createHash } from 'node:crypto'

/**
 * Object keys as file names a person recognises. What cannot stand in a file name of Windows, macOS or Linux becomes
 * `%XX`; a `%` is always escaped, so names decode without doubt. Two marks that no escape can produce:
 * `%-` stands for nothing (an empty segment, or a name that has to differ from one already taken), and
 * `%+` ends a folder whose name goes on in the next one without a slash (segments too long for a file name).
 */
const nothing = '%-'
const goesOn = '%+'
/** Half of what file systems allow in a name (255), so that marks and their temporary names always fit. */
const maxNameBytes = 200

/** Keys whose path would be too long for the system lie here under the SHA-256 of the key. */
const overflowFolder = '%~'

// biome-ignore lint/suspicious/noControlCharactersInRegex: object keys may hold control characters, file names may not
const unusable = /[\u0000-\u001f\u007f%\\:*?"<>|]/
const plain = /[a-z0-9._-]/
const reservedOnWindows = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\.|$)/i

type Style = 'readable' | 'case-safe'

/**
 * Relative paths for a key, `/` between names, best first. The caller takes the first that is free: readable; marked, for
 * when `a` and `a/b` both exist; without capitals and accents, for systems on which `A` and `a` are one file; hashed.
 */
export function* pathCandidates(key: string, maxPathBytes: number): Generator<string> {
  for (const style of ['readable', 'case-safe'] satisfies Style[]) {
    const names = namesOf(key, style)
    const folders = names.slice(0, -1)
    const file = names.slice(-1)
    const mark = (list: string[]) => list.map((name) => `${name}${nothing}`)
    for (const path of [names, [...mark(folders), ...file], [...folders, ...mark(file)], mark(names)]) {
      const joined = path.join('/')
      if (Buffer.byteLength(joined) <= maxPathBytes) yield joined
    }
  }
  yield `${overflowFolder}/${createHash('sha256').update(key).digest('hex')}`
}

/** The key a path stands for; `undefined` for hashed paths and for files that are not ours. */
export function keyOfPath(path: string): string | undefined {
  let key = ''
  const names = path.split('/')
  if (names[0] === overflowFolder) return undefined
  for (const [index, name] of names.entries()) {
    const unmarked = name.replaceAll(nothing, '')
    const isContinued = unmarked.endsWith(goesOn)
    try {
      key += decodeURIComponent(isContinued ? unmarked.slice(0, -goesOn.length) : unmarked)
    } catch {
      return undefined
    }
    if (!isContinued && index < names.length - 1) key += '/'
  }
  return key
}

function namesOf(key: string, style: Style): string[] {
  return key.split('/').flatMap((segment) => namesOfSegment(segment, style))
}

function namesOfSegment(segment: string, style: Style): string[] {
  if (segment === '') return [nothing]
  const names: string[] = []
  let name = ''
  for (const character of segment) {
    const written = mayStand(character, style) ? character : escapeBytes(character)
    if (Buffer.byteLength(name) + Buffer.byteLength(written) > maxNameBytes) {
      names.push(name + goesOn)
      name = ''
    }
    name += written
  }
  names.push(name)
  return names.map(withoutTraps)
}

function mayStand(character: string, style: Style): boolean {
  return style === 'readable' ? !unusable.test(character) : plain.test(character)
}

/** `.` and `..`, names Windows keeps for devices, and the trailing dots and spaces it drops. */
function withoutTraps(name: string): string {
  const last = name.at(-1) ?? ''
  if (last === '.' || last === ' ') return name.slice(0, -1) + escapeBytes(last)
  const first = name.at(0) ?? ''
  return reservedOnWindows.test(name) ? escapeBytes(first) + name.slice(1) : name
}

function escapeBytes(character: string): string {
  return Buffer.from(character).toString('hex').toUpperCase().replace(/../g, '%$&')
}

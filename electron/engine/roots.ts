/** One dropped file or folder that is walked by itself. */
export interface Root {
  path: string
  /** The name of an entry below this root as it goes into the key. */
  rename: (name: string) => string
}

/**
 * The roots of a drop without doubles and without what lies inside another root. Two roots of the same name
 * (`/a/photos` and `/b/photos`) would write the same keys, and one would silently replace the other: the second becomes
 * `photos (2)`, a file `x.txt` becomes `x (2).txt`, or the next number that no root of the drop has. `normalize`: names
 * that are the same when composed (NFC) are the same.
 */
export function distinctRoots(paths: readonly string[], normalize: boolean): Root[] {
  const kept = [...new Set(paths.map(withoutTrailingSeparator))]
  const outermost = kept.filter((path) => !kept.some((other) => isInside(path, other)))
  const keyName = (path: string) => (normalize ? baseName(path).normalize('NFC') : baseName(path))
  const taken = new Set(outermost.map(keyName))
  const seen = new Set<string>()
  return outermost.map((path) => {
    const name = keyName(path)
    if (!seen.has(name)) {
      seen.add(name)
      return { path, rename: (entry) => entry }
    }
    let number = 2
    // Whether it is a file or a folder shows only when it is walked: neither form may be taken.
    while (bothForms(name, number).some((form) => taken.has(form))) number += 1
    for (const form of bothForms(name, number)) taken.add(form)
    return { path, rename: (entry) => numberedEntry(entry, number) }
  })
}

/** `x.txt` → `x (2).txt`: the number goes before the extension. */
export function numberedName(name: string, number: number): string {
  const dot = name.lastIndexOf('.')
  const end = dot > 0 ? dot : name.length
  return `${name.slice(0, end)} (${number})${name.slice(end)}`
}

function bothForms(name: string, number: number): string[] {
  return [numberedName(name, number), `${name} (${number})`]
}

function withoutTrailingSeparator(path: string): string {
  return path.length > 1 ? path.replace(/[/\\]+$/, '') : path
}

function isInside(path: string, other: string): boolean {
  return path !== other && (path.startsWith(`${other}/`) || path.startsWith(`${other}\\`))
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}

/** Numbers the first segment: a folder at its end, a file before its extension. */
function numberedEntry(entry: string, number: number): string {
  const slash = entry.indexOf('/')
  if (slash === -1) return numberedName(entry, number)
  return `${entry.slice(0, slash)} (${number})${entry.slice(slash)}`
}

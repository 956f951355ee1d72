/** One dropped file or folder that is walked by itself. */
export interface Root {
  path: string
  /** The name of an entry below this root as it goes into the key. */
  rename: (name: string) => string
}

/**
 * The roots of a drop without doubles and without what lies inside another root. Two roots of the same name
 * (`/a/photos` and `/b/photos`) would write the same keys, and one would silently replace the other: the second becomes
 * `photos (2)`, a file `x.txt` becomes `x (2).txt`.
 */
export function distinctRoots(paths: readonly string[]): Root[] {
  const kept = [...new Set(paths.map(withoutTrailingSeparator))]
  const outermost = kept.filter((path) => !kept.some((other) => isInside(path, other)))
  const timesSeen = new Map<string, number>()
  return outermost.map((path) => {
    const name = baseName(path)
    const times = (timesSeen.get(name) ?? 0) + 1
    timesSeen.set(name, times)
    return { path, rename: times === 1 ? (entry) => entry : (entry) => numbered(entry, times) }
  })
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
function numbered(entry: string, number: number): string {
  const slash = entry.indexOf('/')
  if (slash !== -1) return `${entry.slice(0, slash)} (${number})${entry.slice(slash)}`
  const dot = entry.lastIndexOf('.')
  const end = dot > 0 ? dot : entry.length
  return `${entry.slice(0, end)} (${number})${entry.slice(end)}`
}

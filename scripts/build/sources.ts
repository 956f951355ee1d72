import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Everything that can change what a build produces. */
const sources = ['electron', 'renderer', 'shared', 'package.json', 'package-lock.json', 'tsconfig.base.json']

/** A text that changes whenever a source file comes, goes, grows or is saved. Reads no contents. */
export function sourcesFingerprint(root: string): string {
  const hash = createHash('sha256')
  const configs = readdirSync(root).filter((name) => /^vite\..+\.config\.ts$/.test(name))
  for (const path of [...sources, ...configs].flatMap((name) => filesBelow(root, name)).sort()) {
    const { size, mtimeMs } = statSync(join(root, path))
    hash.update(`${path}\0${size}\0${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function filesBelow(root: string, name: string): string[] {
  const stats = statSync(join(root, name), { throwIfNoEntry: false })
  if (stats === undefined) return []
  if (!stats.isDirectory()) return [name]
  return readdirSync(join(root, name)).flatMap((entry) => filesBelow(root, join(name, entry)))
}

import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Bytes of the window's own scripts and styles as they ship, and packed as an installer packs them. */
export async function bundleSize(folder: string): Promise<{ bytes: number; packedBytes: number }> {
  const files = await readdir(folder, { recursive: true })
  const bodies = await Promise.all(
    files
      .filter((name) => ['.js', '.css'].includes(extname(name)))
      .map((name) => readFile(join(folder, name))),
  )
  const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0)
  return {
    bytes: sum(bodies.map((body) => body.length)),
    packedBytes: sum(bodies.map((body) => gzipSync(body).length)),
  }
}

import { createHash, randomFillSync } from 'node:crypto'
import { open } from 'node:fs/promises'

const chunkBytes = 4 * 1024 * 1024

/** Writes `sizeBytes` random bytes (nothing can compress or guess them) and answers their SHA-256. */
export async function writeRandomFile(path: string, sizeBytes: number): Promise<string> {
  const hash = createHash('sha256')
  const chunk = Buffer.alloc(chunkBytes)
  const file = await open(path, 'wx')
  try {
    for (let written = 0; written < sizeBytes; written += chunkBytes) {
      const part = chunk.subarray(0, Math.min(chunkBytes, sizeBytes - written))
      randomFillSync(part)
      hash.update(part)
      await file.write(part)
    }
  } finally {
    await file.close()
  }
  return hash.digest('hex')
}

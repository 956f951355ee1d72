import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

const chunkBytes = 4 * 1024 * 1024

/**
 * Writes the parts one after another into a new file; reading goes on while the last chunk is being written.
 * Answers the MD5 of the whole if asked for. A part that is not as long as it should be is an error, the signal another.
 */
export async function joinParts(
  parts: readonly { path: string; sizeBytes: number }[],
  target: string,
  options: { wantsMd5: boolean; isDurable: boolean; signal: AbortSignal },
): Promise<{ md5?: string }> {
  const md5 = options.wantsMd5 ? createHash('md5') : undefined
  const buffers = [Buffer.allocUnsafe(chunkBytes), Buffer.allocUnsafe(chunkBytes)]
  const output = await open(target, 'wx')
  let writing: Promise<unknown> = Promise.resolve()
  let turn = 0
  try {
    for (const part of parts) {
      const input = await open(part.path, 'r')
      try {
        let copiedBytes = 0
        for (;;) {
          options.signal.throwIfAborted()
          const buffer = buffers[turn % 2] ?? Buffer.allocUnsafe(chunkBytes)
          const { bytesRead } = await input.read(buffer, 0, chunkBytes, null)
          if (bytesRead === 0) break
          turn += 1
          copiedBytes += bytesRead
          const chunk = buffer.subarray(0, bytesRead)
          md5?.update(chunk)
          await writing
          writing = output.write(chunk)
          // Awaited at the next turn; a failure before that must not count as unhandled.
          writing.catch(() => undefined)
        }
        if (copiedBytes !== part.sizeBytes)
          throw new Error(`A part has ${copiedBytes} bytes instead of ${part.sizeBytes}.`)
      } finally {
        await input.close()
      }
    }
    await writing
    if (options.isDurable) await output.sync()
  } finally {
    await writing.catch(() => undefined)
    await output.close()
  }
  return md5 === undefined ? {} : { md5: md5.digest('base64') }
}

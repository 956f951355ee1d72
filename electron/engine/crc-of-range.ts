import type { RunContext } from './run-context.ts'
import type { SourceFile } from './send-range.ts'

/** CRC-64 of the file's bytes from `startOffset` up to, without, `endOffset`; reads them, sends nothing. */
export async function crcOfRange(
  ctx: RunContext,
  source: SourceFile,
  startOffset: number,
  endOffset: number,
): Promise<string> {
  const crc = ctx.ports.crc64.create()
  if (endOffset === startOffset) return crc.digest()
  const reading = source.open.read({ startOffset, endOffset, signal: ctx.signal })
  for await (const chunk of reading) if (!reading.crc64) crc.update(chunk)
  return reading.crc64?.() ?? crc.digest()
}

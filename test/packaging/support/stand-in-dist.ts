import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Electron's binary names its fuses behind this text: a version byte, their number, and one digit each. */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const fuseCount = 9

/** What electron-builder needs of Electron's runtime to pack, without the runtime. */
export function writeStandInDist(folder: string, binary: 'electron' | 'electron.exe'): string {
  mkdirSync(join(folder, 'locales'), { recursive: true })
  mkdirSync(join(folder, 'resources'))
  const fuses = Buffer.concat([
    Buffer.from(`stand-in ${fuseSentinel}`),
    Buffer.from([1, fuseCount]),
    Buffer.from('1'.repeat(fuseCount)),
    Buffer.from(' end'),
  ])
  writeFileSync(join(folder, binary), fuses, { mode: 0o755 })
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, name), name)
  for (const locale of ['en-US', 'zh-CN', 'de'])
    writeFileSync(join(folder, 'locales', `${locale}.pak`), locale)
  return folder
}

/** The fuses of a binary as digits, in Electron's order. */
export function readFuses(binary: Buffer): string {
  const at = binary.indexOf(fuseSentinel)
  if (at === -1) throw new Error('there are no fuses')
  const start = at + fuseSentinel.length + 2
  return binary.subarray(start, start + fuseCount).toString('latin1')
}

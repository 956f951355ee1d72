import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** One stored part. Everything known about it stands in its file's name, so one rename stores it. */
export interface PartRecord {
  partNumber: number
  sizeBytes: number
  /** Upper-case hex. */
  md5: string
  crc64: bigint
  /** Rises with every part, in microseconds since 1970: of two files for one number the later one counts. */
  storedAt: number
}

/** Everything there is to know of a part is its file's name, so the two cannot disagree after a crash. */
export function partFileName(part: PartRecord): string {
  const number = String(part.partNumber).padStart(5, '0')
  return `${number}.${part.storedAt}.${part.md5}.${part.crc64}.${part.sizeBytes}.part`
}

/** Unix milliseconds. */
export function partLastModified(part: PartRecord): number {
  return Math.floor(part.storedAt / 1000)
}

/** The parts in an upload's folder. A file of another length than its name says was torn by a crash and does not count. */
export function readPartFiles(folder: string): { parts: Map<number, PartRecord>; obsolete: string[] } {
  const parts = new Map<number, PartRecord>()
  const obsolete: string[] = []
  for (const name of readdirSync(folder)) {
    const match = /^(\d{5})\.(\d+)\.([0-9A-F]{32})\.(\d+)\.(\d+)\.part$/.exec(name)
    if (match === null) continue
    const [, number, storedAt, md5 = '', crc64 = '', sizeBytes] = match
    const part: PartRecord = {
      partNumber: Number(number),
      storedAt: Number(storedAt),
      md5,
      crc64: BigInt(crc64),
      sizeBytes: Number(sizeBytes),
    }
    const rival = parts.get(part.partNumber)
    if (statSync(join(folder, name)).size !== part.sizeBytes || (rival && rival.storedAt > part.storedAt)) {
      obsolete.push(name)
      continue
    }
    if (rival !== undefined) obsolete.push(partFileName(rival))
    parts.set(part.partNumber, part)
  }
  return { parts, obsolete }
}

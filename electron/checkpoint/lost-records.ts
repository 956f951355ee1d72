import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const headerBytes = 32
const frameHeaderBytes = 24
/** SQLite's two magic numbers; the last bit says in which byte order checksums are computed. */
const magicNumbers = [0x37_7f_06_82, 0x37_7f_06_83]

/**
 * True when SQLite will leave out commits of the write-ahead log: it reads the log up to the first frame whose checksum is
 * wrong and takes that for the end, without a word. Records behind it are gone (a flipped bit, a power cut that wrote
 * later blocks and not an earlier one), and people must hear of it. To be asked before the database is opened.
 *
 * A transaction that was being written at a kill is no loss: nothing behind it was committed.
 */
export function losesRecords(databaseFile: string): boolean {
  const descriptor = openIfThere(`${databaseFile}-wal`)
  if (descriptor === null) return false
  try {
    const sizeBytes = fstatSync(descriptor).size
    return sizeBytes >= headerBytes + frameHeaderBytes && hasUnreadableCommit(descriptor, sizeBytes)
  } finally {
    closeSync(descriptor)
  }
}

/** The process that has the database may end, and take the log away, at any moment. */
function openIfThere(file: string): number | null {
  try {
    return openSync(file, 'r')
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw thrown
  }
}

function hasUnreadableCommit(descriptor: number, sizeBytes: number): boolean {
  const header = read(descriptor, 0, headerBytes)
  const isLittleEndian = (header.readUInt32BE(0) & 1) === 0
  let sum = checksum([0, 0], header.subarray(0, 24), isLittleEndian)
  // Without its header the whole log is passed over, whatever it holds.
  if (!magicNumbers.includes(header.readUInt32BE(0)) || !isSum(sum, header, 24)) return true

  const frameBytes = frameHeaderBytes + header.readUInt32BE(8)
  const salts = header.subarray(16, 24)
  let isReadable = true
  for (let offset = headerBytes; offset + frameBytes <= sizeBytes; offset += frameBytes) {
    const frame = read(descriptor, offset, isReadable ? frameBytes : frameHeaderBytes)
    // Frames with other salts are what an earlier round of the log left behind; SQLite stops there as well.
    const hasSalts = frame.subarray(8, 16).equals(salts)
    if (isReadable) {
      sum = checksum(sum, frame.subarray(0, 8), isLittleEndian)
      sum = checksum(sum, frame.subarray(frameHeaderBytes), isLittleEndian)
      const continues = isSum(sum, frame, 16)
      // One without the other: this frame was written in this round and has changed since.
      if (continues !== hasSalts) return true
      isReadable = continues
    } else if (hasSalts && frame.readUInt32BE(4) !== 0) {
      return true
    }
  }
  return false
}

function read(descriptor: number, offset: number, lengthBytes: number): Buffer {
  const bytes = Buffer.alloc(lengthBytes)
  readSync(descriptor, bytes, 0, lengthBytes, offset)
  return bytes
}

type Sum = readonly [number, number]

/** The two running sums of the log's format, over 32-bit words taken in pairs. */
function checksum([first, second]: Sum, bytes: Buffer, isLittleEndian: boolean): Sum {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let a = first
  let b = second
  for (let offset = 0; offset < bytes.length; offset += 8) {
    a = (a + words.getUint32(offset, isLittleEndian) + b) >>> 0
    b = (b + words.getUint32(offset + 4, isLittleEndian) + a) >>> 0
  }
  return [a, b]
}

function isSum([a, b]: Sum, bytes: Buffer, offset: number): boolean {
  return bytes.readUInt32BE(offset) === a && bytes.readUInt32BE(offset + 4) === b
}

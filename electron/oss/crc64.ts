import { advanceCrc64, crc64Polynomial } from '../crc64/crc64-wasm.ts'
import type { Crc64 } from '../engine/ports/crc64.ts'

const allOnes = 0xffff_ffff_ffff_ffffn
const decimal = /^\d{1,20}$/

function parse(crc: string): bigint {
  const value = decimal.test(crc) ? BigInt(crc) : -1n
  if (value < 0n || value > allOnes) {
    throw new RangeError(`A CRC-64 is a decimal number from 0 to ${allOnes}, not "${crc.slice(0, 40)}".`)
  }
  return value
}

/** Product of two polynomials modulo the CRC's; bit 63 is the coefficient of x^0, as in a reflected CRC. */
function multiply(a: bigint, b: bigint): bigint {
  let product = 0n
  let shifted = b
  for (let bit = 63n; bit >= 0n; bit -= 1n) {
    if ((a >> bit) & 1n) product ^= shifted
    shifted = shifted & 1n ? (shifted >> 1n) ^ crc64Polynomial : shifted >> 1n
  }
  return product
}

/** x^(8 n): what appending n zero bytes multiplies a CRC with. */
function zeroBytesFactor(lengthBytes: number): bigint {
  let factor = 1n << 63n
  let square = 1n << 55n
  for (let rest = BigInt(lengthBytes); rest > 0n; rest >>= 1n) {
    if (rest & 1n) factor = multiply(factor, square)
    square = multiply(square, square)
  }
  return factor
}

/** The parts of one upload have one length: the factor is worth keeping. */
let lastFactor = { lengthBytes: 0, factor: zeroBytesFactor(0) }

/** CRC-64/XZ: what OSS sends as `x-oss-hash-crc64ecma`, in the same form (unsigned decimal). */
export const crc64: Crc64 = {
  create() {
    let register = allOnes
    return {
      update(chunk) {
        register = advanceCrc64(register, chunk)
      },
      digest: () => BigInt.asUintN(64, ~register).toString(),
    }
  },
  combine(crcA, crcB, lengthBytesB) {
    if (!Number.isSafeInteger(lengthBytesB) || lengthBytesB < 0) {
      throw new RangeError(`A length in bytes is a whole number from 0, not ${lengthBytesB}.`)
    }
    if (lastFactor.lengthBytes !== lengthBytesB) {
      lastFactor = { lengthBytes: lengthBytesB, factor: zeroBytesFactor(lengthBytesB) }
    }
    return (multiply(parse(crcA), lastFactor.factor) ^ parse(crcB)).toString()
  },
}

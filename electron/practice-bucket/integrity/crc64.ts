import { createCRC64 } from 'hash-wasm'

/** ECMA-182, reflected, all ones in and out ("CRC-64/XZ"): the CRC of `123456789` is 0x995DC9BBDF1939FA. */
const reflectedPolynomial = 0xc96c5795d7870f42n

export interface Crc64Hasher {
  update(bytes: Uint8Array): void
  /** Unsigned 64-bit value; the hasher is back in the pool afterwards. */
  finish(): bigint
}

type WasmHasher = Awaited<ReturnType<typeof createCRC64>>
const idle: WasmHasher[] = []

/** A hasher for one body. Instances are kept and used again: each holds its own WebAssembly memory. */
export async function startCrc64(): Promise<Crc64Hasher> {
  const hasher = idle.pop() ?? (await createCRC64(reflectedPolynomial.toString(16)))
  hasher.init()
  return {
    update: (bytes) => {
      hasher.update(bytes)
    },
    finish: () => {
      const value = BigInt(`0x${hasher.digest('hex')}`)
      idle.push(hasher)
      return value
    },
  }
}

/** Row n of a matrix is what bit n of a CRC becomes. */
type Matrix = readonly bigint[]

function times(matrix: Matrix, vector: bigint): bigint {
  let sum = 0n
  let rest = vector
  for (const row of matrix) {
    if (rest === 0n) break
    if ((rest & 1n) === 1n) sum ^= row
    rest >>= 1n
  }
  return sum
}

function squared(matrix: Matrix): Matrix {
  return matrix.map((row) => times(matrix, row))
}

/** Entry k appends 2^k zero bytes; filled as lengths ask for it, so combining many parts stays cheap. */
const appendZeroBytes: Matrix[] = []

function zeroBytesMatrix(power: number): Matrix {
  if (appendZeroBytes.length === 0) {
    const oneBit: Matrix = Array.from({ length: 64 }, (_row, bit) =>
      bit === 0 ? reflectedPolynomial : 1n << BigInt(bit - 1),
    )
    appendZeroBytes.push(squared(squared(squared(oneBit))))
  }
  for (let known = appendZeroBytes.length; known <= power; known += 1) {
    appendZeroBytes.push(squared(appendZeroBytes[known - 1] ?? []))
  }
  return appendZeroBytes[power] ?? []
}

/** CRC of A followed by B, from both CRCs and the length of B in bytes. */
export function combineCrc64(crcOfA: bigint, crcOfB: bigint, sizeBytesOfB: number): bigint {
  let crc = crcOfA
  let rest = BigInt(sizeBytesOfB)
  for (let power = 0; rest > 0n; power += 1) {
    if ((rest & 1n) === 1n) crc = times(zeroBytesMatrix(power), crc)
    rest >>= 1n
  }
  return crc ^ crcOfB
}

import { describe, expect, it } from 'vitest'
import { crc64Polynomial, foldDistancesWords } from '../../electron/crc64/crc64-wasm.ts'
import { crc64 } from '../../electron/oss/crc64.ts'
import { combineCrc64 } from '../../electron/practice-bucket/integrity/crc64.ts'

function crcOf(...chunks: Uint8Array[]): string {
  const crc = crc64.create()
  for (const chunk of chunks) crc.update(chunk)
  return crc.digest()
}

/** The definition, bit by bit. */
function slowCrc(bytes: Uint8Array): string {
  let crc = 0xffffffffffffffffn
  for (const byte of bytes) {
    crc ^= BigInt(byte)
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1n ? (crc >> 1n) ^ crc64Polynomial : crc >> 1n
  }
  return (crc ^ 0xffffffffffffffffn).toString()
}

/** Bytes without a pattern, the same in every run. */
function noise(lengthBytes: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(lengthBytes)
  let state = seed
  for (let index = 0; index < lengthBytes; index += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes[index] = state >>> 24
  }
  return bytes
}

const text = (value: string) => new TextEncoder().encode(value)

describe('CRC-64 of bytes', () => {
  it.each([
    ['nothing', '', '0'],
    ['the digits 1 to 9', '123456789', '11051210869376104954'],
    ['1234', '1234', '14865968487149912872'],
    ['56789', '56789', '7598038797645275211'],
  ])('of %s is what OSS writes', (_name, input, expected) => {
    expect(crcOf(text(input))).toBe(expected)
  })

  it('of zero bytes is what OSS writes', () => {
    expect(crcOf(new Uint8Array(1024 * 1024))).toBe('6947770692288575170')
    expect(crcOf(new Uint8Array(100 * 1024))).toBe('15337097285471591505')
  })

  it('of noise of every length around the borders of its fast paths equals the definition', () => {
    const lengths = [1, 7, 8, 15, 16, 17, 31, 255, 2568, 5135, 5136, 5137, 5144, 5150, 5152, 7777, 20_011]
    for (const length of lengths) expect(crcOf(noise(length)), `${length} bytes`).toBe(slowCrc(noise(length)))
  })

  it('does not depend on how the bytes are cut into chunks', () => {
    const bytes = noise(700_001)
    const whole = crcOf(bytes)
    for (const size of [1000, 5136, 65_536, 131_072, 131_073, 400_000]) {
      const chunks = []
      for (let offset = 0; offset < bytes.length; offset += size)
        chunks.push(bytes.subarray(offset, offset + size))
      expect(crcOf(...chunks), `chunks of ${size}`).toBe(whole)
    }
  })

  it('of two streams fed in turn stays apart', () => {
    const a = crc64.create()
    const b = crc64.create()
    for (let round = 0; round < 8; round += 1) {
      a.update(noise(20_000, round + 1))
      b.update(noise(30_000, round + 100))
    }
    expect(a.digest()).toBe(crcOf(...Array.from({ length: 8 }, (_, round) => noise(20_000, round + 1))))
    expect(b.digest()).toBe(crcOf(...Array.from({ length: 8 }, (_, round) => noise(30_000, round + 100))))
  })

  it('sees one flipped bit anywhere in a large chunk', () => {
    const bytes = noise(40_000)
    const whole = crcOf(bytes)
    for (let position = 0; position < bytes.length; position += 997) {
      const flipped = bytes.slice()
      flipped[position] = (flipped[position] ?? 0) ^ 0x10
      expect(crcOf(flipped), `byte ${position}`).not.toBe(whole)
    }
  })
})

describe('combining CRCs', () => {
  it('of two pieces gives the CRC of the whole', () => {
    expect(crc64.combine('14865968487149912872', '7598038797645275211', 5)).toBe('11051210869376104954')
  })

  it('of ten equal parts and a shorter last one gives the CRC of the whole', () => {
    const part = crcOf(new Uint8Array(102_400))
    let combined = '0'
    for (let number = 1; number <= 10; number += 1) combined = crc64.combine(combined, part, 102_400)
    combined = crc64.combine(combined, crcOf(new Uint8Array(24_576)), 24_576)
    expect(combined).toBe('6947770692288575170')
  })

  it('with nothing behind or before changes nothing', () => {
    expect(crc64.combine('11051210869376104954', '0', 0)).toBe('11051210869376104954')
    expect(crc64.combine('0', '11051210869376104954', 9)).toBe('11051210869376104954')
  })

  it('of noise cut anywhere gives the CRC of the whole', () => {
    const bytes = noise(9000)
    const whole = crcOf(bytes)
    for (const cut of [1, 2, 3, 100, 4096, 8999]) {
      const [a, b] = [bytes.subarray(0, cut), bytes.subarray(cut)]
      expect(crc64.combine(crcOf(a), crcOf(b), b.length), `cut at ${cut}`).toBe(whole)
    }
  })

  it('of ten thousand parts as large as OSS allows is what the practice bucket makes of them', () => {
    const fiveGiB = 5 * 1024 ** 3
    let combined = '1'
    let ofServer = 1n
    for (let number = 0; number < 10_000; number += 1) {
      combined = crc64.combine(combined, '2', fiveGiB)
      ofServer = combineCrc64(ofServer, 2n, fiveGiB)
    }
    expect(combined).toBe(ofServer.toString())
  })

  it.each(['', '-1', '0x12', '1e3', '18446744073709551616', '123456789012345678901'])(
    'refuses "%s" as a CRC',
    (crc) => {
      expect(() => crc64.combine(crc, '0', 1)).toThrow(RangeError)
      expect(() => crc64.combine('0', crc, 1)).toThrow(RangeError)
    },
  )

  it.each([-1, 1.5, Number.NaN, 2 ** 53])('refuses %d as a length', (length) => {
    expect(() => crc64.combine('1', '2', length)).toThrow(RangeError)
  })
})

describe('the folding distances', () => {
  it('form a multiple of the polynomial', () => {
    const top = Math.max(...foldDistancesWords)
    const exponents = [0, ...foldDistancesWords].map((distance) => 64 * (top - distance))
    let sum = 0n
    for (const exponent of exponents) {
      let power = 1n << 63n
      for (let step = 0; step < exponent; step += 1) {
        power = power & 1n ? (power >> 1n) ^ crc64Polynomial : power >> 1n
      }
      sum ^= power
    }
    expect(sum).toBe(0n)
  })
})

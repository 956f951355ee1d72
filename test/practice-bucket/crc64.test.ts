import { describe, expect, test } from 'vitest'
import { combineCrc64, startCrc64 } from '../../electron/practice-bucket/integrity/crc64.ts'

async function crc64(...pieces: (string | Buffer)[]): Promise<bigint> {
  const hasher = await startCrc64()
  for (const piece of pieces) hasher.update(Buffer.from(piece))
  return hasher.finish()
}

describe('CRC-64 as in x-oss-hash-crc64ecma', () => {
  test.each([
    { what: 'nothing', bytes: Buffer.alloc(0), expected: '0' },
    { what: 'the nine digits', bytes: Buffer.from('123456789'), expected: '11051210869376104954' },
    { what: '1 MiB of zero bytes', bytes: Buffer.alloc(1024 * 1024), expected: '6947770692288575170' },
    { what: '100 KiB of zero bytes', bytes: Buffer.alloc(102_400), expected: '15337097285471591505' },
    { what: '1234', bytes: Buffer.from('1234'), expected: '14865968487149912872' },
    { what: '56789', bytes: Buffer.from('56789'), expected: '7598038797645275211' },
  ])('of $what is $expected', async ({ bytes, expected }) => {
    expect((await crc64(bytes)).toString()).toBe(expected)
  })

  test('does not depend on how the bytes are cut', async () => {
    expect(await crc64('1', '234', '', '56789')).toBe(11051210869376104954n)
  })

  test('several bodies at once do not disturb each other', async () => {
    const first = await startCrc64()
    const second = await startCrc64()
    first.update(Buffer.from('1234'))
    second.update(Buffer.alloc(102_400))
    first.update(Buffer.from('56789'))
    expect(first.finish()).toBe(11051210869376104954n)
    expect(second.finish()).toBe(15337097285471591505n)
  })

  test('of two pieces combines to that of the whole', async () => {
    expect(combineCrc64(14865968487149912872n, 7598038797645275211n, 5)).toBe(11051210869376104954n)
    expect(combineCrc64(7n, 0n, 0)).toBe(7n)
    expect(combineCrc64(0n, 7n, 123)).toBe(7n)
  })

  test('of ten blocks and a rest combines to that of 1 MiB', async () => {
    const block = await crc64(Buffer.alloc(102_400))
    let crc = 0n
    for (let count = 0; count < 10; count += 1) crc = combineCrc64(crc, block, 102_400)
    crc = combineCrc64(crc, await crc64(Buffer.alloc(24_576)), 24_576)
    expect(crc).toBe(6947770692288575170n)
  })

  test('of 10,000 parts of 5 GB is the same joined one after the other and in halves', () => {
    const sizeBytes = 5 * 1024 ** 3
    const part = 0x123456789abcdefn
    const join = (count: number) => {
      let crc = 0n
      for (let number = 0; number < count; number += 1) crc = combineCrc64(crc, part, sizeBytes)
      return crc
    }
    expect(combineCrc64(join(6000), join(4000), 4000 * sizeBytes)).toBe(join(10_000))
  })
})

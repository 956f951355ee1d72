/** CRC-64/XZ as OSS uses it (ECMA-182 polynomial, reflected); values are unsigned decimal text. */
export interface Crc64 {
  create(): { update(chunk: Uint8Array): void; digest(): string }
  /** CRC of A followed by B, from the CRC of each and the length of B in bytes. */
  combine(crcA: string, crcB: string, lengthBytesB: number): string
}

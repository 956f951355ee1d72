import { createHash } from 'node:crypto'
import { startCrc64 } from '../integrity/crc64.ts'
import { checkDigests, readDeclaredDigests } from '../integrity/declared-digests.ts'
import { OssError } from '../wire/oss-error.ts'
import type { Exchange } from './exchange.ts'

/** A small body (an XML document) as text, checked against Content-MD5; more than `maxBytes` is 400 `MalformedXML`. */
export async function receiveText(exchange: Exchange, maxBytes: number): Promise<string> {
  const declared = readDeclaredDigests(exchange.headers)
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for (let chunk = await exchange.body.next(); chunk !== undefined; chunk = await exchange.body.next()) {
    sizeBytes += chunk.length
    if (sizeBytes > maxBytes) throw new OssError(400, 'MalformedXML', 'The XML you provided is too long.')
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  const crc64 = await startCrc64()
  crc64.update(bytes)
  checkDigests(declared, { md5: createHash('md5').update(bytes).digest(), crc64: crc64.finish() })
  return bytes.toString('utf8')
}

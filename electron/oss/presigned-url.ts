import { badInput } from './bad-input.ts'
import { checkObjectKey } from './names.ts'
import type { OssConnection } from './oss-connection.ts'

/** Seconds a link may live: OSS takes at most 7 days. */
const lifeRange = [1, 604_800] as const

/**
 * A URL that lets whoever has it read (GET) or replace (PUT) one object for `expiresSeconds`. With temporary credentials
 * it dies with their token. Throws `LinkLifeOutOfRange`.
 */
export async function presignedUrl(
  connection: OssConnection,
  input: { method: 'GET' | 'PUT'; key: string; expiresSeconds: number },
): Promise<string> {
  checkObjectKey(input.key)
  const [min, max] = lifeRange
  const { expiresSeconds } = input
  if (!Number.isInteger(expiresSeconds) || expiresSeconds < min || expiresSeconds > max) {
    throw badInput(
      'LinkLifeOutOfRange',
      `A link cannot live ${expiresSeconds} seconds; ${min} to ${max} (7 days) are possible.`,
      { expiresSeconds, min, max },
    )
  }
  return await connection.presign(input)
}

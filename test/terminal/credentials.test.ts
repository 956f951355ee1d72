import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SecurityToken } from '../../electron/practice-bucket/auth/credentials.ts'
import { keysIn, openBucket } from './bucket-contents.ts'
import { KiB, startCommand, type TestBucket, temporaryFolder, testBucket } from './terminal.ts'

const without = { OSS_ACCESS_KEY_ID: '', OSS_ACCESS_KEY_SECRET: '' }
const hour = 3_600_000

function token(name: string, lifeMs = hour): SecurityToken {
  return {
    accessKeyId: `STS.${name}`,
    accessKeySecret: `secret-${name}`,
    token: `token-${name}`,
    expiresAt: Date.now() + lifeMs,
  }
}

function json({ accessKeyId, accessKeySecret, token: SecurityToken, expiresAt }: SecurityToken): string {
  const Expiration = new Date(expiresAt).toISOString()
  return JSON.stringify({
    AccessKeyId: accessKeyId,
    AccessKeySecret: accessKeySecret,
    SecurityToken,
    Expiration,
  })
}

function fileIn(bucket: TestBucket, name: string, content: string | Buffer): string {
  mkdirSync(bucket.folder, { recursive: true })
  const path = join(bucket.folder, name)
  writeFileSync(path, content)
  return path
}

describe('temporary credentials (R21)', () => {
  it('from a command are renewed in the middle of a file; no part is lost or sent twice', async () => {
    const tokens = [token('1'), token('2'), token('3')]
    const stored: string[] = []
    const bucket = await testBucket(undefined, {
      tokens,
      observer: {
        onRequest: ({ query, status }) => {
          if (query.partNumber === undefined || status !== 200) return
          stored.push(query.partNumber)
          // Each token is refused after some parts, as when its session is ended before its time.
          const [first, second] = tokens
          if (stored.length >= 10 && first) first.expiresAt = 0
          if (stored.length >= 20 && second) second.expiresAt = 0
        },
      },
    })
    const runs = join(bucket.folder, 'runs')
    const script = fileIn(
      bucket,
      'issue tokens.mjs',
      `import { appendFileSync, readFileSync } from 'node:fs'
      appendFileSync(${JSON.stringify(runs)}, 'x')
      const run = readFileSync(${JSON.stringify(runs)}, 'utf8').length
      console.log(${JSON.stringify(tokens.map(json))}[Math.min(run, 3) - 1])`,
    )
    const file = fileIn(bucket, 'film.bin', Buffer.alloc(30 * 100 * KiB, 'film'))
    const { code, outcome } = await bucket.run(
      [file, '--credentials-command', `"${process.execPath}" "${script}"`],
      { env: without },
    )
    expect(code).toBe(0)
    expect(outcome.uploads).toMatchObject([{ status: 'done', error: null, partCount: 30 }])
    expect(stored.length).toBe(30)
    expect(new Set(stored).size).toBe(30)
    expect(await keysIn(openBucket(bucket))).toEqual(['film.bin'])
    // One renewal for all parts that were on their way.
    expect(readFileSync(runs, 'utf8').length).toBe(3)
  })

  it('from a file that has ended are waited for, with the way on, and the upload goes on once they are renewed', async () => {
    const tokens = [token('good')]
    const bucket = await testBucket(undefined, { tokens })
    const file = fileIn(bucket, 'a.txt', 'a')
    const credentials = fileIn(bucket, 'sts.json', json(token('old', -hour)))
    const running = startCommand(
      [
        ...[file, '--to', 'oss://terminal', '--endpoint', bucket.endpoint],
        ...['--credentials-file', credentials],
      ],
      { env: { STEVEDORE_DATA_DIR: join(bucket.folder, 'data') } },
    )
    const said = await running.says('Ctrl-C')
    expect(said).toContain(credentials)
    writeFileSync(credentials, json(token('good')))
    const { code } = await running.ended
    expect(code).toBe(0)
    expect(await keysIn(openBucket(bucket))).toEqual(['a.txt'])
  })

  it('that cannot be had end the run with 5 where --no-wait asks for it', async () => {
    const bucket = await testBucket()
    const file = fileIn(bucket, 'a.txt', 'a')
    const { code, outcome } = await bucket.run(
      [file, '--no-wait', '--credentials-file', join(bucket.folder, 'missing.json')],
      { env: without },
    )
    expect(code).toBe(5)
    expect(outcome.halt).toMatchObject({ kind: 'credentials', error: { code: 'CredentialFileUnreadable' } })
    expect(outcome.files).toMatchObject({ failed: 0, unfinished: 1 })
  })

  it('may stand in the variables of Alibaba’s other tools', async () => {
    const tokens = [token('env')]
    const bucket = await testBucket(undefined, { tokens })
    const { code } = await bucket.run([fileIn(bucket, 'a.txt', 'a')], {
      env: {
        ...without,
        ALIBABA_CLOUD_ACCESS_KEY_ID: 'STS.env',
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret-env',
        ALIBABA_CLOUD_SECURITY_TOKEN: 'token-env',
      },
    })
    expect(code).toBe(0)
  })

  it.each([
    [['--credentials-url', 'http://broker.example/sts'], 'https address'],
    [['--credentials-command', '"unclosed'], 'quote'],
    [['--credentials-file', 'a', '--credentials-url', 'https://b.example'], 'Use one of'],
  ])('are refused before anything is sent where the option cannot be right: %j', async (args, words) => {
    const { code, stderr } = await startCommand(
      ['a.txt', '--to', 'oss://bucket', '--region', 'cn-hangzhou', ...args],
      { env: { STEVEDORE_DATA_DIR: temporaryFolder() } },
    ).ended
    expect(code).toBe(2)
    expect(stderr).toContain(words)
  })
})

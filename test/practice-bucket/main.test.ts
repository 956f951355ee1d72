import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { aliOss, runningBucket, temporaryFolder } from './running-bucket.ts'
import { startMain } from './terminal-server.ts'

async function allLines(lines: AsyncIterator<string>): Promise<string[]> {
  const all: string[] = []
  for (let next = await lines.next(); !next.done; next = await lines.next()) all.push(next.value)
  return all
}

describe('npm run practice-bucket', () => {
  test('prints where it is and its keys, which work and are the same at the next start', async () => {
    const dir = join(temporaryFolder(), 'not there yet')
    const seen: Record<string, string>[] = []
    for (let start = 0; start < 2; start += 1) {
      const { child, ended, lines } = startMain(['--port', '0', '--dir', dir, '--json'])
      const { value } = await lines.next()
      const facts = JSON.parse(value ?? '') as Record<string, string>
      seen.push(facts)
      const client = aliOss(
        { endpoint: facts.endpoint ?? '' },
        {
          accessKeyId: facts.accessKeyId ?? '',
          accessKeySecret: facts.accessKeySecret ?? '',
          bucket: facts.bucket ?? '',
          region: `oss-${facts.region}`,
        },
      )
      await client.put('hello.txt', Buffer.from('hello'))
      child.kill('SIGTERM')
      expect(await ended).toEqual([0, null])
    }
    expect(seen[1]?.accessKeySecret).toBe(seen[0]?.accessKeySecret)
    expect(existsSync(join(dir, 'practice/hello.txt'))).toBe(true)
  })

  test('says it in words, and stops on SIGINT', async () => {
    const { child, ended, lines } = startMain(['--port', '0', '--dir', temporaryFolder()], {
      LC_ALL: 'zh_CN.UTF-8',
    })
    const { value } = await lines.next()
    expect(value).toContain('练习 Bucket 已启动')
    child.kill('SIGINT')
    expect(await ended).toEqual([0, null])
    expect((await allLines(lines)).some((line) => line.includes('http://127.0.0.1:'))).toBe(true)
  })

  test.each([
    { args: ['--port', '90x'], exit: 2, message: '--port 90x' },
    { args: ['--port', '65536'], exit: 2, message: '--port 65536' },
    { args: ['--nonsense'], exit: 2, message: '--nonsense' },
    { args: ['--bucket', 'NO'], exit: 1, message: "'NO' is not a bucket name" },
    { args: ['--region', 'a b'], exit: 1, message: "'a b' is not a region" },
  ])('with $args ends with $exit and says why', async ({ args, exit, message }) => {
    const { ended, lines, errors } = startMain(['--dir', temporaryFolder(), '--port', '0', ...args])
    expect((await ended)[0]).toBe(exit)
    expect(await allLines(lines)).toEqual([])
    expect(errors.join('\n')).toContain(message)
  })

  test('does not share a directory or a port with another', async () => {
    const server = await runningBucket()
    const sameFolder = startMain(['--dir', server.dir, '--port', '0'])
    expect((await sameFolder.ended)[0]).toBe(1)
    expect(sameFolder.errors.join()).toContain('Another practice bucket is using')
    const samePort = startMain(['--dir', temporaryFolder(), '--port', String(server.port)])
    expect((await samePort.ended)[0]).toBe(1)
    expect(samePort.errors.join()).toContain(`Port ${server.port} is taken`)
  })

  test('--help names every option', async () => {
    const { ended, lines } = startMain(['--help'])
    expect((await ended)[0]).toBe(0)
    const text = (await allLines(lines)).join('\n')
    for (const option of ['--port', '--dir', '--bucket', '--region', '--json']) expect(text).toContain(option)
  })
})

import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, type TestContext } from 'vitest'
import { startPracticeBucket } from '../../electron/practice-bucket/practice-bucket.ts'
import { keysIn, openBucket } from './bucket-contents.ts'
import { bucketName, startCommand, type TestBucket, temporaryFolder, testBucket } from './terminal.ts'

const root = join(import.meta.dirname, '..', '..')
/** The user `nobody` of Linux. */
const nobody = 65534

function fileIn(bucket: TestBucket, name: string, content = name): string {
  const path = join(bucket.folder, name)
  writeFileSync(path, content)
  return path
}

describe('what cannot be read', () => {
  it('is named with the reason, and the rest of the queue goes on', async () => {
    const bucket = await testBucket()
    const good = fileIn(bucket, 'good.txt')
    const missing = join(bucket.folder, 'missing.txt')
    const { code, outcome } = await bucket.run([missing, good])
    expect(code).toBe(3)
    expect(outcome.files).toMatchObject({ uploaded: 1, leftOut: 1 })
    expect(outcome.leftOut).toMatchObject([{ path: missing, error: { code: 'FileNotFound' } }])
    expect(await keysIn(openBucket(bucket))).toEqual(['good.txt'])
  })

  it('also says so in plain text, with the way on', async () => {
    const bucket = await testBucket()
    const missing = join(bucket.folder, 'missing.txt')
    const text = await startCommand([missing], { env: { STEVEDORE_DATA_DIR: join(bucket.folder, 'd') } })
      .ended
    expect(text.code).toBe(3)
    expect(text.stdout).toContain(missing)
    expect(text.stdout).toContain('1 file could not be uploaded.')
    expect(text.stdout).toContain('same command again')
  })

  it('an unreadable file and a folder without permission do not hold up the others', async (context) => {
    const bucket = await testBucket()
    const uid = await unprivileged(context, bucket)
    const folder = join(bucket.folder, 'mixed')
    const closed = join(folder, 'closed')
    mkdirSync(closed, { recursive: true })
    writeFileSync(join(closed, 'inside.txt'), 'inside')
    writeFileSync(join(folder, 'secret.txt'), 'secret')
    writeFileSync(join(folder, 'open.txt'), 'open')
    chmodSync(closed, 0o000)
    chmodSync(join(folder, 'secret.txt'), 0o000)
    const { code, outcome } = await bucket.run([folder], { ...(uid === null ? {} : { uid }) })
    chmodSync(closed, 0o755)
    expect(code).toBe(3)
    const problems = [...outcome.leftOut, ...outcome.uploads.filter(({ status }) => status === 'failed')]
    const codes = Object.fromEntries(problems.map(({ path, error }) => [path, error?.code]))
    expect(codes).toEqual({
      [closed]: 'FolderNotReadable',
      [join(folder, 'secret.txt')]: 'FileNotReadable',
    })
    expect(await keysIn(openBucket(bucket))).toEqual(['mixed/open.txt'])
  })
})

describe('a checkpoint that cannot be written', () => {
  it('ends the run with 6 before anything is sent, and says where (R4, R10)', async () => {
    const bucket = await testBucket()
    const file = fileIn(bucket, 'a.txt')
    const { code, stdout } = await bucket.run([file, '--checkpoint-dir', join(file, 'below-a-file')])
    expect(code).toBe(6)
    expect(JSON.parse(stdout)).toMatchObject({
      exitCode: 6,
      error: { code: 'CheckpointNotWritable', message: expect.stringContaining('below-a-file') },
    })
    expect(await keysIn(openBucket(bucket))).toEqual([])
  })
})

describe('a refused command line', () => {
  it.each([
    [['--part-size', '99KB'], '100 KB to 5 GB'],
    [['--part-size', '6GB'], '100 KB to 5 GB'],
    [['--to', 'oss://Capitals'], 'Capitals'],
  ])('%j ends with 2 and the limit, and sends nothing (R7)', async (args, words) => {
    const file = join(temporaryFolder(), 'a.txt')
    writeFileSync(file, 'a')
    const to = args[0] === '--to' ? [] : ['--to', 'oss://bucket']
    const { code, stderr, stdout } = await startCommand([file, ...args, ...to, '--region', 'cn-hangzhou'])
      .ended
    expect(code).toBe(2)
    expect(stderr).toContain(words)
    expect(stdout).toBe('')
  })

  it('asks for credentials by the names of their variables (R21)', async () => {
    const { code, stderr } = await startCommand(['a.txt', '--to', 'oss://bucket', '--region', 'cn-hangzhou'])
      .ended
    expect(code).toBe(2)
    expect(stderr).toContain('OSS_ACCESS_KEY_ID')
  })

  it('is one JSON object with --json, and Chinese where the terminal is', async () => {
    const { code, stdout, stderr } = await startCommand(['a.txt', '--json', '--fast'], {
      env: { LANG: 'zh_CN.UTF-8' },
    }).ended
    expect(code).toBe(2)
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({
      exitCode: 2,
      error: { message: expect.stringContaining('没有选项') },
    })
  })
})

describe('what OSS refuses', () => {
  it('a wrong secret ends the run with 5 and OSS’s code and RequestId (R17)', async () => {
    const bucket = await testBucket()
    const file = fileIn(bucket, 'a.txt')
    const { code, outcome } = await bucket.run([file], { env: { OSS_ACCESS_KEY_SECRET: 'wrong' } })
    expect(code).toBe(5)
    expect(outcome.halt).toMatchObject({
      kind: 'credentials',
      error: { code: 'SignatureDoesNotMatch', status: 403, requestId: expect.stringMatching(/\w{10}/) },
    })
    expect(outcome.files.unfinished).toBe(1)
    expect((await bucket.run([file])).code).toBe(0)
  })

  it('a bucket that does not exist fails each file with NoSuchBucket', async () => {
    const bucket = await testBucket()
    const { code, outcome } = await bucket.run([fileIn(bucket, 'a.txt'), '--to', 'oss://nowhere'])
    expect(code).toBe(3)
    expect(outcome.uploads).toMatchObject([
      { status: 'failed', error: { code: 'NoSuchBucket', fromServer: true } },
    ])
  })
})

describe('an endpoint that does not answer', () => {
  const keys = { accessKeyId: 'terminal-test', accessKeySecret: 'terminal-test-secret' }
  const env = { OSS_ACCESS_KEY_ID: keys.accessKeyId, OSS_ACCESS_KEY_SECRET: keys.accessKeySecret }

  async function freePort(): Promise<number> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    await new Promise((resolve) => server.close(resolve))
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  it('ends the run at once with --no-wait, and says what to do', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'a.txt')
    writeFileSync(file, 'a')
    const endpoint = `http://127.0.0.1:${await freePort()}`
    const { code, stdout } = await startCommand([file, '--endpoint', endpoint, '--no-wait'], {
      env: { ...env, STEVEDORE_DATA_DIR: folder },
    }).ended
    expect(code).toBe(4)
    expect(stdout).toContain('--no-wait')
    expect(stdout).toContain('same command again')
  })

  it('is waited for, said with the reason and the next try, and the upload goes on by itself (R24)', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'a.txt')
    writeFileSync(file, 'a')
    const port = await freePort()
    const running = startCommand(
      [file, '--endpoint', `http://127.0.0.1:${port}`, '--to', `oss://${bucketName}`],
      {
        env: { ...env, STEVEDORE_DATA_DIR: folder },
      },
    )
    await running.says('Waiting')
    const server = await startPracticeBucket({
      dir: join(folder, 'bucket'),
      port,
      buckets: [bucketName],
      ...keys,
    })
    const { code, stdout } = await running.ended
    expect(code).toBe(0)
    expect(stdout).toContain('Ctrl-C')
    expect(await keysIn(openBucket(server))).toEqual(['a.txt'])
    await server.close()
  })
})

describe('a proxy', () => {
  it('is taken from the environment, as curl does, and its refusal is said', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'a.txt')
    writeFileSync(file, 'a')
    const asked: string[] = []
    const proxy = createHttpServer((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="office"' }).end()
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const address = proxy.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { code, stdout } = await startCommand(
      [
        file,
        '--to',
        'oss://films',
        '--endpoint',
        'http://oss.example.test',
        '--region',
        'cn-test',
        '--allow-http',
        '--no-wait',
      ],
      {
        env: {
          STEVEDORE_DATA_DIR: folder,
          OSS_ACCESS_KEY_ID: 'id',
          OSS_ACCESS_KEY_SECRET: 'secret',
          http_proxy: `http://127.0.0.1:${port}`,
        },
      },
    ).ended
    proxy.closeAllConnections()
    proxy.close()
    expect(asked.at(-1)).toBe('PUT http://films.oss.example.test/a.txt')
    expect(code).toBe(5)
    expect(stdout).toContain(`127.0.0.1:${port}`)
    expect(stdout).toContain('https_proxy=http://USER:PASSWORD@HOST:PORT')
  })
})

/** Root may read everything: as root, the command runs as another user, where that user can reach the program. */
async function unprivileged(context: TestContext, bucket: TestBucket): Promise<number | null> {
  if (process.platform === 'win32') context.skip('Windows has no permission bits')
  if (process.getuid?.() !== 0) return null
  for (const name of ['', 'data']) {
    mkdirSync(join(bucket.folder, name), { recursive: true })
    chmodSync(join(bucket.folder, name), 0o777)
    chownSync(join(bucket.folder, name), nobody, nobody)
  }
  const probe = await startCommand(['--help'], { uid: nobody }).ended.catch(() => null)
  if (probe?.code !== 0) context.skip(`running as root, and an unprivileged user cannot reach ${root}`)
  return nobody
}

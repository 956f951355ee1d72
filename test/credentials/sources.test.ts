import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runCredentialCommand } from '../../electron/credentials/credential-command.ts'
import { readCredentialFile } from '../../electron/credentials/credential-file.ts'
import { checkCredentialUrl } from '../../electron/credentials/credential-url.ts'
import { openCredentials } from '../../electron/credentials/open-credentials.ts'

const key = { accessKeyId: 'id', accessKeySecret: 'hunter2' }
const json = JSON.stringify({ AccessKeyId: 'id', AccessKeySecret: 'hunter2' })
const noSignal = new AbortController().signal

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'stevedore-credentials-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** A command line that runs this script in Node. */
function script(text: string): string {
  const path = join(folder(), 'a script.mjs')
  writeFileSync(path, text)
  return `"${process.execPath}" "${path}"`
}

describe('a credential file', () => {
  it('is read again for others', async () => {
    const path = join(folder(), 'sts.json')
    writeFileSync(path, json)
    const credentials = openCredentials({ kind: 'file', path })
    const first = await credentials.get()
    expect(first).toEqual(key)
    writeFileSync(path, json.replace('id', 'second'))
    credentials.invalidate(first)
    expect(await credentials.get()).toEqual({ ...key, accessKeyId: 'second' })
  })

  it('that is missing, a folder or half written says so by its path', async () => {
    const path = join(folder(), 'sts.json')
    await expect(readCredentialFile(path)).rejects.toMatchObject({
      data: { code: 'CredentialFileUnreadable', retry: 'auth', params: { path, reason: 'ENOENT' } },
    })
    await expect(readCredentialFile(folder())).rejects.toMatchObject({
      data: { code: 'CredentialFileUnreadable', params: { reason: 'EISDIR' } },
    })
    writeFileSync(path, json.slice(0, 20))
    await expect(readCredentialFile(path)).rejects.toMatchObject({ data: { code: 'CredentialsNotJson' } })
  })

  it.each([
    ['nothing', ' \n', 'CredentialsEmpty', {}],
    [
      'no secret',
      '{"AccessKeyId":"id","Role":"r"}',
      'CredentialsIncomplete',
      { fields: 'AccessKeyId, Role' },
    ],
    [
      'an end that is no time',
      json.replace('}', ',"Expiration":"soon"}'),
      'CredentialsExpirationUnreadable',
      {},
    ],
    [
      'a profile that holds no keys',
      '{"current":"ci","profiles":[{"name":"ci","mode":"EcsRamRole"}]}',
      'CredentialsProfileMode',
      { profile: 'ci', mode: 'EcsRamRole' },
    ],
  ])('with %s says so, and none of its values', async (_what, text, code, params) => {
    const path = join(folder(), 'sts.json')
    writeFileSync(path, text)
    const failure = readCredentialFile(path)
    await expect(failure).rejects.toMatchObject({ data: { code, retry: 'auth', params } })
    await expect(failure).rejects.not.toThrow('hunter2')
  })
})

describe('a credential command', () => {
  it('is run with its arguments and without a shell', async () => {
    const command = script(`
      const [secret] = process.argv.slice(2)
      console.error('noise for the terminal')
      console.log(JSON.stringify({ AccessKeyId: 'id', AccessKeySecret: secret }))`)
    expect(await runCredentialCommand(`${command} 'a $HOME; b'`, noSignal)).toEqual({
      ...key,
      accessKeySecret: 'a $HOME; b',
    })
  })

  it('that fails says how it ended, and nothing of what it printed', async () => {
    const command = script(`console.log('hunter2'); console.error('hunter2'); process.exitCode = 7`)
    const failure = await runCredentialCommand(command, noSignal).catch((error) => error)
    expect(failure.data).toMatchObject({
      code: 'CredentialCommandFailed',
      retry: 'auth',
      params: { exit: 7 },
    })
    expect(JSON.stringify(failure.data)).not.toContain('hunter2')
  })

  it('that does not exist is named', async () => {
    await expect(runCredentialCommand('no-such-program --x', noSignal)).rejects.toMatchObject({
      data: { code: 'CredentialCommandNotStarted', params: { name: 'no-such-program', reason: 'ENOENT' } },
    })
  })

  it('that prints without end is ended', async () => {
    const command = script(
      `for (;;) process.stdout.write('x'.repeat(65536)) || await new Promise((go) => process.stdout.once('drain', go))`,
    )
    await expect(runCredentialCommand(command, noSignal)).rejects.toMatchObject({
      data: { code: 'CredentialsNotJson' },
    })
  })

  it('is ended together with what it started when the program quits', async (context) => {
    if (process.platform === 'win32') context.skip('Windows has no process groups')
    const pidFile = join(folder(), 'pid')
    const command = script(`
      import { spawn } from 'node:child_process'
      import { writeFileSync } from 'node:fs'
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
      writeFileSync(${JSON.stringify(pidFile)}, String(child.pid))
      setInterval(() => {}, 1000)`)
    const abort = new AbortController()
    const running = runCredentialCommand(command, abort.signal)
    running.catch(() => undefined)
    const pid = await expect
      .poll(() => Number(readFileSync(pidFile, 'utf8') || Number.NaN), { timeout: 15_000 })
      .toBeGreaterThan(1)
      .then(() => Number(readFileSync(pidFile, 'utf8')))
    abort.abort(new Error('quit'))
    await expect(running).rejects.toThrow('quit')
    await expect.poll(() => isAlive(pid), { timeout: 15_000 }).toBe(false)
  })

  it('has a limit of time', async () => {
    await expect(
      runCredentialCommand(script('setInterval(() => {}, 1000)'), noSignal, 50),
    ).rejects.toMatchObject({ data: { code: 'CredentialCommandTimedOut' } })
  })
})

/** A process that has ended but was not waited for counts as ended. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  if (process.platform !== 'linux') return true
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

describe('a credential URL', () => {
  const get = (url: string) => openCredentials({ kind: 'url', url }).get()

  it('is asked with its query', async () => {
    const url = await serve((request, response) =>
      request.url === '/sts?role=a' ? response.end(json) : response.writeHead(404).end(),
    )
    expect(await get(`${url}/sts?role=a`)).toEqual(key)
  })

  it.each([
    ['an error', 500, json, { code: 'CredentialUrlRefused', params: { status: 500 } }],
    ['a redirect, which is not followed', 302, '', { code: 'CredentialUrlRefused', params: { status: 302 } }],
    ['a page', 200, '<html>', { code: 'CredentialsNotJson' }],
    ['too much', 200, 'x'.repeat(1_000_000), { code: 'CredentialsNotJson' }],
    [
      'an error of the service',
      200,
      '{"Code":"NoRole"}',
      { code: 'CredentialsRefusedBySource', params: { answer: 'NoRole' } },
    ],
  ])('that answers %s says so, without its query', async (_name, status, body, data) => {
    const asked: string[] = []
    const url = await serve((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(status, { location: '/elsewhere' }).end(body)
    })
    const failure = await get(`${url}/sts?key=hunter2`).catch((error) => error)
    expect(failure.data).toMatchObject({ ...data, retry: 'auth' })
    expect(JSON.stringify(failure.data)).not.toContain('hunter2')
    expect(asked).toEqual(['/sts?key=hunter2'])
  })

  it('that nobody answers waits for credentials, not for the network of the bucket', async () => {
    const url = await serve((request) => request.socket.destroy())
    await expect(get(url)).rejects.toMatchObject({
      data: { code: 'CredentialUrlUnreachable', retry: 'auth' },
    })
  })

  it.each(['https://broker.example/sts', 'http://localhost:7002/x', 'http://127.0.0.1/', 'http://[::1]:80/'])(
    'may be %s',
    (url) => {
      expect(checkCredentialUrl(url).protocol).toMatch(/^https?:$/)
    },
  )

  it.each([
    'http://broker.example/sts',
    'http://127.0.0.1.example/',
    'https://user:hunter2@broker.example/',
    'file:///etc/passwd',
    'nonsense',
  ])('must not be %s', (url) => {
    expect(() => checkCredentialUrl(url)).toThrow(/https, or http on this computer/)
  })
})

import { writeFileSync } from 'node:fs'
import { createServer as createHttpServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'
import { errorXml, oss, startScriptedServer } from '../oss/scripted-server.ts'
import { testAuthority } from '../support/test-authority.ts'
import { startTlsFront } from '../support/tls-front.ts'
import { keysIn, openBucket } from './bucket-contents.ts'
import { bucketName, startCommand, temporaryFolder, testBucket } from './terminal.ts'

const keys = { OSS_ACCESS_KEY_ID: 'terminal-test', OSS_ACCESS_KEY_SECRET: 'terminal-test-secret' }
const doctor = (endpoint: string, ...more: string[]) =>
  startCommand(['doctor', '--to', `oss://${bucketName}/in`, '--endpoint', endpoint, ...more], { env: keys })

describe('npm run upload -- doctor', () => {
  it('says line by line that all is well and ends with 0', async () => {
    const bucket = await testBucket()
    const { code, stdout } = await doctor(bucket.endpoint).ended
    expect(stdout).toContain(messages.en.doctor.verdict_good)
    expect(stdout.match(/^✓ /gm)?.length).toBe(18)
    expect(code).toBe(0)
    expect(await keysIn(openBucket(bucket))).toEqual([])
  })

  it('names a missing permission with the policy, in JSON too, and ends with 3 (R22)', async () => {
    const limited = { accessKeyId: 'ram', accessKeySecret: 'ram-secret', deniedActions: ['oss:ListParts'] }
    const bucket = await testBucket(undefined, { limitedKeys: [limited] })
    const env = { OSS_ACCESS_KEY_ID: 'ram', OSS_ACCESS_KEY_SECRET: 'ram-secret' }
    const args = ['doctor', '--to', `oss://${bucketName}`, '--endpoint', bucket.endpoint]
    const text = await startCommand([...args, '--lang', 'zh'], { env }).ended
    expect(text.stdout).toContain('✗ 列出分片（oss:ListParts）')
    expect(text.stdout).toContain('"Version": "1"')
    expect(text.code).toBe(3)
    const json = await startCommand([...args, '--json'], { env }).ended
    const report = JSON.parse(json.stdout)
    expect(report).toMatchObject({ verdict: 'limited', exitCode: 3 })
    expect(JSON.parse(report.policy).Version).toBe('1')
    expect(json.stdout).not.toContain('ram-secret')
  })

  it('proposes the endpoint that OSS names', async () => {
    const server = await startScriptedServer()
    onTestFinished(server.close)
    const right = '<Bucket>terminal</Bucket><Endpoint>oss-cn-beijing.aliyuncs.com</Endpoint>'
    const message = 'The bucket you are attempting to access must be addressed using the specified endpoint.'
    server.play(oss(403, {}, errorXml('AccessDenied', message, right)))
    const { code, stdout } = await doctor(server.endpoint, '--region', 'cn-hangzhou').ended
    expect(stdout).toContain('use endpoint http://oss-cn-beijing.aliyuncs.com and region cn-beijing')
    expect(code).toBe(3)
  })

  it('ends with 4 where nothing listens and with 5 where the key is refused', async () => {
    const bucket = await testBucket()
    const env = { ...keys, OSS_ACCESS_KEY_SECRET: 'wrong' }
    const args = ['doctor', '--to', `oss://${bucketName}`]
    const refused = await startCommand([...args, '--endpoint', bucket.endpoint], { env }).ended
    expect(refused.code).toBe(5)
    const gone = createServer()
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
    const { port } = gone.address() as { port: number }
    await new Promise((resolve) => gone.close(resolve))
    expect((await doctor(`http://127.0.0.1:${port}`).ended).code).toBe(4)
  })

  it('stopped by Ctrl-C in the middle of a check removes what it wrote and ends with 130', async () => {
    const bucket = await testBucket(undefined, {
      observer: { onRequest: ({ method }) => method === 'POST' && line.hold() },
    })
    const line = await startLine(bucket.port)
    const command = doctor(line.endpoint)
    await line.held
    command.kill('SIGINT')
    expect((await command.ended).code).toBe(130)
    const store = openBucket(bucket)
    expect(await keysIn(store)).toEqual([])
    const signal = new AbortController().signal
    expect(await store.listMultipartUploads({ prefix: '', signal })).toEqual([])
  })

  it.each(['file', 'command', 'url'])('takes credentials from a %s, as uploads do (R21)', async (kind) => {
    const token = {
      accessKeyId: 'STS.doctor',
      accessKeySecret: 'secret-doctor',
      token: 'token-doctor',
      expiresAt: Date.now() + 3_600_000,
    }
    const bucket = await testBucket(undefined, { tokens: [token] })
    const json = JSON.stringify({
      AccessKeyId: token.accessKeyId,
      AccessKeySecret: token.accessKeySecret,
      SecurityToken: token.token,
      Expiration: new Date(token.expiresAt).toISOString(),
    })
    const file = join(temporaryFolder(), 'sts.json')
    writeFileSync(file, json)
    const script = join(temporaryFolder(), 'sts.mjs')
    writeFileSync(script, `console.log(${JSON.stringify(json)})`)
    const value =
      {
        file,
        command: `"${process.execPath}" "${script}"`,
        url: `${await serve((response) => response.end(json))}/sts`,
      }[kind] ?? ''
    const args = ['doctor', '--to', `oss://${bucketName}`, '--endpoint', bucket.endpoint]
    const { code, stdout } = await startCommand([...args, `--credentials-${kind}`, value]).ended
    expect(stdout).toContain(messages.en.doctor.verdict_good)
    expect(stdout).not.toContain(token.accessKeySecret)
    expect(code).toBe(0)
  })

  it('asks a URL for credentials with the authorities of --ca-file, as uploads do (R21)', async () => {
    const bucket = await testBucket()
    const json = JSON.stringify({
      AccessKeyId: keys.OSS_ACCESS_KEY_ID,
      AccessKeySecret: keys.OSS_ACCESS_KEY_SECRET,
    })
    const front = await startTlsFront(testAuthority.good, await serve((response) => response.end(json)))
    onTestFinished(front.close)
    const caFile = join(temporaryFolder(), 'ca.pem')
    writeFileSync(caFile, testAuthority.ca)
    const to = ['--to', `oss://${bucketName}`, '--endpoint', bucket.endpoint, '--region', bucket.region]
    const args = ['doctor', ...to, '--credentials-url', `${front.endpoint}/sts`]
    const trusted = await startCommand([...args, '--ca-file', caFile]).ended
    expect(trusted.stdout).toContain(messages.en.doctor.verdict_good)
    expect(trusted.code).toBe(0)
    const untrusted = await startCommand(args).ended
    expect(untrusted.stdout).toContain(`${front.endpoint}/sts does not answer`)
    expect(untrusted.code).toBe(5)
  })

  it.each([{ region: [] }, { region: ['--region', 'cn-hangzhou'] }])(
    'says in its line what a source of credentials does not give, and ends with 5: $region',
    async ({ region }) => {
      // A host that does not tell the region, which cannot be asked for without credentials. The proxy answers as OSS does.
      const proxy = await serve((response) => response.writeHead(403, { 'x-oss-request-id': 'A' }).end())
      const missing = join(temporaryFolder(), 'missing.json')
      const way = ['--endpoint', 'http://oss.stevedore.test', '--allow-http']
      const through = ['--proxy', proxy]
      const args = ['doctor', '--to', `oss://${bucketName}`, ...way, ...through, ...region]
      const { code, stdout } = await startCommand([...args, '--credentials-file', missing]).ended
      expect(stdout).toContain(`The credential file ${missing} cannot be read (ENOENT).`)
      expect(code).toBe(5)
    },
  )

  it('says what is missing on its command line', async () => {
    const { code, stderr } = await startCommand(['doctor', '--speed'], { env: keys }).ended
    expect(stderr).toContain('--speed')
    expect(code).toBe(2)
  })
})

/** A server that answers everything alike. */
async function serve(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createHttpServer((_request, response) => answer(response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A line to the bucket whose present connections can be made to stand still; later ones pass. */
async function startLine(port: number) {
  const clients = new Set<Socket>()
  const held = Promise.withResolvers<void>()
  const server = createServer((client) => {
    clients.add(client)
    const onward = connect(port, '127.0.0.1')
    client.on('error', () => onward.destroy()).on('close', () => onward.destroy())
    onward.on('error', () => client.destroy()).on('close', () => client.destroy())
    client.on('data', (chunk) => onward.write(chunk))
    onward.on('data', (chunk) => client.write(chunk))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const client of clients) client.destroy()
    server.close()
  })
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    held: held.promise,
    hold() {
      for (const client of clients) client.removeAllListeners('data')
      held.resolve()
    },
  }
}

import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'
import { errorXml, oss, startScriptedServer } from '../oss/scripted-server.ts'
import { keysIn, openBucket } from './bucket-contents.ts'
import { bucketName, startCommand, testBucket } from './terminal.ts'

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

  it('says what is missing on its command line', async () => {
    const { code, stderr } = await startCommand(['doctor', '--speed'], { env: keys }).ended
    expect(stderr).toContain('--speed')
    expect(code).toBe(2)
  })
})

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

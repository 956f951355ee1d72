import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { type HttpProxyScript, startHttpProxy } from '../support/http-proxy.ts'
import { testAuthority } from '../support/test-authority.ts'
import { startTlsFront } from '../support/tls-front.ts'
import { keysIn, openBucket } from './bucket-contents.ts'
import { bucketName, type CommandOptions, startCommand, testBucket } from './terminal.ts'

const logIn = { username: 'wang', password: 'hunter2:/@' }
const typed = `${logIn.username}:${encodeURIComponent(logIn.password)}`

async function startProxy(script: HttpProxyScript) {
  const proxy = await startHttpProxy(script)
  onTestFinished(proxy.close)
  return proxy
}

/** A bucket behind TLS that only its own authority vouches for, beyond a proxy that wants a log-in. */
async function office() {
  const bucket = await testBucket()
  const front = await startTlsFront(testAuthority.good, bucket.endpoint)
  onTestFinished(front.close)
  const leadsTo = { host: '127.0.0.1', port: Number(new URL(front.endpoint).port) }
  const proxy = await startProxy({ logIn, leadsTo })
  const file = join(bucket.folder, 'a.txt')
  writeFileSync(file, 'a')
  const caFile = join(bucket.folder, 'ca.pem')
  writeFileSync(caFile, testAuthority.ca)
  const run = (args: string[], options: CommandOptions = {}) =>
    startCommand(
      [
        file,
        '--to',
        `oss://${bucketName}`,
        '--endpoint',
        'https://oss.stevedore.test',
        '--region',
        bucket.region,
        ...args,
      ],
      {
        env: {
          STEVEDORE_DATA_DIR: join(bucket.folder, 'data'),
          OSS_ACCESS_KEY_ID: 'terminal-test',
          OSS_ACCESS_KEY_SECRET: 'terminal-test-secret',
          ...options.env,
        },
      },
    ).ended
  return { bucket, proxy, caFile, run }
}

it('goes through the proxy of --proxy with its password, to a host that only the proxy knows', async () => {
  const { bucket, proxy, caFile, run } = await office()
  const address = `http://${typed}@127.0.0.1:${proxy.port}`
  const { code, stdout, stderr } = await run(['--proxy', address, '--ca-file', caFile])
  expect(code).toBe(0)
  expect(await keysIn(openBucket(bucket))).toEqual(['a.txt'])
  expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${bucketName}.oss.stevedore.test:443`]))
  // Said once that others can read the command line; the password itself is nowhere.
  expect(stdout).toContain('https_proxy')
  expect(stdout + stderr).not.toContain('hunter2')
})

it('ends with 5 when the proxy wants another password, and goes on with the right one', async () => {
  const { bucket, proxy, caFile, run } = await office()
  const wrong = { env: { HTTPS_PROXY: `http://wang:hunter3@127.0.0.1:${proxy.port}` } }
  const refused = await run(['--ca-file', caFile, '--verbose'], wrong)
  expect(refused.code).toBe(5)
  expect(refused.stdout).toContain(`127.0.0.1:${proxy.port}`)
  expect(refused.stdout + refused.stderr).not.toContain('hunter3')
  expect(await keysIn(openBucket(bucket))).toEqual([])
  const right = { env: { https_proxy: `http://${typed}@127.0.0.1:${proxy.port}` } }
  expect((await run(['--ca-file', caFile], right)).code).toBe(0)
  expect(await keysIn(openBucket(bucket))).toEqual(['a.txt'])
})

it('ends with 4 and the way on at a certificate that nobody vouches for, and sends nothing', async () => {
  const { bucket, proxy, run } = await office()
  const { code, stdout } = await run(['--proxy', `http://${typed}@127.0.0.1:${proxy.port}`])
  expect(code).toBe(4)
  expect(stdout).toContain('--ca-file')
  expect(await keysIn(openBucket(bucket))).toEqual([])
})

it('ends with 4 and its name, as --no-wait asks, when the proxy is not there', async () => {
  const { proxy, run } = await office()
  await proxy.close()
  const { code, stdout } = await run(['--proxy', `http://${typed}@127.0.0.1:${proxy.port}`, '--no-wait'])
  expect(code).toBe(4)
  expect(stdout).toContain(`127.0.0.1:${proxy.port}`)
  expect(stdout).not.toContain('hunter2')
})

import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { findSecrets, findSecretsIn } from '../support/secret-search.ts'
import { KiB, type Run, startCommand, temporaryFolder, testBucket } from './terminal.ts'

const secrets = {
  'the key secret': 'kEy/SeCrEt+0f=tHe?tEsT&1',
  'the STS token': 'CAIS/t0kEn+oF=tHe?TeSt&2-that-is-long',
  'the wrong secret': 'wR0ng/sEcReT+oF=tHe?TeSt',
  'the password of the proxy': 'pAsSw0rd-of-the-proxy',
}

it('no secret is written to any file or printed, whether an upload succeeds, fails or waits (R21)', async () => {
  const good = {
    accessKeyId: 'STS.good',
    accessKeySecret: secrets['the key secret'],
    token: secrets['the STS token'],
    expiresAt: Date.now() + 3_600_000,
  }
  const bucket = await testBucket(undefined, { tokens: [good] })
  const temporary = join(bucket.folder, 'tmp')
  mkdirSync(temporary)
  const file = join(bucket.folder, 'film.bin')
  writeFileSync(file, Buffer.alloc(10 * 100 * KiB, 'film'))
  const env = {
    OSS_ACCESS_KEY_ID: good.accessKeyId,
    OSS_ACCESS_KEY_SECRET: good.accessKeySecret,
    OSS_SESSION_TOKEN: good.token,
    TMPDIR: temporary,
  }
  const runs: Run[] = []
  runs.push(await bucket.run([file, '--verbose'], { env }))
  runs.push(
    await bucket.run([file, '--verbose', '--conflict', 'rename'], {
      env: { ...env, OSS_ACCESS_KEY_SECRET: secrets['the wrong secret'] },
    }),
  )
  good.expiresAt = 0
  runs.push(await bucket.run([file, '--verbose', '--conflict', 'rename'], { env }))
  // What a program prints besides credentials, and what a file holds besides JSON, could be anything.
  const broken = join(temporaryFolder(), 'broken.json')
  writeFileSync(broken, `{"AccessKeyId": "${good.accessKeySecret}", "x${good.token}`)
  runs.push(await bucket.run([file, '--verbose', '--no-wait', '--credentials-file', broken], { env }))
  runs.push(await throughProxy(file, join(bucket.folder, 'data'), env))
  expect(runs.map(({ code }) => code)).toEqual([0, 5, 5, 5, 5])

  expect(findSecrets([join(bucket.folder, 'data'), temporary], secrets)).toEqual([])
  for (const { stdout, stderr } of runs) expect(findSecretsIn(stdout + stderr, secrets)).toEqual([])
  // The search did look at the database of these runs.
  expect(findSecrets([join(bucket.folder, 'data')], { 'the name of the file': 'film.bin' })).not.toEqual([])
})

/** A proxy that wants another login. */
async function throughProxy(file: string, dataFolder: string, env: NodeJS.ProcessEnv): Promise<Run> {
  const proxy = createServer((_request, response) => {
    response.writeHead(407, { 'proxy-authenticate': 'Basic realm="office"' }).end()
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    proxy.closeAllConnections()
    proxy.close()
  })
  const address = proxy.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const password = secrets['the password of the proxy']
  const to = ['--to', 'oss://films', '--endpoint', 'http://oss.example.test', '--region', 'cn-test']
  return startCommand([file, ...to, '--allow-http', '--no-wait', '--verbose'], {
    env: { ...env, STEVEDORE_DATA_DIR: dataFolder, http_proxy: `http://user:${password}@127.0.0.1:${port}` },
  }).ended
}

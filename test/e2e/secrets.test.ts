import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startPracticeBucket } from '../../electron/practice-bucket/practice-bucket.ts'
import { messages } from '../../shared/locales/messages.ts'
import { findSecrets, findSecretsIn } from '../support/secret-search.ts'
import { Session } from './support/session.ts'

const session = Session.forEachTest()
const { firstRun, destination } = messages.en.dialogs
const { credentials } = messages.en
const words = messages.en.window

const secrets = {
  'the key secret': 'kEy/SeCrEt+0f=tHe?tEsT&1',
  'the STS token': 'CAIS/t0kEn+oF=tHe?TeSt&2-that-is-long',
  'the wrong secret': 'wR0ng/sEcReT+oF=tHe?TeSt',
}

it('a secret that was typed into the window is in no file and in nothing printed, whatever happens (R21)', async () => {
  const token = {
    accessKeyId: 'STS.e2e',
    accessKeySecret: secrets['the key secret'],
    token: secrets['the STS token'],
    expiresAt: Date.now() + 3_600_000,
  }
  const folder = mkdtempSync(join(tmpdir(), 'stevedore-e2e-sts-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const bucket = await startPracticeBucket({
    dir: folder,
    buckets: ['harbour'],
    accessKeyId: 'permanent',
    accessKeySecret: 'not used here',
    tokens: [token],
  })
  onTestFinished(() => bucket.close())
  session.file('good.bin', 100_000)
  session.file('late.bin', 100_000)
  const temporary = join(session.dataFolder, 'tmp')
  mkdirSync(temporary)
  const window = await session.start({ env: { TMPDIR: temporary } })
  const { page } = window
  const field = (label: string) => page.getByLabel(label, { exact: true })

  await page.getByRole('button', { name: firstRun.connectTitle }).click()
  await field(destination.endpoint).fill(bucket.endpoint)
  await field(destination.region).fill(bucket.region)
  await field(destination.bucket).fill('harbour')
  await page.getByRole('combobox', { name: credentials.source }).click()
  await page.getByRole('option', { name: credentials.kind.sts }).click()
  await field(destination.keyId).fill(token.accessKeyId)
  await field(destination.secret).fill(token.accessKeySecret)
  await field(credentials.token).fill(token.token)
  await page.getByRole('button', { name: destination.save }).click()
  await page.getByText(words.empty.queueTitle).waitFor()
  await window.drop([session.path('good.bin')])
  await window.untilShown('good.bin', 'done')

  // The token ends; then somebody types a wrong secret, and OSS answers with what it signed.
  token.expiresAt = 0
  await window.drop([session.path('late.bin')])
  await window.until('late.bin', (row) => row.reason?.code === 'SecurityTokenExpired', 'the end of the token')
  await page.getByRole('button', { name: credentials.open }).waitFor()
  await window.screenshot('waits-for-credentials')
  token.expiresAt = Date.now() + 3_600_000
  const [saved] = await window.call('destinations.list', undefined)
  if (saved === undefined) throw new Error('the destination is not there')
  const { hasSecret: _has, createdAt: _at, credentialProblem: _problem, ...input } = saved
  await window.call('destinations.save', {
    ...input,
    accessKeySecret: secrets['the wrong secret'],
    securityToken: token.token,
  })
  await window.until('late.bin', (row) => row.reason?.code === 'SignatureDoesNotMatch', 'the wrong secret')
  expect(findSecrets([session.dataFolder], secrets)).toEqual([])

  await window.call('destinations.save', {
    ...input,
    accessKeySecret: token.accessKeySecret,
    securityToken: token.token,
  })
  await window.untilShown('late.bin', 'done')
  const bridge = await page.evaluate(async () =>
    JSON.stringify(await globalThis.stevedore.invoke('destinations.list', undefined)),
  )
  expect(findSecretsIn(bridge, secrets)).toEqual([])
  await window.call('destinations.remove', { id: saved.id })
  await session.program.quit()
  expect(findSecrets([session.dataFolder], secrets)).toEqual([])
  expect(findSecretsIn(session.program.output, secrets)).toEqual([])
})

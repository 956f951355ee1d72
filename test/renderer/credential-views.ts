import type { Page } from 'playwright-core'
import { someDestinations } from './fake/fake-destinations.ts'

/** Chooses where the credentials of the destination in the open editor come from. */
export async function chooseSource(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('combobox', { name: /^(Credentials|凭证)$/ }).click()
  await page.getByRole('option', { name }).click()
}

export const sourceNames = {
  sts: /^(Temporary|临时凭证)/,
  file: /^(From a file|来自文件)$/,
  command: /^(From a command|来自命令)$/,
  url: /^(From a URL|来自 URL)$/,
}

/** The second destination waits for its key; the credentials of the first are fetched and good for a while. */
export async function showCredentialProblem(page: Page): Promise<void> {
  const [first, second, ...others] = someDestinations()
  if (first === undefined || second === undefined) throw new Error('there are no destinations')
  // By the page's own clock, which the tests hold.
  const now = await page.evaluate(() => Date.now())
  await page.evaluate(
    (destinations) => window.fake.emit('destinations.changed', destinations),
    [
      {
        ...first,
        credentialSource: { kind: 'file' as const, path: '/run/user/1000/sts.json' },
        credentialsExpireAt: now + 43 * 60_000 + 10_000,
      },
      {
        ...second,
        credentialProblem: {
          code: 'SecretMissing',
          retry: 'auth' as const,
          message: 'The AccessKey secret of "nightly-backup" is missing. Enter it again.',
          fromServer: false,
          params: { name: second.name },
        },
      },
      ...others,
    ],
  )
}

/** The second destination waits because the proxy wants a password. */
export async function showProxyProblem(page: Page): Promise<void> {
  const [first, second, ...others] = someDestinations()
  if (first === undefined || second === undefined) throw new Error('there are no destinations')
  const credentialProblem = {
    code: 'ProxyAuthenticationRequired',
    retry: 'auth' as const,
    message: 'The proxy proxy.example:3128 wants a user name and a password that are right (Basic).',
    fromServer: false,
    status: 407,
    params: { proxy: 'proxy.example:3128', schemes: 'Basic' },
  }
  await page.evaluate(
    (destinations) => window.fake.emit('destinations.changed', destinations),
    [first, { ...second, credentialProblem }, ...others],
  )
}

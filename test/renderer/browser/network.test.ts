import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf, type OpenOptions } from './window-page.ts'

describeWindow('the network settings', () => {
  const open = useWindow()
  const start = async (options?: OpenOptions) => {
    const page = await open(options)
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('heading', { name: 'Network' }).waitFor()
    return page
  }
  const chooseMode = async (page: Page, name: string) => {
    await page.getByRole('combobox', { name: 'Proxy' }).click()
    await page.getByRole('option', { name }).click()
  }
  const field = (page: Page, name: string) => page.getByRole('textbox', { name })
  const save = (page: Page) => page.getByRole('button', { name: 'Use this proxy' })

  it('follow the system, and go without a proxy at once', async () => {
    const page = await start()
    await expect
      .poll(() => page.getByRole('combobox', { name: 'Proxy' }).textContent())
      .toContain('As the system')
    await chooseMode(page, 'No proxy')
    await expect.poll(() => callsOf(page, 'settings.set')).toEqual([{ proxyMode: 'none' }])
    expect(await page.getByRole('form').count()).toBe(0)
  })

  it('ask for an address before a proxy of one’s own counts, and save it with its log-in in one step', async () => {
    const page = await start()
    await chooseMode(page, 'A proxy of my own')
    expect(await save(page).isDisabled()).toBe(true)
    await field(page, 'Address of the proxy').fill('proxy.example:3128')
    await field(page, 'User name').fill('wang')
    await page.getByLabel('Password', { exact: true }).fill('geheim')
    await field(page, 'Not through the proxy').fill('*.corp.example')
    expect(await callsOf(page, 'settings.set')).toEqual([])
    await save(page).click()
    await expect
      .poll(() => callsOf(page, 'proxy.save'))
      .toEqual([
        { address: 'proxy.example:3128', username: 'wang', password: 'geheim', exceptions: '*.corp.example' },
      ])
    // It is not shown again; the field says that it is kept.
    await page.getByPlaceholder('kept as it is').waitFor()
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('')
    expect(await page.getByLabel('Password', { exact: true }).getAttribute('type')).toBe('password')
  })

  it('drop the kept password from the form as soon as it would go to another proxy', async () => {
    const page = await start()
    await chooseMode(page, 'A proxy of my own')
    await field(page, 'Address of the proxy').fill('http://a:1')
    await page.getByLabel('Password', { exact: true }).fill('geheim')
    await save(page).click()
    await page.getByPlaceholder('kept as it is').waitFor()
    await field(page, 'Address of the proxy').fill('http://b:1')
    await expect.poll(() => page.getByPlaceholder('kept as it is').count()).toBe(0)
  })

  it('say beside the field what is wrong with the address', async () => {
    const page = await start()
    await chooseMode(page, 'A proxy of my own')
    await field(page, 'Address of the proxy').fill('ftp://proxy.example')
    await page.evaluate(() =>
      window.fake.failNext('proxy.save', {
        code: 'ProxyInvalid',
        retry: 'fatal',
        message: 'm',
        params: { proxy: 'ftp://proxy.example' },
        fromServer: false,
      }),
    )
    await field(page, 'Address of the proxy').press('Enter')
    await page.getByText('“ftp://proxy.example” is not a proxy address. Enter it like').waitFor()
    expect(await field(page, 'Address of the proxy').inputValue()).toBe('ftp://proxy.example')
  })

  it('keep the password in memory, and say so, where nothing can protect it', async () => {
    const page = await start({ info: { canProtectSecrets: false } })
    await chooseMode(page, 'A proxy of my own')
    await page.getByText('The password stays in memory only').waitFor()
    expect(await page.getByRole('checkbox', { name: /Forget the password/ }).count()).toBe(0)
  })

  it('choose a certificate authority and go back to none', async () => {
    const page = await start()
    await page.evaluate(() => window.fake.nextPick(['/etc/company.pem']))
    await page.getByRole('button', { name: 'Choose file…' }).click()
    await page.getByText('/etc/company.pem').waitFor()
    await page.getByRole('button', { name: 'Reset Certificate authority of your own to none' }).click()
    await expect
      .poll(() => callsOf(page, 'settings.set'))
      .toEqual([{ caFile: '/etc/company.pem' }, { caFile: null }])
  })
})

describeWindow('a destination without encryption', () => {
  const open = useWindow()
  it('is saved only once a person has allowed it, beside a warning', async () => {
    const page = await open()
    await page.getByRole('navigation').getByRole('button', { name: 'Add destination' }).click()
    const endpoint = page.getByRole('combobox', { name: 'Region or endpoint' })
    await endpoint.fill('http://10.0.0.7:9000')
    // The list of regions closes.
    await endpoint.press('Tab')
    await page.getByText('everybody on the way can read your files').waitFor()
    await page.getByRole('textbox', { name: 'Region of the bucket' }).fill('cn-x')
    await page.getByRole('textbox', { name: 'Bucket', exact: true }).fill('films')
    await page.getByRole('textbox', { name: 'AccessKey ID' }).fill('id')
    await page.getByLabel('AccessKey secret').fill('secret')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('alert').filter({ hasText: 'https://' }).waitFor()
    expect(await callsOf(page, 'destinations.save')).toEqual([])
    await page.getByRole('checkbox', { name: 'Send without encryption' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect
      .poll(() => callsOf(page, 'destinations.save'))
      .toMatchObject([{ endpoint: 'http://10.0.0.7:9000', allowPlainHttp: true }])
  })

  it('is not asked about on this computer', async () => {
    const page = await open()
    await page.getByRole('navigation').getByRole('button', { name: 'Add destination' }).click()
    const endpoint = page.getByRole('combobox', { name: 'Region or endpoint' })
    await endpoint.fill('http://127.0.0.1:9000')
    await endpoint.press('Tab')
    await page.getByRole('textbox', { name: 'Region of the bucket' }).waitFor()
    expect(await page.getByRole('checkbox', { name: 'Send without encryption' }).count()).toBe(0)
  })
})

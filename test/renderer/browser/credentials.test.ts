import { expect, it } from 'vitest'
import { chooseSource, showCredentialProblem, showProxyProblem, sourceNames } from '../credential-views.ts'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf } from './window-page.ts'

describeWindow('the source of credentials (R21)', () => {
  const open = useWindow()
  const editor = async () => {
    const page = await open()
    await page.getByRole('row', { name: /A001_C014/ }).waitFor()
    await page.getByRole('button', { name: 'Add destination', exact: true }).click()
    return { page, dialog: page.getByRole('dialog') }
  }

  it('is a file that is chosen or typed; nothing secret is asked for', async () => {
    const { page, dialog } = await editor()
    await dialog.getByRole('combobox', { name: 'Region or endpoint' }).fill('cn-hangzhou')
    await page.keyboard.press('Escape')
    await dialog.getByRole('textbox', { name: 'Bucket', exact: true }).fill('footage')
    await chooseSource(page, sourceNames.file)
    expect(await dialog.getByLabel('AccessKey secret').count()).toBe(0)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('Choose the file, or type its whole path.').waitFor()
    await page.evaluate(() => window.fake.nextPick(['/home/me/sts.json']))
    await dialog.getByRole('button', { name: 'Choose…' }).click()
    await expect
      .poll(() => dialog.getByRole('textbox', { name: 'Credential file' }).inputValue())
      .toBe('/home/me/sts.json')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await callsOf(page, 'destinations.save')).toMatchObject([
      { accessKeyId: '', credentialSource: { kind: 'file', path: '/home/me/sts.json' } },
    ])
  })

  it('takes the answer of STS as it is, pasted into one field', async () => {
    const { page, dialog } = await editor()
    await chooseSource(page, sourceNames.sts)
    const answer = {
      Credentials: {
        AccessKeyId: 'STS.x',
        AccessKeySecret: 'y',
        SecurityToken: 'z',
        Expiration: '2027-01-31T08:00:00Z',
      },
    }
    await dialog.getByRole('textbox', { name: 'AccessKey ID' }).fill(JSON.stringify(answer))
    expect(await dialog.getByRole('textbox', { name: 'AccessKey ID' }).inputValue()).toBe('STS.x')
    expect(await dialog.getByLabel('STS token').inputValue()).toBe('z')
    expect(await dialog.getByLabel('STS token').getAttribute('type')).toBe('password')
    expect(await dialog.getByRole('textbox', { name: 'Valid until' }).inputValue()).toBe(
      '2027-01-31T08:00:00.000Z',
    )
  })
})

describeWindow('uploads that wait for credentials', () => {
  const open = useWindow()

  it('are told in a line whose button opens their destination, until they have some', async () => {
    const page = await open()
    await page.getByRole('row', { name: /A001_C014/ }).waitFor()
    await showCredentialProblem(page)
    await page.getByText(/Uploads to “nightly-backup” wait for credentials\..*enter it again/).waitFor()
    await page.getByRole('button', { name: 'Open destination' }).click()
    await page.getByRole('dialog', { name: 'Edit “nightly-backup”' }).waitFor()
    await page.keyboard.press('Escape')
    await page.evaluate(async () => {
      const answer = await window.stevedore.invoke('destinations.list', undefined)
      if (answer.ok) window.fake.emit('destinations.changed', answer.value)
    })
    await page.getByRole('button', { name: 'Open destination' }).waitFor({ state: 'detached' })
  })

  it('because the proxy wants a password: the line leads to the settings of the network', async () => {
    const page = await open()
    await page.getByRole('row', { name: /A001_C014/ }).waitFor()
    await showProxyProblem(page)
    await page
      .getByText(/Uploads to “nightly-backup” wait for the proxy\. The proxy proxy\.example:3128/)
      .waitFor()
    await page.getByRole('button', { name: 'Network settings' }).click()
    await page.getByRole('heading', { name: 'Network', exact: true }).waitFor()
    await expect
      .poll(() =>
        page.evaluate(() => document.getElementById('section-network')?.getBoundingClientRect().top),
      )
      .toBeLessThan(await page.evaluate(() => window.innerHeight))
  })

  it('and credentials that are fetched say how long they are good for', async () => {
    const page = await open()
    await page.getByRole('row', { name: /A001_C014/ }).waitFor()
    await showCredentialProblem(page)
    await page.getByRole('button', { name: 'Edit footage · Hangzhou' }).click()
    await page.getByText(/valid for 43.min/).waitFor()
  })
})

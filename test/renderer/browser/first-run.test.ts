import { expect, it } from 'vitest'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf, pass } from './window-page.ts'

describeWindow('first run', () => {
  const open = useWindow()

  it('leads to a finished upload on this computer in two clicks', async () => {
    const page = await open({ scenario: 'first-run' })
    await page.getByRole('button', { name: /Try it on this computer/ }).click()
    await page.getByRole('heading', { name: 'Drop files or folders here' }).waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Upload files' }).last().click()
    await page.getByRole('row', { name: /holiday\.jpg/ }).waitFor()
    await pass(page, 20_000)
    await expect.poll(() => page.getByRole('row', { name: /holiday\.jpg/ }).textContent()).toContain('Done')
  })

  it('connects to OSS: region from the list, problems named, test by steps, then the list', async () => {
    const page = await open({ scenario: 'first-run' })
    await page.getByRole('button', { name: /Connect to Alibaba Cloud OSS/ }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Type the name of the bucket.').waitFor()
    await page.getByRole('combobox', { name: 'Region or endpoint' }).fill('shang')
    await page.getByRole('option', { name: /Shanghai/ }).click()
    await page.getByText('Uploads go to https://oss-cn-shanghai.aliyuncs.com').waitFor()
    await page.getByRole('textbox', { name: 'Bucket', exact: true }).fill('denied')
    await page.getByRole('textbox', { name: 'Folder in the bucket' }).fill('raw')
    await page.getByRole('textbox', { name: 'AccessKey ID' }).fill('LTAI5t')
    await page.getByLabel('AccessKey secret').fill('secret')
    await page.getByRole('button', { name: 'Test' }).click()
    const result = page.getByRole('region', { name: 'Result of the test' })
    expect(await result.textContent()).toContain('oss:ListParts is missing')
    await page.getByRole('textbox', { name: 'Bucket', exact: true }).fill('footage')
    await page.getByRole('button', { name: 'Test' }).click()
    await expect.poll(() => result.textContent()).toContain('Everything that uploads need works.')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Drop files or folders here' }).waitFor()
    expect(await callsOf(page, 'destinations.save')).toEqual([
      {
        name: 'footage',
        kind: 'oss',
        endpoint: 'https://oss-cn-shanghai.aliyuncs.com',
        region: 'cn-shanghai',
        bucket: 'footage',
        prefix: 'raw/',
        signatureVersion: 'v4',
        isCustomDomain: false,
        metadata: {},
        accessKeyId: 'LTAI5t',
        credentialSource: { kind: 'key' },
        accessKeySecret: 'secret',
      },
    ])
  })

  it('warns where secrets cannot be protected, and keeps them in memory only', async () => {
    const page = await open({ scenario: 'first-run', info: { canProtectSecrets: false } })
    await page.getByRole('button', { name: /Connect/ }).click()
    await page.getByText(/no place to keep secrets safely/).waitFor()
  })

  it('can be read in the other language at once', async () => {
    const page = await open({ scenario: 'first-run' })
    await page.getByRole('combobox', { name: 'Language' }).click()
    await page.getByRole('option', { name: '简体中文' }).click()
    await page.getByRole('heading', { name: '要上传到哪里？' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN')
  })

  it('answers a drop before there is a destination with the way to one', async () => {
    const page = await open({ scenario: 'first-run' })
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['x'], 'a.mov'))
      document.querySelector('main')?.dispatchEvent(new DragEvent('drop', { bubbles: true, dataTransfer }))
    })
    await page.getByText('Choose first where uploads go').waitFor()
  })
})

import { expect, it } from 'vitest'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf } from './window-page.ts'

describeWindow('connection doctor', () => {
  const open = useWindow()

  it('shows every line of a saved destination, and copies the report without secrets', async () => {
    const page = await open({ scenario: 'showcase' })
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /客户交付/ })
      .first()
      .click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Check connection…' }).click()
    const report = page.getByRole('dialog').getByRole('region', { name: 'Result of the test' })
    await report.getByText('Everything that uploads need works.').waitFor()
    expect(await report.getByRole('listitem').count()).toBe(20)
    await report.getByRole('button', { name: 'Copy report' }).click()
    const [copied] = await callsOf(page, 'clipboard.write')
    const { text } = copied as { text: string }
    expect(text).toContain('oss://client-delivery/')
    expect(text).toContain('✓ List parts (oss:ListParts)')
    expect(text).not.toContain('{{')
    const [asked] = await callsOf(page, 'doctor.run')
    expect(asked).not.toHaveProperty('destination.accessKeySecret')
    await page.getByRole('button', { name: 'Check again' }).click()
    await expect.poll(async () => (await callsOf(page, 'doctor.run')).length).toBe(2)
  })

  it('offers the policy for a right that is missing (R22)', async () => {
    const page = await open({ scenario: 'first-run' })
    await page.getByRole('button', { name: /Connect to Alibaba Cloud OSS/ }).click()
    await fill(page, 'denied')
    await page.getByRole('button', { name: 'Test' }).click()
    await page.getByText('Uploads work. What failed makes').waitFor()
    await page.getByRole('button', { name: 'Copy policy' }).click()
    const [copied] = await callsOf(page, 'clipboard.write')
    const { Statement } = JSON.parse((copied as { text: string }).text)
    expect(Statement[0].Resource).toEqual(['acs:oss:*:*:denied/*'])
    expect(Statement[0].Action).toContain('oss:ListParts')
  })

  it('takes over the endpoint that OSS names, and then the test passes', async () => {
    const page = await open({ scenario: 'first-run' })
    await page.getByRole('button', { name: /Connect to Alibaba Cloud OSS/ }).click()
    await fill(page, 'elsewhere')
    await page.getByRole('button', { name: 'Test' }).click()
    await page.getByRole('button', { name: 'Use oss-cn-beijing.aliyuncs.com' }).click()
    await page.getByText('Uploads go to https://oss-cn-beijing.aliyuncs.com').waitFor()
    await page.getByRole('button', { name: 'Test' }).click()
    await page.getByText('Everything that uploads need works.').waitFor()
  })

  it('takes over the region that OSS names where the endpoint does not, and it can be saved (R20)', async () => {
    const page = await open({ scenario: 'first-run' })
    await page.getByRole('button', { name: /Connect to Alibaba Cloud OSS/ }).click()
    await fill(page, 'footage')
    await page.getByRole('combobox', { name: 'Region or endpoint' }).fill('oss-accelerate.aliyuncs.com')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Test' }).click()
    await page.getByRole('button', { name: 'Use cn-shanghai' }).click()
    expect(await page.getByRole('textbox', { name: 'Region of the bucket' }).inputValue()).toBe('cn-shanghai')
    await page.getByRole('button', { name: 'Save' }).click()
    const endpoint = 'https://oss-accelerate.aliyuncs.com'
    await expect
      .poll(() => callsOf(page, 'destinations.save'))
      .toMatchObject([{ endpoint, region: 'cn-shanghai' }])
  })
})

type Page = Awaited<ReturnType<ReturnType<typeof useWindow>>>

async function fill(page: Page, bucket: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Region or endpoint' }).fill('cn-shanghai')
  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: 'Bucket', exact: true }).fill(bucket)
  await page.getByRole('textbox', { name: 'AccessKey ID' }).fill('LTAI5t')
  await page.getByLabel('AccessKey secret').fill('secret')
}

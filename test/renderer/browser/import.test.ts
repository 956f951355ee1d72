import { expect, it } from 'vitest'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf } from './window-page.ts'

describeWindow('destinations from elsewhere', () => {
  const open = useWindow()
  const openImport = async () => {
    const page = await open()
    await page.getByRole('navigation').getByRole('button', { name: 'Add destination' }).click()
    await page.getByRole('button', { name: 'Import…' }).click()
    return { page, dialog: page.getByRole('dialog', { name: 'Import access' }) }
  }

  it('are taken over one by one, each with the bucket the person names', async () => {
    const { page, dialog } = await openImport()
    const known = dialog.getByRole('region', { name: 'ossutil: Credentials' })
    await known.getByRole('button', { name: 'Add ossutil: Credentials' }).click()
    await known.getByText('“archive” was added.').waitFor()
    const environment = dialog.getByRole('region', { name: 'Environment variables' })
    const add = environment.getByRole('button', { name: 'Add Environment variables' })
    expect(await add.isDisabled()).toBe(true)
    await environment.getByRole('textbox', { name: 'Bucket' }).fill('logs')
    await add.click()
    await environment.getByText('“logs” was added.').waitFor()
    expect(await callsOf(page, 'destinations.import')).toEqual([
      {
        proposalId: 'ossutil:Credentials',
        bucket: 'archive',
        endpoint: 'https://oss-cn-beijing.aliyuncs.com',
        region: 'cn-beijing',
        isCustomDomain: false,
        sessionOnly: false,
      },
      {
        proposalId: 'environment',
        bucket: 'logs',
        endpoint: 'https://oss-cn-shanghai.aliyuncs.com',
        region: 'cn-shanghai',
        isCustomDomain: false,
        sessionOnly: false,
      },
    ])
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('navigation').getByRole('button', { name: 'logs', exact: true }).waitFor()
  })

  it('say which profile cannot be used, and look into another file', async () => {
    const { page, dialog } = await openImport()
    await dialog.getByText(/“ecs” gets its key in another way/).waitFor()
    await dialog.getByRole('button', { name: 'Another file…' }).click()
    await dialog.getByText(/No key was found in the environment or in \/home\/ada\/holiday\.jpg/).waitFor()
    expect(await callsOf(page, 'destinations.findImports')).toEqual([{}, { file: '/home/ada/holiday.jpg' }])
  })

  it('are offered at the first run too', async () => {
    const page = await open({ scenario: 'first-run' })
    await page.getByRole('button', { name: /^Take over the key of ossutil/ }).click()
    const known = page.getByRole('region', { name: 'ossutil: Credentials' })
    await known.getByRole('button', { name: 'Add ossutil: Credentials' }).click()
    await known.getByText('“archive” was added.').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
    await page.getByRole('navigation').getByRole('button', { name: 'archive', exact: true }).waitFor()
  })

  it('are duplicated and opened for another bucket of the account', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Edit footage · Hangzhou' }).click()
    await page.getByRole('button', { name: 'Duplicate' }).click()
    await page.getByRole('dialog', { name: 'Edit “footage · Hangzhou (2)”' }).waitFor()
    expect(await callsOf(page, 'destinations.duplicate')).toEqual([{ id: 'footage' }])
  })
})

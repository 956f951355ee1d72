import { expect, it } from 'vitest'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf } from './window-page.ts'

describeWindow('options of the objects of a destination (R18, R19)', () => {
  const open = useWindow()
  const edit = async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Edit footage · Hangzhou' }).click()
    const dialog = page.getByRole('dialog')
    const toggle = dialog.getByRole('button', { name: /^Options of the objects/ })
    await toggle.click()
    return { page, dialog, toggle }
  }

  it('are folded away until they are wanted, and say how many are set', async () => {
    const { dialog, toggle } = await edit()
    await dialog.getByRole('textbox', { name: 'Cache-Control' }).fill('max-age=60')
    await dialog.getByRole('button', { name: 'Add tag' }).click()
    await dialog.getByRole('textbox', { name: 'Tags 1: name' }).fill('project')
    await toggle.click()
    expect(await dialog.getByRole('textbox', { name: 'Cache-Control' }).count()).toBe(0)
    expect(await toggle.textContent()).toContain('2 set')
    expect(await toggle.getAttribute('aria-expanded')).toBe('false')
  })

  it('are saved with the destination, each as it is meant', async () => {
    const { page, dialog } = await edit()
    const field = (name: string) => dialog.getByRole('textbox', { name })
    const choose = async (name: string, option: string) => {
      await dialog.getByRole('combobox', { name }).click()
      await page.getByRole('option', { name: option, exact: true }).click()
    }
    await field('Content-Type').fill('video/mp4')
    await field('Expires').fill('2027-01-31T12:00:00Z')
    await field('Speed of one connection').fill('1 MiB/s')
    await choose('Who may read', 'everyone may read')
    await choose('Storage class', 'Infrequent Access')
    await choose('Encrypted by OSS', 'KMS')
    await field('KMS key id').fill('key-1')
    await dialog.getByRole('checkbox', { name: /Let OSS refuse/ }).click()
    await dialog.getByRole('button', { name: 'Add metadata' }).click()
    await field('Metadata of your own 1: name').fill('author')
    await field('Metadata of your own 1: value').fill('张三')
    await field('Callback address').fill('http://a.example/done')
    await field('Callback body').fill('key=1')
    await dialog.getByRole('button', { name: 'Add variable' }).click()
    await field('Callback variables 1: name').fill('x:who')
    await field('Callback variables 1: value').fill('ada')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await callsOf(page, 'destinations.save')).toMatchObject([
      {
        id: 'footage',
        metadata: {
          contentType: 'video/mp4',
          expires: 'Sun, 31 Jan 2027 12:00:00 GMT',
          trafficLimitBitsPerSecond: 8_388_608,
          acl: 'public-read',
          storageClass: 'IA',
          encryption: { algorithm: 'KMS', keyId: 'key-1' },
          forbidOverwrite: true,
          userMetadata: { author: '张三' },
          callback: { urls: ['http://a.example/done'], body: 'key=1', variables: { 'x:who': 'ada' } },
        },
      },
    ])
  })

  it('say while they are typed what OSS would refuse, with the limit, and are not saved like that', async () => {
    const { page, dialog, toggle } = await edit()
    await dialog.getByRole('textbox', { name: 'Speed of one connection' }).fill('1 KiB/s')
    await dialog.getByText(/From 100.KiB\/s to 100.MiB\/s\./).waitFor()
    expect(await toggle.textContent()).toContain('1 to correct')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByRole('alert').waitFor()
    expect(await callsOf(page, 'destinations.save')).toEqual([])
  })
})

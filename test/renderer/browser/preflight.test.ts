import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { difficultDrop, keptDrops } from '../fake/fake-preflights.ts'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf } from './window-page.ts'

describeWindow('before sending', () => {
  const open = useWindow()
  const pick = async (page: Page) => {
    await page.getByRole('button', { name: 'Upload files' }).click()
    return page.getByRole('dialog', { name: /^Upload “/ })
  }
  const ask = async () => {
    const page = await open({ drop: difficultDrop })
    const sheet = await pick(page)
    await sheet.waitFor()
    return { page, sheet }
  }

  it('is one click when there is nothing to decide', async () => {
    const page = await open()
    const sheet = await pick(page)
    await page.getByText('2 items added to footage · Hangzhou').waitFor()
    expect(await sheet.count()).toBe(0)
  })

  it('is a sheet each time where that is the setting', async () => {
    const page = await open({ settings: { askBeforeSending: 'always' } })
    const sheet = await pick(page)
    await sheet.getByText('2 files · 128 MiB').waitFor()
    await sheet.getByRole('button', { name: 'Upload 2 files' }).click()
    await page.getByText('2 items added to footage · Hangzhou').waitFor()
    expect(await sheet.count()).toBe(0)
  })

  it('says how much it is, where it goes, how it is cut and what is left out', async () => {
    const { sheet } = await ask()
    const text = await sheet.textContent()
    for (const part of [
      'Upload “Shoot day 3” to footage · Hangzhou?',
      '1,240 files · 12 folders',
      'raw/2026-11/Shoot day 3/A001_C014.mov',
      'and 1,237 more',
      '40 files go up in 8,213 parts together',
      '3,034 parts of 16',
      '2 entries are left out',
      '/home/ada/Shoot day 3/secret',
      '2 of these are in the bucket already',
    ]) {
      expect(text).toContain(part)
    }
  })

  it('sends what was decided: policy, place, options', async () => {
    const { page, sheet } = await ask()
    await sheet.getByRole('radio', { name: /^Keep both/ }).click()
    await sheet.getByRole('textbox', { name: 'Folder in footage' }).fill('/other place')
    await sheet.getByText('other place/Shoot day 3/A001_C014.mov').waitFor()
    await expect
      .poll(() => callsOf(page, 'preflight.change'))
      .toContainEqual({ id: 1, prefix: '/other place' })
    await sheet.getByRole('button', { name: /^Options of the objects/ }).click()
    await sheet.getByRole('textbox', { name: 'Cache-Control' }).fill('no-cache')
    await sheet.getByRole('button', { name: 'Upload 1,240 files' }).click()
    await sheet.waitFor({ state: 'detached' })
    expect(await callsOf(page, 'preflight.send')).toEqual([
      {
        id: 1,
        prefix: '/other place',
        followLinks: false,
        conflictPolicy: 'rename',
        exceptions: {},
        metadata: { cacheControl: 'no-cache' },
      },
    ])
  })

  it('sends another choice for a single file, until one is made for all', async () => {
    const { page, sheet } = await ask()
    const choose = async (option: string) => {
      await sheet.getByRole('combobox', { name: /^For .*track-01\.wav$/ }).click()
      await page.getByRole('option', { name: option, exact: true }).click()
    }
    await choose('Skip')
    await sheet.getByRole('radio', { name: /^Replace only/ }).click()
    await choose('Keep both')
    await sheet.getByRole('button', { name: 'Upload 1,240 files' }).click()
    await sheet.waitFor({ state: 'detached' })
    expect(await callsOf(page, 'preflight.send')).toMatchObject([
      {
        conflictPolicy: 'different',
        exceptions: { 'raw/2026-11/Shoot day 3/audio/track-01.wav': 'rename' },
      },
    ])
  })

  it('does not send options that OSS would refuse', async () => {
    const { sheet } = await ask()
    await sheet.getByRole('button', { name: /^Options of the objects/ }).click()
    await sheet.getByRole('textbox', { name: 'Content-Type' }).fill('nonsense')
    expect(await sheet.getByRole('button', { name: 'Upload 1,240 files' }).isDisabled()).toBe(true)
  })

  it('follows symbolic links when that is ticked', async () => {
    const { page, sheet } = await ask()
    await sheet.getByRole('checkbox', { name: 'Follow symbolic links' }).click()
    await sheet.getByRole('region', { name: 'Left out' }).waitFor({ state: 'detached' })
    expect(await callsOf(page, 'preflight.change')).toEqual([{ id: 1, followLinks: true }])
  })

  it.each(['Escape', 'Cancel'])('uploads nothing after %s', async (way) => {
    const { page, sheet } = await ask()
    if (way === 'Escape') await page.keyboard.press('Escape')
    else await sheet.getByRole('button', { name: 'Cancel' }).click()
    await sheet.waitFor({ state: 'detached' })
    expect(await callsOf(page, 'preflight.cancel')).toEqual([{ id: 1 }])
    expect(await callsOf(page, 'preflight.send')).toEqual([])
  })

  it('shows the numbers grow while folders are counted, and need not be waited for', async () => {
    const page = await open({ drop: { ...difficultDrop, state: 'counting', files: 5000 } })
    const sheet = await pick(page)
    await sheet.getByText(/^5,000 files/).waitFor()
    await sheet.getByText('Counting…').waitFor()
    await sheet.getByRole('button', { name: 'Upload without waiting' }).click()
    await sheet.waitFor({ state: 'detached' })
    expect(await callsOf(page, 'preflight.send')).toHaveLength(1)
  })

  it('asks about one drop after the other', async () => {
    const { page, sheet } = await ask()
    await page.evaluate(
      () => void window.stevedore?.invoke('preflight.begin', { paths: ['/b'], destinationId: 'practice' }),
    )
    await sheet.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('dialog', { name: /to This computer\?$/ }).waitFor()
  })
})

describeWindow('drops that were kept', () => {
  const open = useWindow()

  it('are offered again, and opened in their sheet when the person wants to look', async () => {
    const page = await open({ kept: [keptDrops.dropped, keptDrops.opened] })
    await page
      .getByText('Not sent: “Shoot day 3”, dropped on “footage · Hangzhou” before Stevedore ended.')
      .waitFor()
    await page.getByRole('button', { name: 'Look at them' }).click()
    const sheet = page.getByRole('dialog', { name: 'Upload “A001_C014.mov +2” to footage · Hangzhou?' })
    await sheet.waitFor()
    expect(await callsOf(page, 'preflight.look')).toEqual([{ id: 2 }])
    await sheet.getByRole('button', { name: 'Upload 3 files' }).click()
    await sheet.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Forget it' }).click()
    await page.getByText('before Stevedore ended').waitFor({ state: 'detached' })
    expect(await callsOf(page, 'preflight.cancel')).toEqual([{ id: 1 }])
  })

  it('say on the first page that they wait for a destination', async () => {
    const page = await open({ scenario: 'first-run', kept: [keptDrops.homeless] })
    await page.getByText('2 items wait until you have chosen where uploads go (holiday.jpg +1).').waitFor()
    await page.getByRole('button', { name: 'Forget them' }).click()
    await page.getByText('2 items wait').waitFor({ state: 'detached' })
  })

  it('open with what was chosen before, and keep every further choice', async () => {
    const page = await open({
      kept: [
        { ...difficultDrop, isShown: false, conflictPolicy: 'skip', metadata: { cacheControl: 'max-age=5' } },
      ],
    })
    await page.getByRole('button', { name: 'Look at it' }).click()
    const sheet = page.getByRole('dialog')
    expect(await sheet.getByRole('radio', { name: /^Skip these files/ }).isChecked()).toBe(true)
    await sheet.getByRole('radio', { name: /^Keep both/ }).click()
    await sheet.getByRole('button', { name: /^Options of the objects/ }).click()
    expect(await sheet.getByRole('textbox', { name: 'Cache-Control' }).inputValue()).toBe('max-age=5')
    await expect
      .poll(() => callsOf(page, 'preflight.change'))
      .toEqual([{ id: 1, conflictPolicy: 'rename', exceptions: {} }])
    await sheet.getByRole('textbox', { name: 'Cache-Control' }).fill('max-age=7')
    await expect
      .poll(async () => (await callsOf(page, 'preflight.change')).at(-1))
      .toEqual({ id: 1, conflictPolicy: 'rename', exceptions: {}, metadata: { cacheControl: 'max-age=7' } })
  })
})

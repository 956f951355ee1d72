import { expect, it } from 'vitest'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf, pass } from './window-page.ts'

describeWindow('details', () => {
  const open = useWindow()
  const show = async (name: RegExp, options?: Parameters<typeof open>[0]) => {
    const page = await open(options)
    await page.getByRole('row', { name }).dblclick()
    return { page, details: page.getByRole('region', { name: /^Details of/ }) }
  }

  it('lights up part by part while the upload runs', async () => {
    const { page, details } = await show(/方案终稿/)
    const legend = details.getByRole('list', { name: 'Legend' })
    await expect.poll(() => legend.textContent()).toContain('confirmed 10')
    await pass(page, 20_000)
    await expect.poll(() => legend.textContent()).toMatch(/confirmed 1[5-9]/)
    expect(await callsOf(page, 'queue.watch')).toContainEqual({ id: 11 })
  })

  it('tells about each part by the arrow keys: number, bytes, state', async () => {
    const { page, details } = await show(/方案终稿/)
    const map = details.getByRole('slider', { name: 'Part map' })
    await map.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    const text = 'Part 2 of 23 · 8,388,608 – 16,777,215 · kept from before'
    expect(await map.getAttribute('aria-valuetext')).toBe(text)
    expect(await details.textContent()).toContain(text)
    await page.keyboard.press('End')
    expect(await map.getAttribute('aria-valuetext')).toContain('Part 23 of 23 · 184,549,376 – 192,937,983')
  })

  it('follows a part while it is sent', async () => {
    const { page, details } = await show(/方案终稿/)
    const map = details.getByRole('slider')
    await pass(page, 200)
    await map.focus()
    await page.keyboard.press('Home')
    for (let step = 0; step < 15; step += 1) await page.keyboard.press('ArrowRight')
    const text = () => map.getAttribute('aria-valuetext')
    await expect.poll(text).toContain('sending')
    const before = await text()
    await pass(page, 1000)
    await expect.poll(text).not.toBe(before)
  })

  it('shows pictures that differ when parts change, and paints only those', async () => {
    const { page, details } = await show(/方案终稿/)
    const canvas = details.getByRole('slider')
    const picture = () => canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL())
    await expect.poll(async () => (await picture()).length).toBeGreaterThan(500)
    const before = await picture()
    await pass(page, 2000)
    await expect.poll(picture).not.toBe(before)
  })

  it('merges parts beyond what can be pointed at, and says so', async () => {
    const { details } = await show(/A001_C014/)
    await expect.poll(() => details.textContent()).toMatch(/one cell is \d parts/)
  })

  it('tells speed, tries, last code and request of a part', async () => {
    const { page, details } = await show(/方案终稿/)
    const map = details.getByRole('slider')
    await map.focus()
    await page.keyboard.press('Home')
    for (let step = 0; step < 10; step += 1) await page.keyboard.press('ArrowRight')
    const text = await map.getAttribute('aria-valuetext')
    expect(text).toMatch(/Part 11 of 23 .* try 3 · 4\d\d.KiB\/s · last error InternalError · RequestId 5C3D/)
  })

  it('lists the worst parts; choosing one shows it in the map', async () => {
    const { page, details } = await show(/方案终稿/)
    const worst = details.getByRole('region', { name: 'Worst parts' })
    await expect
      .poll(() => worst.getByRole('listitem').allTextContents())
      .toEqual([expect.stringMatching(/^Part 11.*3 tries.*InternalError$/), expect.stringMatching(/^Part 5/)])
    await worst.getByRole('button', { name: /^Part 5 / }).click()
    const text = () => details.getByRole('slider').getAttribute('aria-valuetext')
    await expect.poll(text).toContain('Part 5 of 23')
    await page.getByRole('row', { name: /A001_C015/ }).click()
    await expect.poll(() => worst.textContent()).not.toContain('Part 11 ')
  })

  it('draws the speed of this upload and of all, and says it in words', async () => {
    const { page, details } = await show(/方案终稿/)
    await details.getByRole('tab', { name: 'Speed' }).click()
    const graph = details.getByRole('img', { name: /^Speed of this upload, last 60 seconds: now [1-9]/ })
    await graph.waitFor()
    const picture = () =>
      details.locator('canvas').evaluate((element: HTMLCanvasElement) => element.toDataURL())
    const before = await picture()
    expect(before.length).toBeGreaterThan(1000)
    await details.getByRole('combobox', { name: 'Speed of' }).click()
    await page.getByRole('option', { name: 'all uploads' }).click()
    await details.getByRole('img', { name: /^Speed of all uploads, .*now 3\d/ }).waitFor()
    await expect.poll(picture).not.toBe(before)
    await details.getByRole('combobox', { name: 'Time shown' }).click()
    await page.getByRole('option', { name: 'last 10 minutes' }).click()
    await details.getByRole('img', { name: /last 10 minutes/ }).waitFor()
    expect(await callsOf(page, 'queue.speeds')).toContainEqual({ id: null })
  })

  it.each([
    ['en', /Speed/, /minutes/, ['9m', '1m']],
    ['zh-CN', /速度/, /10 分钟/, ['9分钟', '1分钟']],
  ] as const)(
    'writes no mark of the time axis twice in %s, over a minute and over ten',
    async (locale, tab, span, marks) => {
      const page = await open({ info: { locale } })
      await page.getByRole('grid').waitFor()
      await page.evaluate(() => {
        const written = new Set<string>()
        const twice: string[] = []
        Object.assign(window, { written, twice })
        const { fillText, clearRect } = CanvasRenderingContext2D.prototype
        CanvasRenderingContext2D.prototype.clearRect = function (...place) {
          written.clear()
          clearRect.apply(this, place)
        }
        CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
          if (written.has(text)) twice.push(text)
          written.add(text)
          fillText.call(this, text, ...place)
        }
      })
      const written = () => page.evaluate(() => [...(window as never as { written: Set<string> }).written])
      await page.getByRole('row', { name: /A001_C014/ }).dblclick()
      await page.getByRole('tab', { name: tab }).click()
      await expect.poll(written).toContain(locale === 'en' ? '30s' : '30秒')
      await page.getByRole('combobox', { name: /Time shown|时间范围/ }).click()
      await page.getByRole('option', { name: span }).click()
      for (const mark of marks) await expect.poll(written).toContain(mark)
      expect(await page.evaluate(() => (window as never as { twice: string[] }).twice)).toEqual([])
    },
  )

  it('follows the speed while bytes go', async () => {
    const { page, details } = await show(/方案终稿/)
    await details.getByRole('tab', { name: 'Speed' }).click()
    const name = () => details.getByRole('img').getAttribute('aria-label')
    await expect.poll(name).toMatch(/now [1-9]/)
    await page.getByRole('row', { name: /方案终稿/ }).click()
    await page.keyboard.press(' ')
    await pass(page, 3000)
    await expect.poll(name, { timeout: 20_000 }).toContain('now 0')
  })

  it('gives ETag, both checksums and ids, each with a copy button (R17)', async () => {
    const { page, details } = await show(/track-01/)
    await details.getByRole('tab', { name: 'Object' }).click()
    const text = await details.textContent()
    for (const fact of [
      '5B3C1A2E053D763E1B002CC607C5A0FE-77',
      '9207674911293414131',
      'equal',
      'raw/2026-11/audio/track-01.wav',
    ]) {
      expect(text).toContain(fact)
    }
    await details.getByRole('button', { name: 'Copy ETag' }).click()
    expect(await page.evaluate(() => window.fake.clipboard.text)).toBe(
      '"5B3C1A2E053D763E1B002CC607C5A0FE-77"',
    )
  })

  it('says why the file is cut as it is, what is on its way, and leads to the file and to the whole error', async () => {
    const { page, details } = await show(/A001_C014/, { settings: { partSizeBytes: 16 * 1024 * 1024 } })
    await details.getByRole('tab', { name: 'Object' }).click()
    await details.getByText('the part size of the settings').waitFor()
    await pass(page, 300)
    await details.getByText(/of 47\.4.GiB · .*on their way/).waitFor()
    await details.getByRole('button', { name: 'Show in folder' }).click()
    await expect.poll(() => callsOf(page, 'queue.showInFolder')).toEqual([{ id: 1 }])
    await page.getByRole('row', { name: /C0018/ }).click()
    await details.getByRole('tab', { name: 'Object' }).click()
    await details.getByRole('button', { name: 'Copy error details' }).click()
    const copied = await page.evaluate(() => window.fake.clipboard.text)
    for (const line of [
      'Code: AccessDenied',
      'EC: 0003-00000001',
      'RequestId: 5C3D9175B6FC201293AD4890',
      'HostId: footage.oss-cn-hangzhou.aliyuncs.com',
    ]) {
      expect(copied).toContain(line)
    }
  })

  it('tells what happened, newest first, also what nobody has written about', async () => {
    const { details } = await show(/A001_C014/)
    await details.getByRole('tab', { name: 'History' }).click()
    const entries = await details.getByRole('listitem').allTextContents()
    expect(entries[0]).toMatch(/Part 1,422: .*Try 2 in 4 sec/)
    expect(entries.at(-1)).toContain('Started: 3,034 parts of 16')
    expect(entries.join()).toContain('somethingNew detail: x')
  })

  it('keeps the picture of an upload that has just become whole', async () => {
    const { page, details } = await show(/方案终稿/)
    await details.getByRole('list', { name: 'Legend' }).waitFor()
    await pass(page, 40_000)
    await expect.poll(() => page.getByRole('row', { name: /方案终稿/ }).textContent()).toContain('Done')
    await expect
      .poll(() => details.getByRole('list', { name: 'Legend' }).textContent())
      .toContain('waiting 0')
  })

  it('says why there is no map', async () => {
    const { page, details } = await show(/track-01/)
    await expect.poll(() => details.textContent()).toContain('The object is whole')
    await page.getByRole('row', { name: /empty\.txt/ }).click()
    await expect.poll(() => details.textContent()).toContain('one request')
  })
})

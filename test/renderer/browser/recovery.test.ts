import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { UploadRow } from '../../../shared/queue.ts'
import { describeWindow, useWindow } from './use-window.ts'
import { callsOf } from './window-page.ts'

/** Changes a row as the main process would, and tells the window. */
async function changeRow(page: Page, name: string, change: Partial<UploadRow>): Promise<number> {
  return page.evaluate(
    ([wanted, patch]) => {
      const upload = [...window.fake.queue.uploads.values()].find(({ row }) => row.name.includes(wanted))
      if (!upload) throw new Error(`no row ${wanted}`)
      Object.assign(upload.row, patch)
      window.fake.emit('uploads.changed', { rows: [{ ...upload.row }], listChanged: false })
      return upload.row.id
    },
    [name, change] as const,
  )
}

const mismatch = {
  code: 'ObjectChecksumMismatch',
  retry: 'fatal' as const,
  message: 'The object is not the file.',
  params: { objectKey: 'raw/C0018.mov', local: '111', remote: '222' },
  fromServer: false,
}

describeWindow('recovery of one upload', () => {
  const open = useWindow()
  const act = async (page: Page, name: RegExp, action: string) => {
    await page.getByRole('row', { name }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: action, exact: true }).click()
  }

  it('locates a file that has moved and goes on', async () => {
    const page = await open()
    await page.evaluate(() => window.fake.nextPick(['/mnt/other/A001_C017.mov']))
    await act(page, /A001_C017/, 'Locate…')
    await page.getByText('“A001_C017.mov” goes on from its new place.').waitFor()
    const [asked] = (await callsOf(page, 'recovery.locate')) as { path: string; startOver: boolean }[]
    expect(asked).toMatchObject({ path: '/mnt/other/A001_C017.mov', startOver: false })
    await page.getByRole('dialog', { name: /Is this the file/ }).waitFor({ state: 'detached' })
  })

  it('says what differs, changes nothing, and starts over only when told to', async () => {
    const page = await open()
    await page.evaluate(() => {
      window.fake.nextPick(['/mnt/wrong.mov'])
      window.fake.findings.relocation = {
        kind: 'differs',
        differences: [{ what: 'content', partNumber: 12, startOffset: 100, endOffset: 200 }],
      }
    })
    await act(page, /A001_C017/, 'Locate…')
    const dialog = page.getByRole('dialog', { name: 'This is not the file that was being sent' })
    await dialog.getByText('Its content differs in part 12, bytes 100 – 199.').waitFor()
    await dialog.getByRole('button', { name: 'Start over with this file' }).click()
    await page.getByText('“A001_C017.mov” starts over with the chosen file.').waitFor()
    expect(await callsOf(page, 'recovery.locate')).toMatchObject([{ startOver: false }, { startOver: true }])
  })

  it('shows how far the comparison is, and stops it', async () => {
    const page = await open()
    await page.evaluate(() => {
      window.fake.findings.isComparing = true
    })
    await act(page, /A001_C017/, 'Locate…')
    await page.getByRole('dialog').getByText('3.0 GiB of 4.0 GiB compared').waitFor()
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect.poll(() => callsOf(page, 'recovery.stopLocating')).toHaveLength(1)
    await page.getByRole('dialog', { name: /Is this the file/ }).waitFor({ state: 'detached' })
  })

  it('verifies again an object whose checksum differed, and ends the upload when it is right after all', async () => {
    const page = await open()
    await changeRow(page, 'C0018', { reason: mismatch })
    await act(page, /C0018/, 'Verify again')
    await page.getByRole('dialog').getByText('The object is the file. The upload is done.').waitFor()
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    await expect.poll(() => page.getByRole('row', { name: /C0018/ }).textContent()).toContain('Done')
  })

  it('shows both checksums when the object is another one, and sends it again when told to', async () => {
    const page = await open()
    const id = await changeRow(page, 'C0018', { reason: mismatch })
    await page.evaluate(() => {
      window.fake.findings.verification = { kind: 'different', local: '111', remote: '222' }
    })
    await act(page, /C0018/, 'Verify again')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('is not the file. Nothing was deleted.').waitFor()
    expect(await dialog.textContent()).toMatch(/CRC-64 here111CRC-64 in OSS222/)
    await dialog.getByRole('button', { name: 'Send again' }).click()
    await expect.poll(() => callsOf(page, 'recovery.startOver')).toEqual([{ ids: [id] }])
  })

  it('starts over only after saying in bytes what is given up', async () => {
    const page = await open()
    await act(page, /A001_C014/, 'Start over…')
    const dialog = page.getByRole('dialog', { name: 'Start “A001_C014.mov” over?' })
    expect(await dialog.textContent()).toMatch(
      /36\.\d.GiB that OSS has confirmed are given up, and all 47\.4.GiB/,
    )
    await dialog.getByRole('button', { name: 'Go on as it is' }).click()
    expect(await callsOf(page, 'recovery.startOver')).toEqual([])
    await act(page, /A001_C014/, 'Start over…')
    await page.getByRole('dialog').getByRole('button', { name: 'Start over' }).click()
    await expect.poll(() => callsOf(page, 'recovery.startOver')).toEqual([{ ids: [1] }])
  })

  it('tries again now what waits for its next try', async () => {
    const page = await open()
    await page.getByRole('row', { name: /A001_C019/ }).hover()
    await page.getByRole('button', { name: 'Try again now: A001_C019.mov' }).click()
    await expect.poll(() => callsOf(page, 'queue.resume')).toHaveLength(1)
  })

  it('pauses one, several or all after the parts on their way', async () => {
    const page = await open()
    await act(page, /A001_C014/, 'Pause after current parts')
    await page.getByRole('row', { name: /A001_C015/ }).click()
    await page.getByRole('row', { name: /A001_C016/ }).click({ modifiers: ['Shift'] })
    await page.getByRole('button', { name: 'Ways to pause the selected uploads' }).click()
    await page.getByRole('menuitem', { name: 'Pause after current parts' }).click()
    await page.getByRole('button', { name: 'Ways to pause', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Pause after current parts' }).click()
    await expect
      .poll(() => callsOf(page, 'recovery.pauseAfterParts'))
      .toEqual([
        { kind: 'ids', ids: [1] },
        { kind: 'ids', ids: [2, 3] },
        { kind: 'all', filter: 'all' },
      ])
  })
})

describeWindow('unfinished parts', () => {
  const open = useWindow()
  const start = async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Unfinished parts' }).click()
    const kept = page.getByRole('region', { name: 'Kept checkpoints' })
    const orphans = page.getByRole('region', { name: 'Unfinished uploads on the bucket' })
    return { page, kept, orphans }
  }

  it('lists kept checkpoints with size and age, and continues one', async () => {
    const { page, kept } = await start()
    await expect.poll(() => kept.textContent()).toMatch(/1 upload, 2\.6.GiB in buckets/)
    await kept.getByRole('button', { name: 'Continue: old take.mov' }).click()
    await expect.poll(() => callsOf(page, 'queue.resume')).toHaveLength(1)
    await kept.getByText('No cancelled upload has kept its parts.').waitFor()
  })

  it('cleans up a kept checkpoint after saying in bytes what goes', async () => {
    const { page, kept } = await start()
    await kept.getByRole('checkbox', { name: 'Choose old take.mov' }).click()
    await kept.getByRole('button', { name: 'Clean up 1…' }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.textContent()).toMatch(/2\.6.GiB of parts are deleted/)
    await dialog.getByRole('button', { name: 'Clean up parts' }).click()
    await expect.poll(() => callsOf(page, 'queue.cancel')).toMatchObject([{ mode: 'clean' }])
  })

  it('lists open uploads that nobody knows, their sizes following, and deletes several after asking', async () => {
    const { page, orphans } = await start()
    await expect.poll(() => orphans.textContent()).toMatch(/3 uploads, 42\.\d.GiB/)
    await orphans.getByRole('checkbox', { name: /B002_C031/ }).click()
    await orphans.getByRole('checkbox', { name: /nightly/ }).click()
    await orphans.getByRole('button', { name: 'Delete 2…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete the parts of 2 unfinished uploads?' })
    expect(await dialog.textContent()).toMatch(/42\.\d.GiB are deleted from the bucket/)
    await dialog.getByRole('button', { name: 'Leave them' }).click()
    expect(await callsOf(page, 'recovery.abortOrphans')).toEqual([])
    await orphans.getByRole('button', { name: 'Delete 2…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete parts' }).click()
    await page.getByText('The parts of 2 unfinished uploads were deleted.').waitFor()
    await expect.poll(() => orphans.getByRole('row').count()).toBe(2)
  })

  it('goes on with an orphan when the local file is the right one', async () => {
    const { page, orphans } = await start()
    await page.evaluate(() => window.fake.nextPick(['/home/ada/B002_C031.mov']))
    await orphans.getByRole('button', { name: /^Go on with…: raw.*B002/ }).click()
    await page.getByText('raw/2026-08/B002_C031.mov goes on from the parts that are there.').waitFor()
    await expect.poll(() => orphans.getByRole('row').count()).toBe(3)
  })

  it('says why an orphan cannot go on', async () => {
    const { page, orphans } = await start()
    await orphans.getByRole('button', { name: /^Go on with…: 客户交付/ }).click()
    await page.getByText('It holds no parts').waitFor()
    await page.evaluate(() => {
      window.fake.findings.relocation = { kind: 'differs', differences: [] }
    })
    await orphans.getByRole('button', { name: /^Go on with…: raw/ }).click()
    await page.getByText('The parts are of another file: part 1 differs.').waitFor()
  })

  it('says why a bucket cannot be listed, and asks again', async () => {
    const page = await open()
    await page.evaluate(() =>
      window.fake.failNext('recovery.orphans', {
        code: 'AccessDenied',
        retry: 'fatal',
        message: 'denied',
        params: { bucket: 'footage', key: '', action: 'oss:ListMultipartUploads' },
        fromServer: true,
      }),
    )
    await page.getByRole('button', { name: 'Unfinished parts' }).click()
    await page
      .getByRole('alert')
      .getByText(/ListMultipartUploads/)
      .waitFor()
    await page.getByRole('button', { name: 'Ask again' }).click()
    await page.getByRole('checkbox', { name: /B002_C031/ }).waitFor()
  })
})

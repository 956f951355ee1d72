import { createHash } from 'node:crypto'
import { symlinkSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'
import { Session } from './support/session.ts'

const session = Session.forEachTest()
const { preflight, metadata } = messages.en.sheet

describe('before sending', () => {
  it('asks about an object in the way, and keeps both where the person wants that', async () => {
    const first = session.file('a photo.jpg', 100_000)
    const second = session.file('newer/a photo.jpg', 120_000)
    const window = await session.startWithDestination()
    const { page } = window
    await window.drop([session.path('a photo.jpg')])
    await window.untilShown('a photo.jpg', 'done')

    await window.drop([session.path('newer', 'a photo.jpg')])
    const sheet = page.getByRole('dialog', { name: /^Upload “a photo\.jpg” to Harbour/ })
    await sheet.getByRole('region', { name: preflight.conflictsLabel }).waitFor()
    await window.screenshot('preflight')
    expect(await session.line.sha256('a photo.jpg')).toBe(first)
    await sheet.getByRole('radio', { name: new RegExp(`^${preflight.policy.rename}`) }).click()
    await sheet.getByRole('button', { name: preflight.send_one.replace('{{number}}', '1') }).click()
    await sheet.waitFor({ state: 'detached' })
    await expect
      .poll(async () => (await window.uploads()).map(({ objectKey, status }) => `${objectKey}: ${status}`), {
        timeout: 30_000,
      })
      .toEqual(['a photo.jpg: done', 'a photo (1).jpg: done'])
    expect(await session.line.sha256('a photo.jpg')).toBe(first)
    expect(await session.line.sha256('a photo (1).jpg')).toBe(second)
  })

  it('sets on the object what was set in the sheet, and what the destination has for all (R18)', async () => {
    session.file('shoot/notes.txt', 20_000)
    symlinkSync(session.path('nowhere'), session.path('shoot', 'dangling'))
    const window = await session.startWithDestination()
    const { page } = window
    await page.getByRole('button', { name: 'Edit Harbour' }).click()
    const editor = page.getByRole('dialog')
    await editor.getByRole('button', { name: new RegExp(`^${metadata.defaults}`) }).click()
    await editor.getByRole('textbox', { name: metadata.cacheControl }).fill('max-age=60')
    await editor.getByRole('button', { name: metadata.addMeta }).click()
    await editor.getByRole('textbox', { name: `${metadata.userMetadata} 1: name` }).fill('author')
    await editor.getByRole('textbox', { name: `${metadata.userMetadata} 1: value` }).fill('张三')
    await editor.getByRole('button', { name: messages.en.dialogs.destination.save }).click()
    await editor.waitFor({ state: 'detached' })

    // The link that leads nowhere is something to be told, so the sheet is shown.
    await window.drop([session.path('shoot')])
    const sheet = page.getByRole('dialog', { name: /^Upload “shoot” to Harbour/ })
    await sheet.getByRole('region', { name: preflight.leftOutLabel }).waitFor()
    await sheet.getByRole('textbox', { name: /^Folder in/ }).fill('in box')
    await sheet.getByText('in box/shoot/notes.txt').waitFor()
    await sheet.getByRole('button', { name: new RegExp(`^${metadata.defaults}`) }).click()
    await sheet.getByRole('textbox', { name: metadata.contentDisposition }).fill('attachment')
    await sheet.getByRole('button', { name: metadata.addTag }).click()
    await sheet.getByRole('textbox', { name: `${metadata.tags} 1: name` }).fill('day')
    await sheet.getByRole('button', { name: /^Upload (1 file|without)/ }).click()
    await sheet.waitFor({ state: 'detached' })
    await window.untilShown('shoot/notes.txt', 'done')

    const headers = await session.line.headers('in box/shoot/notes.txt')
    expect(headers).toMatchObject({
      'content-type': 'text/plain',
      'cache-control': 'max-age=60',
      'content-disposition': 'attachment',
      'x-oss-tagging-count': '1',
    })
    expect(Buffer.from(headers['x-oss-meta-author'] ?? '', 'latin1').toString()).toBe('张三')
  })

  it('copies a link that hands out the object, byte for byte', async () => {
    const sha256 = session.file('shared.bin', 300_000)
    const window = await session.startWithDestination()
    await window.drop([session.path('shared.bin')])
    await window.untilShown('shared.bin', 'done')
    await window.row('shared.bin').click({ button: 'right' })
    await window.page.getByRole('menuitem', { name: messages.en.sheet.link.menu }).click()
    const dialog = window.page.getByRole('dialog', { name: /^Link to/ })
    await dialog.getByRole('button', { name: messages.en.sheet.link.copy, exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    const { clipboard } = await session.program.untilState((state) => state.clipboard !== '', 'the link')
    const answer = await fetch(clipboard)
    expect(answer.status).toBe(200)
    expect(
      createHash('sha256')
        .update(Buffer.from(await answer.arrayBuffer()))
        .digest('hex'),
    ).toBe(sha256)
  })
})

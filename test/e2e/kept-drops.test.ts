import { symlinkSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'
import { Program } from './support/program.ts'
import { Session } from './support/session.ts'

const session = Session.forEachTest()
const { preflight, kept } = messages.en.sheet

/** A folder of which one link is left out, so that a person has to look. */
function makeShoot(): string {
  const sha256 = session.file('shoot/notes.txt', 20_000)
  symlinkSync(session.path('nowhere'), session.path('shoot', 'dangling'))
  return sha256
}

describe('a drop that waits in the sheet', () => {
  it('is offered again after a kill, with the folder that was typed, and sent when the person says so', async () => {
    const sha256 = makeShoot()
    let window = await session.startWithDestination()
    await window.drop([session.path('shoot')])
    let sheet = window.page.getByRole('dialog', { name: /^Upload “shoot” to Harbour/ })
    await sheet.getByRole('textbox', { name: /^Folder in/ }).fill('in box')
    await sheet.getByText('in box/shoot/notes.txt').waitFor()
    await expect
      .poll(async () => (await window.call('preflight.list', undefined))[0]?.prefix, { timeout: 20_000 })
      .toBe('in box/')
    await session.program.kill()

    window = await session.start()
    await window.page
      .getByText(kept.dropped_one.replace('{{title}}', 'shoot').replace('{{name}}', 'Harbour'))
      .waitFor()
    expect(await window.uploads()).toEqual([])
    await window.page.getByRole('button', { name: kept.look_one }).click()
    sheet = window.page.getByRole('dialog', { name: /^Upload “shoot” to Harbour/ })
    await sheet.getByRole('region', { name: preflight.leftOutLabel }).waitFor()
    await sheet.getByRole('button', { name: preflight.send_one.replace('{{number}}', '1') }).click()
    await window.untilShown('shoot/notes.txt', 'done')
    expect(await session.line.sha256('in box/shoot/notes.txt')).toBe(sha256)
    await session.program.kill()

    window = await session.start()
    expect(await window.call('preflight.list', undefined)).toEqual([])
  })
})

describe('files from a second start', () => {
  it('bring the window back from the tray when something is to be decided', async () => {
    makeShoot()
    const window = await session.startWithDestination({ closeToTray: true })
    await session.program.act({ do: 'close-window' })
    await session.program.untilState(
      (state) => state.windows.every((shown) => !shown.isVisible),
      'the window to hide',
    )
    const second = new Program(session.dataFolder, { args: ['--hidden', session.path('shoot')] })
    expect(await second.exited()).toBe(0)
    await session.program.untilState((state) => state.windows[0]?.isVisible === true, 'the window to show')
    const sheet = window.page.getByRole('dialog', { name: /^Upload “shoot” to Harbour/ })
    await sheet.getByRole('region', { name: preflight.leftOutLabel }).waitFor()
    expect(await window.uploads()).toEqual([])
    await sheet.getByRole('button', { name: preflight.leave }).click()
    await sheet.waitFor({ state: 'detached' })
    expect(await window.call('preflight.list', undefined)).toEqual([])
  })
})

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'
import { MiB } from './support/files.ts'
import { Program } from './support/program.ts'
import { Session } from './support/session.ts'
import { Window } from './support/window.ts'

const session = Session.forEachTest()
const name = 'film.mov'

describe('the window', () => {
  it('follows language and theme at once, and so does the tray', async () => {
    const window = await session.startWithDestination()
    await window.call('settings.set', { language: 'zh-CN', theme: 'dark' })
    await window.page.getByText(messages['zh-CN'].window.empty.queueTitle).waitFor()
    expect(await window.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true)
    await window.screenshot('dark-chinese')
    const { tray } = await session.program.state()
    expect(tray?.menu.map((item) => item.label)).toContain(messages['zh-CN'].app.tray.pauseAll)
    await window.call('settings.set', { language: 'en', theme: 'light' })
    await window.page.getByText(messages.en.window.empty.queueTitle).waitFor()
    expect(await window.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(false)
  })

  it('comes back by itself when its process dies, and nothing that was uploading stops', async () => {
    const sha256 = session.file(name, 8 * MiB)
    const window = await session.startWithDestination()
    const letGo = session.line.holdAfter(3)
    await window.drop([session.path(name)])
    await window.until(name, (row) => row.confirmedBytes === 3 * MiB, 'three confirmed parts')
    const requests = session.line.proxy.requests.length
    await session.program.crashWindow()
    letGo()
    const back = new Window(await session.program.page())
    await back.untilShown(name, 'done')
    expect(await session.line.sha256(name)).toBe(sha256)
    expect(session.line.proxy.of('initiate')).toHaveLength(1)
    expect(session.line.proxy.requests.length).toBeGreaterThan(requests)
  })

  it('says that it waits when the line goes down, and goes on when it is back (R2)', async () => {
    const sha256 = session.file(name, 8 * MiB)
    const window = await session.startWithDestination()
    session.line.slow(MiB)
    await window.drop([session.path(name)])
    await window.until(name, (row) => row.confirmedBytes >= 3 * MiB, 'three confirmed parts')
    await session.line.proxy.shut()
    await window.until(
      name,
      ({ status }) => status === 'waiting' || status === 'retrying',
      'the fault to show',
    )
    await window.screenshot('line-down')
    const before = session.line.confirmedParts()
    session.line.proxy.heal()
    await session.line.proxy.open()
    await window.untilShown(name, 'done')
    expect(await session.line.sha256(name)).toBe(sha256)
    const parts = session.line.confirmedParts()
    expect(parts.slice(0, before.length)).toEqual(before)
    expect(new Set(parts).size).toBe(parts.length)
  })

  it('ends the program when it is closed and nothing shall stay in the tray', async () => {
    await session.startWithDestination({ closeToTray: false })
    await session.program.act({ do: 'close-window' })
    expect(await session.program.exited()).toBe(0)
  })
})

describe('a checkpoint that cannot be used', () => {
  it('ends the start with what is wrong and what to do (R4)', async () => {
    mkdirSync(join(session.dataFolder, 'checkpoint.sqlite'), { recursive: true })
    const program = new Program(session.dataFolder)
    expect(await program.exited()).toBe(1)
    const { errors, app } = messages.en
    expect(program.output).toContain(app.startFailed)
    expect(program.output).toContain(errors.CheckpointNotWritable_next)
  })
})

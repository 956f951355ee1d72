import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'
import type { DesktopState } from '../electron-on-chromium/state.ts'
import { MiB } from './support/files.ts'
import { Program } from './support/program.ts'
import { Session } from './support/session.ts'

const session = Session.forEachTest()
const { tray, notices } = messages.en.app
const name = 'film.mov'

describe('the program in the tray', () => {
  it('goes on uploading when its window is closed, and shows it again', async () => {
    const sha256 = session.file(name, 6 * MiB)
    const window = await session.startWithDestination({ closeToTray: true })
    const letGo = session.line.holdAfter(2)
    await window.drop([session.path(name)])
    await window.until(name, (row) => row.confirmedBytes === 2 * MiB, 'two confirmed parts')
    await session.program.act({ do: 'close-window' })
    await session.program.untilState(
      (state) => state.windows.every((shown) => !shown.isVisible),
      'the window to hide',
    )
    letGo()
    await vi.waitFor(async () => expect(await session.line.hasObject(name)).toBe(true), { timeout: 30_000 })
    expect(await session.line.sha256(name)).toBe(sha256)
    await session.program.act({ do: 'click-tray', path: [tray.open] })
    await session.program.untilState((state) => state.windows[0]?.isVisible === true, 'the window to show')
    await window.untilShown(name, 'done')
  })

  it('tells what is going on and keeps the computer awake only while bytes are due', async () => {
    session.file(name, 6 * MiB)
    const window = await session.startWithDestination()
    const letGo = session.line.holdAfter(2)
    await window.drop([session.path(name)])
    const busy = await session.program.untilState(
      (state) => state.tray?.menu[1]?.label.startsWith('1 uploading') === true,
      'the tray to tell',
    )
    expect(busy.sleepBlockers).toHaveLength(1)
    letGo()
    await window.untilShown(name, 'done')
    const idle = await session.program.untilState(
      (state) => state.tray?.menu[1]?.label === tray.idle && state.sleepBlockers.length === 0,
      'the tray to be idle',
    )
    expect(idle.windows[0]?.progress).toBe(-1)
  })

  it('pauses and resumes everything', async () => {
    const sha256 = session.file(name, 6 * MiB)
    const window = await session.startWithDestination()
    session.line.slow(MiB / 2)
    await window.drop([session.path(name)])
    await window.untilStatus(name, 'uploading')
    await session.program.untilState(
      (state) => state.tray?.menu.some((item) => item.label === tray.pauseAll && item.enabled) === true,
      'something to pause',
    )
    await session.program.act({ do: 'click-tray', path: [tray.pauseAll, tray.pauseNow] })
    await window.untilShown(name, 'paused')
    session.line.proxy.heal()
    await session.program.untilState(
      (state) => state.tray?.menu.some((item) => item.label === tray.resumeAll && item.enabled) === true,
      'something to resume',
    )
    await session.program.act({ do: 'click-tray', path: [tray.resumeAll] })
    await window.untilShown(name, 'done')
    expect(await session.line.sha256(name)).toBe(sha256)
  })

  it('asks before it quits from the tray while bytes are on their way, quits in order, and continues at the next start', async () => {
    session.file(name, 6 * MiB)
    let window = await session.startWithDestination({ closeToTray: true })
    const letGo = session.line.holdAfter(2)
    await window.drop([session.path(name)])
    await window.until(name, (row) => row.confirmedBytes === 2 * MiB, 'two confirmed parts')
    await session.program.act({ do: 'click-tray', path: [tray.quit] })
    const asked = await session.program.untilState((state) => state.dialogs.length === 1, 'the question')
    expect(asked.dialogs[0]).toMatchObject({
      kind: 'message',
      options: { message: messages.en.app.quit.title_one.replace('{{count}}', '1') },
    })
    const stay = { response: 1, checkboxChecked: false }
    await session.program.act({ do: 'answer-dialog', answer: stay })
    expect((await window.upload(name)).status).toBe('uploading')
    await session.program.act({ do: 'click-tray', path: [tray.quit] })
    await session.program.untilState((state) => state.dialogs.length === 1, 'the question again')
    await session.program.act({ do: 'answer-dialog', answer: { ...stay, response: 0 } })
    expect(await session.program.exited()).toBe(0)
    letGo()
    window = await session.start()
    await window.untilShown(name, 'done')
    const parts = session.line.confirmedParts()
    expect(new Set(parts).size).toBe(parts.length)
  })
})

describe('the computer around the program', () => {
  const iconIs = (sign: string) => (state: DesktopState) =>
    state.tray?.icon.startsWith(`tray-${sign}`) === true

  it('shows in the tray that there is no network, and goes on when it is back', async () => {
    const sha256 = session.file(name, 6 * MiB)
    const window = await session.startWithDestination()
    const letGo = session.line.holdAfter(2)
    await window.drop([session.path(name)])
    await session.program.untilState(iconIs('busy'), 'the busy sign')
    await session.program.act({ do: 'online', isOnline: false })
    await session.line.proxy.shut()
    await session.program.untilState(iconIs('offline'), 'the offline sign')
    await window.until(
      name,
      ({ status }) => status === 'waiting' || status === 'retrying',
      'the fault to show',
    )

    letGo('dropHeld')
    await session.line.proxy.open()
    await session.program.act({ do: 'online', isOnline: true })
    await window.untilShown(name, 'done')
    expect(await session.line.sha256(name)).toBe(sha256)
    await session.program.untilState(iconIs('idle'), 'the idle sign')
  })

  it('tries again at once when it wakes up', async () => {
    const sha256 = session.file(name, 6 * MiB)
    const window = await session.startWithDestination()
    const letGo = session.line.holdAfter(2)
    await window.drop([session.path(name)])
    await window.until(name, (row) => row.confirmedBytes === 2 * MiB, 'two confirmed parts')
    await session.program.act({ do: 'power', event: 'suspend' })
    await session.line.proxy.shut()
    letGo('dropHeld')
    await session.line.proxy.open()
    await session.program.act({ do: 'power', event: 'resume' })
    await window.untilShown(name, 'done')
    expect(await session.line.sha256(name)).toBe(sha256)
  })

  it('is shut down in order', async () => {
    session.file(name, 6 * MiB)
    const window = await session.startWithDestination({ closeToTray: true })
    session.line.holdAfter(2)
    await window.drop([session.path(name)])
    await window.until(name, (row) => row.confirmedBytes === 2 * MiB, 'two confirmed parts')
    await session.program.act({ do: 'power', event: 'shutdown' })
    expect(await session.program.exited()).toBe(0)
    const log = readFileSync(join(session.dataFolder, 'desktop/logs/stevedore.log'), 'utf8')
    expect(log.trimEnd().split('\n').at(-1)).toContain('"stopped"')
  })
})

describe('a second start', () => {
  it('hands its files to the first, which shows its window, and ends', async () => {
    const sha256 = session.file(name, 100_000)
    const window = await session.startWithDestination({ closeToTray: true })
    await session.program.act({ do: 'close-window' })
    const second = new Program(session.dataFolder, { args: [`files/${name}`], cwd: session.dataFolder })
    expect(await second.exited()).toBe(0)
    await session.program.untilState((state) => state.windows[0]?.isVisible === true, 'the window to show')
    const said = notices.addedFromOutside_one.replace('{{count}}', '1').replace('{{name}}', 'Harbour')
    await window.page.getByText(said).waitFor()
    await window.untilShown(name, 'done')
    expect(await session.line.sha256(name)).toBe(sha256)
  })

  it('shows no window when it is started hidden, and uploads all the same', async () => {
    session.file(name, 4 * MiB)
    const first = await session.startWithDestination()
    const letGo = session.line.holdAfter(1)
    await first.drop([session.path(name)])
    await first.until(name, (row) => row.confirmedBytes === MiB, 'a confirmed part')
    await session.program.kill()
    letGo()
    await session.start({ args: ['--hidden'] })
    await vi.waitFor(async () => expect(await session.line.hasObject(name)).toBe(true), { timeout: 30_000 })
    expect((await session.program.state()).windows.map((shown) => shown.isVisible)).toEqual([false])
  })
})

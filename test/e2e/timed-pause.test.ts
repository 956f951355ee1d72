import { describe, expect, it } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'
import { MiB } from './support/files.ts'
import { Session } from './support/session.ts'

const session = Session.forEachTest()
const { tray } = messages.en.app
const name = 'film.mov'

describe('a pause for half an hour from the tray', () => {
  it('says so on the row, outlives a restart, and ends when everything is resumed (R2)', async () => {
    const sha256 = session.file(name, 6 * MiB)
    let window = await session.startWithDestination()
    const letGo = session.line.holdAfter(2)
    await window.drop([session.path(name)])
    await window.until(name, (row) => row.confirmedBytes === 2 * MiB, 'two confirmed parts')
    await session.program.untilState(
      (state) => state.tray?.menu.some((item) => item.label === tray.pauseAll && item.enabled) === true,
      'something to pause',
    )
    await session.program.act({ do: 'click-tray', path: [tray.pauseAll, tray.pauseHalfHour] })
    const held = await window.untilStatus(name, 'waiting')
    expect(held.waitingFor).toBe('schedule')
    expect(held.nextTryAt ?? 0).toBeGreaterThan(Date.now())
    await window.row(name).getByText(messages.en.window.waitingFor.schedule).first().waitFor()
    await session.program.kill()
    letGo('dropHeld')

    window = await session.start()
    await window.until(name, ({ waitingFor }) => waitingFor === 'schedule', 'the pause to go on')
    await session.program.untilState(
      (state) => state.tray?.menu.some((item) => item.label === tray.resumeAll && item.enabled) === true,
      'something to resume',
    )
    await session.program.act({ do: 'click-tray', path: [tray.resumeAll] })
    await window.untilShown(name, 'done')
    expect(await session.line.sha256(name)).toBe(sha256)
    const parts = session.line.confirmedParts()
    expect(new Set(parts).size).toBe(parts.length)
  })

  it('begins and ends in the window too; what the person paused stays paused', async () => {
    session.file(name, 3 * MiB)
    session.file('other.mov', 3 * MiB)
    const window = await session.startWithDestination()
    const { hold, status } = messages.en.window
    await window.page.getByRole('button', { name: messages.en.recovery.pauseMenu, exact: true }).click()
    await window.page.getByRole('menuitem', { name: hold.halfHour }).click()
    const line = window.page.getByRole('region', { name: messages.en.window.statusBar.label })
    await line.getByText(/^Paused until/).waitFor()
    await window.drop([session.path(name)])
    await window.drop([session.path('other.mov')])
    await window.until(name, ({ waitingFor }) => waitingFor === 'schedule', 'it to wait')
    const other = await window.until('other.mov', ({ waitingFor }) => waitingFor === 'schedule', 'it to wait')
    await window.call('queue.pause', { kind: 'ids', ids: [other.id] })
    await line.getByRole('button', { name: hold.end }).click()
    await window.untilShown(name, 'done')
    await window.row('other.mov').getByText(status.paused).first().waitFor()
    await line.getByText(/^Paused until/).waitFor({ state: 'detached' })
  })

  it('waits on battery where the setting says so, and goes on when plugged in', async () => {
    const sha256 = session.file(name, 3 * MiB)
    const window = await session.startWithDestination({ pauseOnBattery: true })
    await session.program.act({ do: 'power', event: 'on-battery' })
    await window.drop([session.path(name)])
    await window.until(name, ({ waitingFor }) => waitingFor === 'schedule', 'it to wait')
    await session.program.act({ do: 'power', event: 'on-ac' })
    await window.untilShown(name, 'done')
    expect(await session.line.sha256(name)).toBe(sha256)
  })
})

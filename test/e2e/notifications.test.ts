import { describe, expect, it } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'
import { MiB } from './support/files.ts'
import { Session } from './support/session.ts'

const session = Session.forEachTest()
const { tray, notify } = messages.en.app
const words = messages.en.window

describe('a person who does not look at the window', () => {
  it('is told once that files added together are done, and a click shows them', async () => {
    for (const name of ['one.mov', 'two.mov', 'three.mov']) session.file(name, MiB)
    const window = await session.startWithDestination({ closeToTray: true })
    const letGo = session.line.holdAfter(0)
    await window.drop(['one.mov', 'two.mov', 'three.mov'].map((name) => session.path(name)))
    await window.untilStatus('one.mov', 'uploading')
    await session.program.act({ do: 'close-window' })
    letGo()
    const title = notify.done_other.replace('{{count}}', '3')
    const { notifications } = await session.program.untilState(
      (state) => state.notifications.some((shown) => shown.title === title),
      'the notification',
    )
    const told = notifications.filter((shown) => shown.title === title)
    expect(told).toEqual([expect.objectContaining({ body: 'one.mov +2' })])
    await session.program.act({ do: 'click-notification', id: told[0]?.id ?? 0 })
    await session.program.untilState((state) => state.windows[0]?.isVisible === true, 'the window to show')
    await expect
      .poll(() => window.page.locator('[aria-current]').filter({ hasText: words.filter.done }).count())
      .toBe(1)
  })

  it('is told that credentials are needed, and a click opens the destination', async () => {
    session.file('one.mov', MiB)
    const window = await session.startWithDestination({ closeToTray: true })
    const [destination] = await window.call('destinations.list', undefined)
    await window.call('destinations.save', {
      ...session.line.destination,
      ...(destination && { id: destination.id }),
      accessKeySecret: 'no longer right',
    })
    await session.program.act({ do: 'close-window' })
    await window.call('queue.add', { paths: [session.path('one.mov')], destinationId: destination?.id ?? '' })
    const title = notify.credentialsFor.replace('{{name}}', 'Harbour')
    const { notifications } = await session.program.untilState(
      (state) => state.notifications.some((shown) => shown.title === title),
      'the notification',
    )
    const told = notifications.find((shown) => shown.title === title)
    await session.program.act({ do: 'click-notification', id: told?.id ?? 0 })
    await window.page.getByRole('dialog').getByText('Harbour').first().waitFor()
  })

  it('opens the settings from the tray', async () => {
    session.file('one.mov', MiB)
    const window = await session.startWithDestination({ closeToTray: true })
    await session.program.act({ do: 'close-window' })
    await session.program.act({ do: 'click-tray', path: [tray.settings] })
    await window.page.getByRole('heading', { name: messages.en.dialogs.settings.title }).waitFor()
  })

  it('uploads files that are chosen from the tray', async () => {
    const sha256 = session.file('one.mov', MiB)
    const window = await session.startWithDestination({ closeToTray: true })
    await session.program.act({ do: 'close-window' })
    await session.program.act({ do: 'click-tray', path: [tray.uploadFiles] })
    await session.program.untilState((state) => state.dialogs.length === 1, 'the dialog')
    const answer = { canceled: false, filePaths: [session.path('one.mov')] }
    await session.program.act({ do: 'answer-dialog', answer })
    await window.untilShown('one.mov', 'done')
    expect(await session.line.sha256('one.mov')).toBe(sha256)
  })
})

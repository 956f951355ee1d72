import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'
import { MiB } from './support/files.ts'
import { Session } from './support/session.ts'

const session = Session.forEachTest()
const startScript = join(import.meta.dirname, '../electron-on-chromium/start.ts')
const words = messages.en

/** What stands for the AppImage: a file of its own that starts the program. Its path has what Exec lines must escape. */
function makeAppImage(): string {
  const folder = join(session.dataFolder, 'My "Apps" 100% $HOME')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'Stevedore.AppImage')
  const [node, script] = [process.execPath, startScript].map((path) => `'${path}'`)
  writeFileSync(file, `#!/bin/sh\nexec ${node} ${script} "$@"\n`, { mode: 0o755 })
  return file
}

// An autostart file is how Linux starts programs at login; the stand-in runs the branch of the system it runs on.
describe.runIf(process.platform === 'linux')('the program after a reboot', () => {
  const installed = (appImage: string) => ({
    STEVEDORE_STAND_IN_PACKAGED: '1',
    XDG_CONFIG_HOME: join(session.dataFolder, 'config'),
    APPIMAGE: appImage,
  })
  const autostart = () => join(session.dataFolder, 'config/autostart/io.github.stevedore.Stevedore.desktop')

  it('starts at login without a window: what ran goes on, what was paused stays paused, and says so (R2)', async () => {
    const sha256 = session.file('runs.mov', 6 * MiB)
    session.file('stops.mov', 3 * MiB)
    const appImage = makeAppImage()
    const env = installed(appImage)
    const window = await session.startWithDestination({}, { env })
    await window.page.getByRole('button', { name: words.window.sidebar.settings }).click()
    await window.page.getByRole('switch', { name: words.dialogs.settings.name.startAtLogin }).click()
    await expect.poll(() => existsSync(autostart())).toBe(true)

    const [destination] = await window.call('destinations.list', undefined)
    const add = (name: string) =>
      window.call('queue.add', { paths: [session.path(name)], destinationId: destination?.id ?? '' })
    const letGo = session.line.holdAfter(2)
    await add('runs.mov')
    await window.until('runs.mov', (row) => row.confirmedBytes === 2 * MiB, 'two confirmed parts')
    await add('stops.mov')
    const { id } = await window.untilStatus('stops.mov', 'uploading')
    await window.call('queue.pause', { kind: 'ids', ids: [id] })
    await window.untilStatus('stops.mov', 'paused')
    await session.program.kill()
    letGo('dropHeld')

    // As the desktop does at login: it reads Exec and runs it.
    const program = session.run({ command: loginCommand(readFileSync(autostart(), 'utf8')), env })
    await expect.poll(() => session.line.hasObject('runs.mov'), { timeout: 60_000 }).toBe(true)
    expect(await session.line.sha256('runs.mov')).toBe(sha256)
    const body = words.app.notices.resumedSomePaused_one.replace('{{count}}', '1').replace('{{paused}}', '1')
    const state = await program.untilState(
      ({ notifications }) => notifications.some((shown) => shown.body === body),
      'the notification of what goes on',
    )
    expect(state.windows.map((shown) => shown.isVisible)).toEqual([false])

    await program.act({ do: 'click-tray', path: [words.app.tray.open] })
    const shown = await session.window()
    expect(await shown.upload('stops.mov')).toMatchObject({ status: 'paused' })
    expect(
      session.line.proxy.of('initiate').filter(({ objectKey }) => objectKey === 'runs.mov'),
    ).toHaveLength(1)
  })

  it('says in the settings that a program run from its sources cannot start at login', async () => {
    const window = await session.startWithDestination()
    await window.page.getByRole('button', { name: words.window.sidebar.settings }).click()
    const name = words.dialogs.settings.name.startAtLogin
    await expect.poll(() => window.page.getByRole('switch', { name }).isDisabled()).toBe(true)
  })
})

/** The words of `Exec`, unescaped as the Desktop Entry Specification says: string escapes first, then quoting, then `%%`. */
function loginCommand(entry: string): string[] {
  const value = /^Exec=(.*)$/m.exec(entry)?.[1] ?? ''
  const text = value.replaceAll(/\\([snrt\\])/g, (_, char) => (char === '\\' ? '\\' : ' '))
  const found = text.matchAll(/"((?:\\.|[^"\\])*)"|(\S+)/g)
  return [...found].map(([, quoted, plain]) =>
    (quoted === undefined ? (plain ?? '') : quoted.replaceAll(/\\(.)/g, '$1')).replaceAll('%%', '%'),
  )
}

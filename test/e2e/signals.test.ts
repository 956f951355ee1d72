import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MiB } from './support/files.ts'
import { Session } from './support/session.ts'

const session = Session.forEachTest()
const name = 'film.mov'

describe('what the system tells the program', () => {
  // Windows has no such signals: a program there is ended by its windows.
  it.runIf(process.platform !== 'win32').each(['SIGTERM', 'SIGINT'] as const)(
    '%s in the middle of an upload ends it in order, without a question, and the next start continues (R2)',
    async (signal) => {
      const sha256 = session.file(name, 6 * MiB)
      let window = await session.startWithDestination({ closeToTray: true })
      const letGo = session.line.holdAfter(2)
      await window.drop([session.path(name)])
      await window.until(name, (row) => row.confirmedBytes === 2 * MiB, 'two confirmed parts')
      session.program.child.kill(signal)
      expect(await session.program.exited()).toBe(0)
      const log = readFileSync(join(session.dataFolder, 'desktop/logs/stevedore.log'), 'utf8')
      expect(log.trimEnd().split('\n').at(-1)).toContain('"stopped"')
      letGo('dropHeld')

      window = await session.start()
      await window.untilShown(name, 'done')
      expect(await session.line.sha256(name)).toBe(sha256)
      const parts = session.line.confirmedParts()
      expect(new Set(parts).size).toBe(parts.length)
    },
  )

  it('files that the system opens with it go to the only destination there is', async () => {
    session.file('one.mov', MiB)
    session.file('two.mov', MiB)
    const window = await session.startWithDestination()
    for (const file of ['one.mov', 'two.mov']) {
      await session.program.act({ do: 'open-file', path: session.path(file) })
    }
    await window.untilShown('one.mov', 'done')
    const row = await window.untilShown('two.mov', 'done')
    expect(row.destinationName).toBe('Harbour')
    expect(await session.line.hasObject('two.mov')).toBe(true)
  })
})

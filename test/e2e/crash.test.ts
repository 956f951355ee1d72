import { describe, expect, it } from 'vitest'
import { MiB } from './support/files.ts'
import { Session } from './support/session.ts'

const session = Session.forEachTest()
const name = 'film.mov'

describe('the program killed in the middle of an upload', () => {
  it('continues by itself at the next start and sends no confirmed part again (R2, R16)', async () => {
    const sha256 = session.file(name, 12 * MiB)
    let window = await session.startWithDestination()
    const letGo = session.line.holdAfter(5)
    await window.drop([session.path(name)])
    await window.until(name, (row) => row.confirmedBytes === 5 * MiB, 'five confirmed parts')
    await session.program.kill()
    const before = session.line.confirmedParts()
    letGo('dropHeld')

    window = await session.start()
    await window.untilShown(name, 'done')
    await window.screenshot('after-kill')
    expect(await session.line.sha256(name)).toBe(sha256)
    expect(before).toHaveLength(5)
    const parts = session.line.confirmedParts()
    expect(parts.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1))
    expect(session.line.proxy.of('initiate')).toHaveLength(1)
    expect(await session.line.openUploads()).toEqual([])
  })

  it('loses nothing when it is killed again and again', async () => {
    const sha256 = session.file(name, 12 * MiB)
    let window = await session.startWithDestination()
    for (const parts of [2, 5, 8]) {
      const letGo = session.line.holdAfter(parts - session.line.confirmedParts().length)
      if (parts === 2) await window.drop([session.path(name)])
      else window = await session.start()
      await window.until(name, (row) => row.confirmedBytes === parts * MiB, `${parts} confirmed parts`)
      await session.program.kill()
      letGo('dropHeld')
    }
    window = await session.start()
    await window.untilShown(name, 'done')
    expect(await session.line.sha256(name)).toBe(sha256)
    const sent = session.line.confirmedParts()
    expect(sent.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1))
    expect(session.line.proxy.of('initiate')).toHaveLength(1)
  })
})

import { describe, expect, it } from 'vitest'
import { MiB } from './support/files.ts'
import { Session } from './support/session.ts'

const session = Session.forEachTest()
const name = 'film.mov'

/** Parts that are neither answered nor cut. */
const running = () => session.line.proxy.of('part').filter((request) => request.state !== 'ended')

describe('pausing in the window', () => {
  it('cuts what is on the wire, keeps what is confirmed and goes on from there (R2, R24)', async () => {
    const sha256 = session.file(name, 16 * MiB)
    const window = await session.startWithDestination()
    // Three parts arrive at once; those after them take some seconds each.
    session.line.slow(MiB / 6, { after: 3 })
    await window.drop([session.path(name)])
    await window.until(name, (row) => row.confirmedBytes === 3 * MiB, 'three confirmed parts')
    await session.line.proxy.until(() => running().length === 3)

    await window.act(name, 'pause')
    await window.until(name, ({ status }) => status.startsWith('paus'), 'the pause to be known')
    const known = session.line.confirmedParts()
    await session.line.proxy.until(() => running().length === 0)
    // What was on its way was cut: none of it was sent to its end and answered.
    expect(session.line.confirmedParts()).toEqual(known)
    const paused = await window.untilShown(name, 'paused')
    await window.screenshot('paused')

    const bytes = session.line.proxy.bytesToServer
    const requests = session.line.proxy.requests.length
    // Three questions through the whole program: whatever had been left running would have moved by now.
    for (let round = 0; round < 3; round += 1) expect((await window.upload(name)).status).toBe('paused')
    expect(session.line.proxy.bytesToServer).toBe(bytes)
    expect(session.line.proxy.requests).toHaveLength(requests)

    const before = session.line.confirmedParts()
    expect(paused.confirmedBytes).toBe(before.length * MiB)
    session.line.proxy.heal()
    await window.act(name, 'resume')
    await window.untilShown(name, 'done')
    expect(await session.line.sha256(name)).toBe(sha256)
    const parts = session.line.confirmedParts()
    expect(new Set(parts).size).toBe(parts.length)
  })

  it('holds over a restart: what a person paused stays paused, what ran runs again', async () => {
    session.file('paused.bin', 4 * MiB)
    session.file('running.bin', 4 * MiB)
    let window = await session.startWithDestination({ filesAtOnce: 2 })
    const letGo = session.line.holdAfter(2)
    await window.drop([session.path('paused.bin'), session.path('running.bin')])
    await window.untilStatus('running.bin', 'uploading')
    await window.untilStatus('paused.bin', 'uploading')
    await window.act('paused.bin', 'pause')
    await window.untilShown('paused.bin', 'paused')
    await session.program.kill()

    letGo()
    window = await session.start()
    await window.untilShown('running.bin', 'done')
    expect((await window.upload('paused.bin')).status).toBe('paused')
  })
})

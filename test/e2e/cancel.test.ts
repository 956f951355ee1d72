import { describe, expect, it } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'
import { MiB } from './support/files.ts'
import { Session } from './support/session.ts'
import type { Window } from './support/window.ts'

const session = Session.forEachTest()
const words = messages.en.dialogs.cancel
const name = 'film.mov'

/** Until four of eight parts are confirmed and the others stand at the proxy. */
async function halfWay(): Promise<{ window: Window; letGo: () => void; sha256: string }> {
  const sha256 = session.file(name, 8 * MiB)
  const window = await session.startWithDestination()
  const letGo = session.line.holdAfter(4)
  await window.drop([session.path(name)])
  await window.until(name, (row) => row.confirmedBytes === 4 * MiB, 'four confirmed parts')
  return { window, letGo, sha256 }
}

async function cancel(window: Window, choice: 'keep' | 'clean'): Promise<void> {
  await window.act(name, 'cancel')
  const dialog = window.page.getByRole('dialog', { name: words.titleOne.replace('{{name}}', name) })
  await dialog.waitFor()
  await dialog.getByRole('radio', { name: words[choice] }).click()
  await window.screenshot(`cancel-${choice}`)
  await dialog.getByRole('button', { name: words[choice], exact: true }).click()
}

describe('cancelling in the window (R13)', () => {
  it('keeps the parts in the bucket when asked to, and continues from them', async () => {
    const { window, letGo, sha256 } = await halfWay()
    await cancel(window, 'keep')
    const kept = await window.untilStatus(name, 'cancelled-kept')
    expect(kept.confirmedBytes).toBe(4 * MiB)
    expect(await session.line.openUploads()).toEqual([name])
    expect(await session.line.hasObject(name)).toBe(false)

    letGo()
    await window.act(name, 'continue')
    await window.untilShown(name, 'done')
    expect(await session.line.sha256(name)).toBe(sha256)
    const parts = session.line.confirmedParts()
    expect(new Set(parts).size).toBe(parts.length)
    expect(await session.line.openUploads()).toEqual([])
  })

  it('removes the parts from the bucket when asked to', async () => {
    const { window, letGo } = await halfWay()
    await cancel(window, 'clean')
    letGo()
    await window.untilStatus(name, 'cancelled-clean')
    expect(await session.line.openUploads()).toEqual([])
    expect(await session.line.hasObject(name)).toBe(false)
    await window.screenshot('cancelled')
  })
})

import { readFileSync, renameSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'
import { MiB } from './support/files.ts'
import { Session } from './support/session.ts'
import type { Window } from './support/window.ts'

const session = Session.forEachTest()
const words = messages.en.recovery
const name = 'film.mov'

/** Answers the file dialog that the next click opens. */
async function pick(path: string, click: () => Promise<void>): Promise<void> {
  await click()
  await session.program.untilState(({ dialogs }) => dialogs.length > 0, 'the file dialog')
  await session.program.act({ do: 'answer-dialog', answer: { canceled: false, filePaths: [path] } })
}

/** The menu is of the moment it opens in; while the file is looked for once more, it has no "Locate…". */
async function choose(window: Window, action: string): Promise<void> {
  const item = window.page.getByRole('menuitem', { name: action, exact: true })
  for (;;) {
    await window.row(name).click({ button: 'right' })
    await window.page.getByRole('menu').waitFor()
    if (await item.isVisible()) break
    await window.page.keyboard.press('Escape')
    await window.page.getByRole('menu').waitFor({ state: 'detached' })
  }
  await item.click()
}

async function showLeftovers(window: Window) {
  await window.page.getByRole('button', { name: words.leftovers.menu, exact: true }).click()
  return {
    kept: window.page.getByRole('region', { name: words.kept.title }),
    orphans: window.page.getByRole('region', { name: words.orphans.title }),
  }
}

/** Four of eight parts are confirmed; the others never arrive. */
async function halfWay() {
  const sha256 = session.file(name, 8 * MiB)
  const window = await session.startWithDestination()
  const letGo = session.line.holdAfter(4)
  await window.drop([session.path(name)])
  await window.until(name, (row) => row.confirmedBytes === 4 * MiB, 'four confirmed parts')
  return { window, letGo, sha256 }
}

describe('a file that was moved while its upload was paused (R6)', () => {
  it('is located, and the upload goes on without sending a confirmed part again', async () => {
    const { window, letGo, sha256 } = await halfWay()
    await window.act(name, 'pause')
    await window.untilStatus(name, 'paused')
    letGo('dropHeld')
    const moved = session.path('moved.mov')
    renameSync(session.path(name), moved)
    await window.act(name, 'resume')
    await window.until(name, ({ waitingFor }) => waitingFor === 'file', 'the file to be missed')

    await pick(moved, () => choose(window, words.action.locate))
    await window.untilShown(name, 'done')
    expect(await session.line.sha256(name)).toBe(sha256)
    expect(session.line.confirmedParts().sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect((await window.upload(name)).sourcePath).toBe(moved)
    expect(await session.line.openUploads()).toEqual([])
  })

  it('is not confused with another one: it says what differs and starts over when told to', async () => {
    const { window, letGo } = await halfWay()
    await window.act(name, 'pause')
    await window.untilStatus(name, 'paused')
    letGo('dropHeld')
    renameSync(session.path(name), session.path('moved.mov'))
    await window.act(name, 'resume')
    await window.until(name, ({ waitingFor }) => waitingFor === 'file', 'the file to be missed')

    const sha256 = session.file('other.mov', 8 * MiB)
    await pick(session.path('other.mov'), () => choose(window, words.action.locate))
    const dialog = window.page.getByRole('dialog', { name: words.locate.differs })
    await dialog.getByText(/content differs in part 1\b/).waitFor()
    await window.screenshot('locate-differs')
    await dialog.getByRole('button', { name: words.locate.startOver }).click()
    await window.untilShown(name, 'done')
    expect(await session.line.sha256(name)).toBe(sha256)
    expect(await session.line.openUploads()).toEqual([])
  })
})

describe('unfinished parts', () => {
  it('kept after a cancel are continued from their page (R13)', async () => {
    const { window, letGo, sha256 } = await halfWay()
    await window.call('queue.cancel', {
      scope: { kind: 'ids', ids: [(await window.upload(name)).id] },
      mode: 'keep',
    })
    await window.untilStatus(name, 'cancelled-kept')
    letGo('dropHeld')
    const { kept } = await showLeftovers(window)
    await kept.getByText(/1 upload, 4\.0.MiB in buckets/).waitFor()
    await kept.getByRole('button', { name: `${words.kept.continue}: ${name}` }).click()
    await window.untilStatus(name, 'done')
    expect(await session.line.sha256(name)).toBe(sha256)
    expect(session.line.confirmedParts().sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('left on the bucket by another program are deleted after their size was told', async () => {
    const window = await session.startWithDestination()
    await session.line.leaveOrphan('old/film.mov', [Buffer.alloc(MiB, 1), Buffer.alloc(MiB, 2)])
    const { orphans } = await showLeftovers(window)
    await orphans.getByText(/1 upload, 2\.0.MiB/).waitFor()
    await orphans.getByRole('button', { name: `${words.orphans.delete}: old/film.mov` }).click()
    const dialog = window.page.getByRole('dialog')
    await dialog.getByText(/2\.0.MiB are deleted/).waitFor()
    await dialog.getByRole('button', { name: words.abort.confirm }).click()
    await orphans.getByText(/no unfinished uploads/).waitFor()
    expect(await session.line.openUploads()).toEqual([])
  })

  it('left on the bucket by another program go on with the local file, sending only what is missing', async () => {
    const sha256 = session.file(name, 5 * MiB)
    const bytes = readFileSync(session.path(name))
    const window = await session.startWithDestination()
    await session.line.leaveOrphan('old/film.mov', [
      bytes.subarray(0, 2 * MiB),
      bytes.subarray(2 * MiB, 4 * MiB),
    ])
    const { orphans } = await showLeftovers(window)
    await pick(session.path(name), () =>
      orphans.getByRole('button', { name: `${words.orphans.adopt}: old/film.mov` }).click(),
    )
    await window.untilStatus(name, 'done')
    expect(await session.line.sha256('old/film.mov')).toBe(sha256)
    expect(session.line.confirmedParts()).toEqual([3])
    expect(await session.line.openUploads()).toEqual([])
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'
import { accessDenied } from '../faults/canned-answer.ts'
import { MiB } from './support/files.ts'
import { Session } from './support/session.ts'
import type { Window } from './support/window.ts'

const session = Session.forEachTest()
const words = messages.en.window

/** The heading of a batch. */
function heading(window: Window, name: string) {
  const rows = window.page.getByRole('row').filter({ hasText: name })
  return rows.filter({ has: window.page.locator('[aria-expanded]') })
}

async function actOnBatch(window: Window, name: string, action: string): Promise<void> {
  const row = heading(window, name)
  await row.hover()
  const label = words.action.of.replace('{{action}}', action).replace('{{name}}', name)
  await row.getByRole('button', { name: label, exact: true }).click()
}

describe('a batch with one problem', () => {
  it('is retried as a whole, ends as done, and leaves a receipt of every file', async () => {
    for (const name of ['shoot/a.bin', 'shoot/b.bin', 'shoot/c.bin']) session.file(name, 30_000)
    const window = await session.startWithDestination()
    session.line.proxy.inject({ phase: 'put', times: 1, fault: { kind: 'answer', answer: accessDenied } })
    await window.drop([session.path('shoot')])
    await heading(window, 'shoot').getByText('Finished with 1 problem').waitFor({ timeout: 60_000 })
    await window.screenshot('batch-problem')

    await actOnBatch(window, 'shoot', 'Retry 1 problem')
    await heading(window, 'shoot').getByText('Done').waitFor({ timeout: 60_000 })

    const file = session.path('receipt.json')
    await actOnBatch(window, 'shoot', words.batch.action.receipt)
    const { dialogs } = await session.program.untilState((state) => state.dialogs.length === 1, 'the dialog')
    expect(dialogs[0]?.kind).toBe('save')
    await session.program.act({ do: 'answer-dialog', answer: { canceled: false, filePath: file } })
    await window.page.getByText('Receipt of 3 files saved').waitFor()
    const { entries } = JSON.parse(readFileSync(file, 'utf8'))
    expect(entries.map(({ objectKey, result }: Record<string, string>) => [objectKey, result])).toEqual([
      ['shoot/a.bin', 'done'],
      ['shoot/b.bin', 'done'],
      ['shoot/c.bin', 'done'],
    ])
    for (const entry of entries) expect(entry.crc64Local).toBe(entry.crc64Oss)
  })
})

describe('the order of the queue', () => {
  it('decides what is sent next, and is the same after the program was killed', async () => {
    for (const name of ['a.bin', 'b.bin', 'c.bin', 'd.bin']) session.file(name, 2 * MiB)
    const window = await session.startWithDestination({ filesAtOnce: 1 })
    const letGo = session.line.holdAfter(0)
    await window.drop(['a.bin', 'b.bin', 'c.bin', 'd.bin'].map((name) => session.path(name)))
    await window.untilStatus('a.bin', 'uploading')
    await window.untilStatus('d.bin', 'queued')
    await window.row('d.bin').click({ button: 'right' })
    await window.page.getByRole('menuitem', { name: words.order.top }).click()
    const place = async (name: string) => Number(await window.row(name).getAttribute('aria-rowindex'))
    // A click on a list that moves would meet another row.
    await expect.poll(async () => (await place('d.bin')) < (await place('a.bin'))).toBe(true)
    await window.row('c.bin').click()
    await window.page.keyboard.press('Alt+ArrowUp')
    // d is before a now, and c has changed places with b.
    const order = async (of: Window) => {
      const { rows } = await of.call('queue.page', {
        filter: 'all',
        search: '',
        sort: 'queue',
        descending: false,
        offset: 0,
        limit: 10,
      })
      return rows.map(({ name }) => name)
    }
    await expect.poll(() => order(window)).toEqual(['d.bin', 'a.bin', 'c.bin', 'b.bin'])
    await session.program.kill()
    letGo('dropHeld')

    const again = await session.start()
    for (const name of ['a.bin', 'b.bin', 'c.bin', 'd.bin']) await again.untilStatus(name, 'done')
    const begun = session.line.proxy.of('initiate').map(({ objectKey }) => objectKey)
    // a had begun before it was moved away; what follows is in the new order, each begun once.
    expect(begun).toEqual(['a.bin', 'd.bin', 'c.bin', 'b.bin'])
  })
})

describe('a removal', () => {
  it('is undone: a cancelled upload is back with its parts, and goes on from them', async () => {
    const sha256 = session.file('film.mov', 6 * MiB)
    const window = await session.startWithDestination()
    const letGo = session.line.holdAfter(3)
    await window.drop([session.path('film.mov')])
    await window.until('film.mov', (row) => row.confirmedBytes === 3 * MiB, 'three confirmed parts')
    const upload = await window.upload('film.mov')
    await window.call('queue.cancel', { scope: { kind: 'ids', ids: [upload.id] }, mode: 'keep' })
    await window.untilStatus('film.mov', 'cancelled-kept')
    letGo()

    await window.act('film.mov', 'remove')
    await window.page
      .getByRole('dialog')
      .getByRole('button', { name: messages.en.dialogs.remove.confirm })
      .click()
    await window.row('film.mov').waitFor({ state: 'detached' })
    expect(await window.uploads()).toEqual([])
    await window.page.getByRole('button', { name: words.undo.action }).click()
    await window.row('film.mov').waitFor()
    expect((await window.upload('film.mov')).confirmedBytes).toBe(3 * MiB)

    await window.act('film.mov', 'continue')
    await window.untilShown('film.mov', 'done')
    expect(await session.line.sha256('film.mov')).toBe(sha256)
    const parts = session.line.confirmedParts()
    expect(new Set(parts).size).toBe(parts.length)
    expect(parts.slice(0, 3).sort()).toEqual([1, 2, 3])
  })
})

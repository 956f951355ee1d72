import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'
import { holdFiles } from './support/drop.ts'
import { MiB } from './support/files.ts'
import { Session } from './support/session.ts'

const session = Session.forEachTest()
const { firstRun } = messages.en.dialogs
const { empty } = messages.en.window

/** SHA-256 of every file below a folder, by name. */
function sumsBelow(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return new Map(
    files.map(({ parentPath, name }) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(parentPath, name)))
        .digest('hex'),
    ]),
  )
}

describe('the first run', () => {
  it('offers the bucket on this computer, takes a dropped file there and continues after a kill (R2)', async () => {
    const sha256 = session.file('first.bin', 40 * MiB)
    let window = await session.start()
    await window.page.getByText(firstRun.title).waitFor()
    await window.screenshot('first-run')
    await window.page.getByRole('button', { name: firstRun.tryTitle }).click()
    await window.page.getByText(empty.queueTitle).waitFor()
    await window.screenshot('empty')
    await window.call('settings.set', { partSizeBytes: MiB, bandwidthLimit: 8 * MiB })

    await holdFiles(window.page, [session.path('first.bin')])
    await window.screenshot('veil')
    await window.drop([session.path('first.bin')])
    await window.until('first.bin', (row) => row.confirmedBytes >= 4 * MiB, 'four confirmed parts')
    await session.program.kill()

    window = await session.start()
    await window.call('settings.set', { bandwidthLimit: null })
    const done = await window.untilShown('first.bin', 'done')
    expect(done.confirmedBytes).toBe(40 * MiB)
    expect(sumsBelow(join(session.dataFolder, 'practice-bucket')).get('first.bin')).toBe(sha256)
  })

  it('keeps the files it was started with until it knows where they go', async () => {
    const sha256 = session.file('given.bin', 100_000)
    const window = await session.start({ args: [session.path('given.bin')] })
    await window.page.getByRole('button', { name: firstRun.tryTitle }).click()
    await window.untilShown('given.bin', 'done')
    expect(sumsBelow(join(session.dataFolder, 'practice-bucket')).get('given.bin')).toBe(sha256)
  })
})

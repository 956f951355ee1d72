import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'
import { holdFiles } from './support/drop.ts'
import { MiB } from './support/files.ts'
import { Session } from './support/session.ts'

const session = Session.forEachTest()
const { firstRun, destination } = messages.en.dialogs
const { doctor } = messages.en
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

  it('connects to a bucket by its form, after a test of every right it needs (R20, R21, R22)', async () => {
    const sha256 = session.file('a.bin', 100_000)
    const window = await session.start()
    const { page } = window
    await page.getByRole('button', { name: firstRun.connectTitle }).click()
    const field = (label: string) => page.getByLabel(label, { exact: true })
    await field(destination.endpoint).fill(session.line.destination.endpoint)
    await field(destination.region).fill(session.line.destination.region)
    await field(destination.bucket).fill(session.line.destination.bucket)
    await field(destination.prefix).fill('in box/')
    await field(destination.keyId).fill(session.line.destination.accessKeyId)
    await field(destination.secret).fill('not the secret')
    await page.getByRole('button', { name: destination.test }).click()
    await page.getByText(doctor.verdict_bad).waitFor()
    await window.screenshot('connect-refused')

    await field(destination.secret).fill(session.line.destination.accessKeySecret ?? '')
    await page.getByRole('button', { name: destination.test }).click()
    await page.getByText(doctor.verdict_good).waitFor()
    await window.screenshot('connect')
    expect(await session.line.openUploads()).toEqual([])
    await page.getByRole('button', { name: destination.save }).click()
    await page.getByText(empty.queueTitle).waitFor()
    await window.drop([session.path('a.bin')])
    await window.untilShown('a.bin', 'done')
    expect(await session.line.sha256('in box/a.bin')).toBe(sha256)

    const log = readFileSync(join(session.dataFolder, 'desktop/logs/stevedore.log'), 'utf8')
    expect(log).toContain('"started"')
    expect(log).not.toContain(session.line.destination.accessKeySecret)
    expect(log).not.toContain('not the secret')
  })
})

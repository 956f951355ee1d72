import { expect, it } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'
import { MiB } from './support/files.ts'
import { Session } from './support/session.ts'

const session = Session.forEachTest()
const { destination } = messages.en.dialogs
const { credentials } = messages.en
const words = messages.en.window

it('after a start without a key that was for one session only, uploads wait for it, say so, and go on when it is entered', async () => {
  const sha256 = session.file('film.bin', 12 * MiB)
  let window = await session.start()
  await window.call('settings.set', { language: 'en', partSizeBytes: MiB, multipartThresholdBytes: MiB })
  await window.call('destinations.save', { ...session.line.destination, sessionOnly: true })
  const release = session.line.holdAfter(4)
  await window.drop([session.path('film.bin')])
  const confirmed = await window.until(
    'film.bin',
    (row) => row.confirmedBytes >= 4 * MiB,
    'four confirmed parts',
  )
  await session.program.kill()
  release('dropHeld')

  window = await session.start()
  const { page } = window
  const waiting = await window.until('film.bin', (row) => row.waitingFor === 'credentials', 'the missing key')
  expect(waiting).toMatchObject({ status: 'waiting', reason: { code: 'SecretMissing' } })
  expect(waiting.confirmedBytes).toBeGreaterThanOrEqual(confirmed.confirmedBytes)
  await window.row('film.bin').getByText(words.waitingFor.credentials).waitFor()
  await window.screenshot('session-only-key-is-missing')
  await page.getByRole('button', { name: credentials.open }).click()
  await page
    .getByLabel(destination.secret, { exact: true })
    .fill(session.line.destination.accessKeySecret ?? '')
  await page.getByRole('button', { name: destination.save }).click()
  await window.untilShown('film.bin', 'done')
  await page.getByRole('button', { name: credentials.open }).waitFor({ state: 'detached' })
  expect(await session.line.sha256('film.bin')).toBe(sha256)
  const parts = session.line.confirmedParts()
  expect(new Set(parts).size).toBe(parts.length)
})

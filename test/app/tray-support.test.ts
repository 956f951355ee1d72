import { expect, it } from 'vitest'
import { hasTray, saysYes } from '../../electron/app/tray-support.ts'

it.each([
  ['(true,)\n', true],
  ['(false,)\n', false],
  // Something else answered: better an icon that is not seen than a window that cannot be closed.
  ['', true],
])('reads %j as gdbus prints it', (answer, isThere) => {
  expect(saysYes(answer)).toBe(isThere)
})

it.each(['darwin', 'win32'] as const)('always has one on %s', async (platform) => {
  expect(await hasTray(platform)).toBe(true)
})

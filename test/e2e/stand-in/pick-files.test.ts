import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OpenDialogOptions } from 'electron'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findChromium } from '../../../scripts/chromium/find-chromium.ts'
import { ChromiumPage } from '../../electron-on-chromium/chromium-page.ts'
import { pickFiles } from '../../electron-on-chromium/pick-files.ts'
import { makeDataFolder } from '../support/program.ts'

/** The dialog that `npm start` opens where Electron's runtime is missing; a test answers it as a person would. */
const folder = makeDataFolder()
const path = (...names: string[]) => join(folder.path, ...names)
let page: ChromiumPage
let answer: string | string[] = []

beforeAll(async () => {
  mkdirSync(path('clips', 'day 1'), { recursive: true })
  for (const name of ['a.mov', 'b 文.mov', 'clips/c.mov', 'clips/day 1/d.mov']) writeFileSync(path(name), 'x')
  page = await ChromiumPage.open(
    {
      executable: findChromium() ?? '',
      profile: path('profile'),
      headed: false,
      withDebugPort: false,
      size: { width: 400, height: 300 },
    },
    '',
    () => true,
  )
  page.page.on('filechooser', (chooser) => void chooser.setFiles(answer))
})
afterAll(async () => {
  await page.close()
  folder.remove()
})

function pick(choice: string | string[], properties: NonNullable<OpenDialogOptions['properties']>) {
  answer = choice
  return pickFiles(page, properties)
}

it('answers the absolute paths of several files', async () => {
  const files = [path('a.mov'), path('b 文.mov')]
  expect(await pick(files, ['openFile', 'multiSelections'])).toEqual(files)
})

it('answers the folder itself, not the files in it', async () => {
  expect(await pick(path('clips'), ['openDirectory'])).toEqual([path('clips')])
})

it('can be asked again', async () => {
  expect(await pick(path('a.mov'), ['openFile'])).toEqual([path('a.mov')])
  expect(await pick(path('b 文.mov'), ['openFile'])).toEqual([path('b 文.mov')])
})

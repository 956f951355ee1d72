/**
 * Runs the built program on an installed Chromium instead of Electron's runtime.
 *
 *   node test/electron-on-chromium/start.ts [out/main/main.js] [arguments of the program]
 *
 * STEVEDORE_CHROMIUM names the browser; otherwise Chromium, Chrome or Edge is looked for in the usual places.
 * STEVEDORE_STAND_IN_HEADLESS=1 shows no window even where there is a screen.
 * STEVEDORE_STAND_IN_CONTROL=1 opens the control channel for tests.
 * STEVEDORE_STAND_IN_PACKAGED=1 answers as the installed program does, for tests.
 * STEVEDORE_STAND_IN_KEYRING=1 answers as if the desktop had a secret service, for tests.
 *
 * Exit codes: those of the program; 3 when there is no browser, 4 when the program is not built.
 */
import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findChromium } from '../../scripts/chromium/find-chromium.ts'

const [first, ...others] = process.argv.slice(2)
const namesMain = /\.[jt]s$/.test(first ?? '')
const main = resolve(namesMain && first ? first : join(import.meta.dirname, '../../out/main/main.js'))
const programArguments = namesMain || first === undefined ? others : [first, ...others]

if (!existsSync(main)) {
  console.error(`${main} does not exist. Run "npm run build" first.`)
  process.exit(4)
}
if (findChromium() === null) {
  console.error(
    'No Chromium, Chrome or Edge was found. Install one, or name it: STEVEDORE_CHROMIUM=/path/to/chromium',
  )
  process.exit(3)
}

const standIn = pathToFileURL(join(import.meta.dirname, 'electron.ts')).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context),
})
// Electron passes its own path, then the program's, then the arguments; the installed program is both in one.
const isPackaged = process.env.STEVEDORE_STAND_IN_PACKAGED === '1'
process.argv = [process.execPath, ...(isPackaged ? [] : [main]), ...programArguments]
await import(pathToFileURL(main).href)

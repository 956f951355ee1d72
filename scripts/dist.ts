/**
 * npm run dist [-- OPTIONS OF ELECTRON-BUILDER]: installers for this system into `dist/`;
 * e.g. `npm run dist -- --linux deb`. STEVEDORE_UPDATE_URL=https://… builds in where updates
 * are taken from. Signing and notarising read the environment, see docs/packaging.md.
 */
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { buildWhenChanged } from './build/build-when-changed.ts'
import { builderArguments } from './packaging/builder-arguments.ts'
import { installPackaging, packagingFolder } from './packaging/install-packaging.ts'

const root = dirname(import.meta.dirname)
const tell = (line: string) => console.error(line)

await installPackaging(tell)
await buildWhenChanged(tell)
const args = builderArguments(process.argv.slice(2), process.platform, process.env.STEVEDORE_UPDATE_URL)
const cli = join(packagingFolder, 'node_modules/electron-builder/cli.js')
const child = spawn(process.execPath, [cli, '--projectDir', root, ...args], { cwd: root, stdio: 'inherit' })
child.once('error', (error) => {
  tell(error.message)
  process.exit(1)
})
child.once('exit', (code) => process.exit(code ?? 1))

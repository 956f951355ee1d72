import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packagingFolder } from '../../../scripts/packaging/install-packaging.ts'

const root = join(import.meta.dirname, '../../..')
const requireFromPackaging = createRequire(join(packagingFolder, 'package.json'))

/** Throws what electron-builder has against its configuration. The path is internal: the version is pinned. */
export async function validateConfiguration(
  change: (config: Record<string, unknown>) => void,
): Promise<void> {
  const { getConfig, validateConfiguration: validate } = requireFromPackaging(
    'app-builder-lib/out/util/config/config',
  )
  const { DebugLogger } = requireFromPackaging('builder-util')
  const config = await getConfig(root, 'electron-builder.yml', null)
  change(config)
  await validate(config, new DebugLogger(false))
}

/** Packs without a runtime and without a network, into `output`; answers what electron-builder printed. */
export async function dryPack(
  args: readonly string[],
  electronDist: string,
  output: string,
): Promise<string> {
  const cli = join(packagingFolder, 'node_modules/electron-builder/cli.js')
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      cli,
      '--projectDir',
      root,
      '--publish',
      'never',
      `-c.electronDist=${electronDist}`,
      `-c.directories.output=${output}`,
      ...args,
    ],
    { cwd: root, env: { ...process.env, CSC_IDENTITY_AUTO_DISCOVERY: 'false' }, maxBuffer: 64 * 1024 * 1024 },
  )
  return stdout
}

/** Paths in an archive, each beginning with `/`. Files that lie beside it, unpacked, are listed too. */
export function listArchive(asar: string): string[] {
  const { listPackage, statFile } = requireFromPackaging('@electron/asar')
  const paths: string[] = listPackage(asar, { isPack: false })
  return paths.filter((path) => !('files' in statFile(asar, path.slice(1)))).sort()
}

export { root }

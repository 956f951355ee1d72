import { dirname, join } from 'node:path'
import { runProgram } from './run-program.ts'

const root = dirname(dirname(dirname(import.meta.dirname)))

/**
 * A file of this folder, bundled as the program ships: types are stripped beforehand, which would otherwise cost time and
 * memory of its own. Answers the bundle, inside the project, where what is not bundled is found.
 */
export async function bundle(
  name: string,
  entry = join(import.meta.dirname, `${name}-process.ts`),
): Promise<string> {
  const folder = join(root, 'out', 'bench', name)
  await runProgram(process.execPath, [join(import.meta.dirname, 'bundle-process.ts'), folder, name, entry])
  return join(folder, `${name}.js`)
}

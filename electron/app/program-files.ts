import { join } from 'node:path'

/** The folder of package.json, seen from the bundle (`out/main`) as well as from this file's own place. */
const root = join(import.meta.dirname, '../..')

/** Where the program's own files lie, in the project folder and inside `app.asar` alike. */
export const programFiles = {
  manifest: join(root, 'package.json'),
  preload: join(root, 'out/preload/preload.cjs'),
  /** Folder with the built window. */
  window: join(root, 'out/renderer'),
  icon: (name: string) => join(root, 'resources/icons', name),
}

import { join } from 'node:path'
import { readJson } from './installed.mjs'

/** Programs whose package is not called like them. */
const packageOf = { biome: '@biomejs/biome', tsc: 'typescript' }

/**
 * The JavaScript file behind a program of node_modules, so that it can be run by the local Node on every platform
 * (the files in `.bin` need a shell on Windows).
 * @param {string} root
 * @param {string} name
 * @returns {string | null}
 */
export function programFile(root, name) {
  const folder = join(root, 'node_modules', packageOf[/** @type {keyof typeof packageOf} */ (name)] ?? name)
  const bin = readJson(join(folder, 'package.json'))?.bin
  const file = typeof bin === 'string' ? bin : bin?.[name]
  return file === undefined ? null : join(folder, file)
}

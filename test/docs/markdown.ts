import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** Not ours, or made by a script. */
const leftOut = new Set([
  'node_modules',
  'out',
  'dist',
  'coverage',
  'screenshots',
  'test-results',
  '.cache',
  '.git',
])

/** Every file of the project, from its root, with `/` between folders. */
export const projectFiles: readonly string[] = filesIn(root)

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (!entry.isDirectory()) return [relative(root, path).split(sep).join('/')]
    const isPictures = path === join(root, 'docs/screenshots')
    return leftOut.has(entry.name) && !isPictures ? [] : filesIn(path)
  })
}

export interface Page {
  /** From the root of the project. */
  path: string
  text: string
}

/** Every page of documentation. */
export const pages: readonly Page[] = projectFiles
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

/** What a page sets in code, between backticks or in a block. */
export function codeIn({ text }: Page): string[] {
  const blocks = [...text.matchAll(/^```\w*\n(.*?)^```/gms)].flatMap(([, block = '']) => block.split('\n'))
  const prose = text.replace(/^```.*?^```/gms, '')
  return [...blocks, ...[...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)]
}

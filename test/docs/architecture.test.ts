import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, it } from 'vitest'
import { pages, projectFiles, root } from './markdown.ts'

/** The box of the diagram that a file belongs to: its folder below `electron`, else the top folder. */
function boxOf(path: string): string {
  const [top = '', folder = '', inner] = path.split('/')
  if (top !== 'electron') return top
  if (folder === 'main.ts' || folder === 'preload.ts') return 'app'
  if (folder === 'cli.ts') return 'cli'
  return folder === 'engine' && inner === 'ports' ? 'ports' : folder
}

/** `a → b` for every import between boxes. */
function importsInSources(): Set<string> {
  const found = new Set<string>()
  const sources = projectFiles.filter((path) => /^(electron|renderer|shared)\/.*\.tsx?$/.test(path))
  for (const path of sources) {
    const text = readFileSync(join(root, path), 'utf8')
    for (const [, target = ''] of text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
      const [from, to] = [boxOf(path), boxOf(normalize(join(dirname(path), target)))]
      if (from !== to) found.add(`${from} → ${to}`)
    }
  }
  return found
}

/** Arrows of the diagram; `a & b --> c & d` are four, and a word in brackets is only what a box is called. */
function arrowsInDiagram(): Set<string> {
  const text = pages.find(({ path }) => path === 'docs/architecture.md')?.text ?? ''
  const diagram = /```mermaid\n(.*?)```/s.exec(text)?.[1] ?? ''
  const named = diagram.replace(/\["[^"]*"\]/g, '')
  const boxes = (side = '') => side.split('&').map((box) => box.trim())
  return new Set(
    [...named.matchAll(/^ *(.+?) (?:-->|-\. .*? \.->) (.+)$/gm)].flatMap(([, from, to]) =>
      boxes(from).flatMap((source) => boxes(to).map((target) => `${source} → ${target}`)),
    ),
  )
}

it('the diagram of the architecture shows the imports there are, and no others', () => {
  const imports = [...importsInSources()]
  expect(imports.filter((arrow) => arrow.startsWith('shared'))).toEqual([])
  // Everything imports `shared`; only the window, which imports nothing else, has its arrow drawn.
  const drawn = imports.filter((arrow) => !arrow.endsWith('→ shared') || arrow.startsWith('renderer'))
  expect([...arrowsInDiagram()].sort()).toEqual(drawn.sort())
})

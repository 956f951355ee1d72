import { existsSync } from 'node:fs'
import { dirname, join, matchesGlob, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codeIn, pages, projectFiles, root } from './markdown.ts'

/** Files that are made when the program is built or runs, so they are in no folder of the project. */
const madeLater = [
  'checkpoint.sqlite',
  'checkpoint-2.sqlite',
  'stand-in.json',
  'latest.yml',
  'latest-mac.yml',
  'latest-linux.yml',
  'coverage/index.html',
]
const ourFolders = /^(electron|renderer|shared|scripts|test|docs|packaging|resources|\.github|\.ci)\//

/** The anchor that GitHub gives to a heading. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\- _]/gu, '')
    .replaceAll(' ', '-')
}

function anchorsIn(path: string): string[] {
  const text = pages.find((page) => page.path === path)?.text ?? ''
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))
}

function isThere(place: string): boolean {
  if (/[*{]/.test(place)) return projectFiles.some((file) => matchesGlob(file, place.replace(/\/$/, '/**')))
  return existsSync(join(root, place))
}

describe.each(pages)('$path', (page) => {
  const folder = dirname(page.path)

  it('links to pages, headings and pictures that exist', () => {
    const dead = [...page.text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#')
        const file = path === '' ? page.path : normalize(join(folder, path))
        if (!existsSync(join(root, file))) return true
        return anchor !== undefined && !anchorsIn(file).includes(anchor)
      })
    expect(dead).toEqual([])
  })

  it('names files and folders that exist', () => {
    const named = codeIn(page).filter((code) => /^[\w.@/*{},-]+$/.test(code))
    const paths = named.filter((code) => ourFolders.test(code)).filter((code) => !isThere(code))
    const files = named
      .filter((code) => !ourFolders.test(code) && /\w\.(ts|tsx|mjs|css|yml|md|sqlite|json)$/.test(code))
      .filter((code) => !madeLater.includes(code) && !/[*{]/.test(code))
      .filter((code) => !projectFiles.some((file) => file === code || file.endsWith(`/${code}`)))
    expect([...paths, ...files]).toEqual([])
  })
})

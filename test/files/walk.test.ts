import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { WalkedEntry } from '../../electron/engine/ports/local-files.ts'
import { walk } from '../../electron/files/walk.ts'
import { withoutPrivileges } from '../faults/privileges.ts'
import { temporaryFolder } from './temporary-folder.ts'

const never = new AbortController().signal

/** A folder `tree` with these files (content = name). */
function tree(...names: string[]): string {
  const root = join(temporaryFolder(), 'tree')
  mkdirSync(root)
  for (const name of names) {
    mkdirSync(join(root, name, '..'), { recursive: true })
    writeFileSync(join(root, name), name)
  }
  return root
}

async function walked(roots: string[], followLinks = false): Promise<WalkedEntry[]> {
  const entries: WalkedEntry[] = []
  for await (const portion of walk(roots, { followLinks, signal: never })) entries.push(...portion)
  return entries
}

const names = (entries: WalkedEntry[]) =>
  entries.flatMap((entry) => (entry.kind === 'file' ? [entry.name] : [])).sort()
const reasons = (entries: WalkedEntry[]) =>
  entries.flatMap((entry) =>
    entry.kind === 'left-out' ? [[entry.path.split('/').at(-1), entry.error.code]] : [],
  )

describe('walk', () => {
  it('gives files with their size and their path from the dropped folder on', async () => {
    const root = tree('a.txt', 'sub/deep/ünï 🚢.txt')
    const entries = await walked([root])
    expect(names(entries)).toEqual(['tree/a.txt', 'tree/sub/deep/ünï 🚢.txt'])
    expect(entries).toContainEqual({
      kind: 'file',
      path: join(root, 'a.txt'),
      name: 'tree/a.txt',
      sizeBytes: 5,
    })
  })

  it('gives a dropped file under its own name, and nothing for an empty folder', async () => {
    const root = tree('a.txt')
    mkdirSync(join(root, 'empty'))
    expect(names(await walked([join(root, 'a.txt'), join(root, 'empty')]))).toEqual(['a.txt'])
  })

  it('reports what is not there and goes on with the next root', async () => {
    const root = tree('a.txt')
    const entries = await walked([join(root, 'none'), join(root, 'a.txt')])
    expect(reasons(entries)).toEqual([['none', 'FileNotFound']])
    expect(names(entries)).toEqual(['a.txt'])
  })

  it('reports links where they are not followed, but takes a dropped link for what it leads to', async () => {
    const root = tree('real/a.txt')
    symlinkSync(join(root, 'real'), join(root, 'link'))
    symlinkSync(join(root, 'real/a.txt'), join(root, 'real/b.txt'))
    const entries = await walked([root])
    expect(names(entries)).toEqual(['tree/real/a.txt'])
    expect(reasons(entries).sort()).toEqual([
      ['b.txt', 'LinkSkipped'],
      ['link', 'LinkSkipped'],
    ])
    expect(names(await walked([join(root, 'link')]))).toEqual(['link/a.txt'])
  })

  it('follows links on request: their content, not an empty object', async () => {
    const root = tree('real/a.txt')
    symlinkSync(join(root, 'real'), join(root, 'link'))
    symlinkSync(join(root, 'real/a.txt'), join(root, 'b.txt'))
    const entries = await walked([root], true)
    expect(names(entries)).toEqual(['tree/b.txt', 'tree/link/a.txt', 'tree/real/a.txt'])
    expect(entries.every((entry) => entry.kind === 'file' && entry.sizeBytes === 'real/a.txt'.length)).toBe(
      true,
    )
  })

  it('ends in a circle of links, and reports it', async () => {
    const root = tree('sub/a.txt')
    symlinkSync(root, join(root, 'sub', 'up'))
    symlinkSync(join(root, 'self'), join(root, 'self'))
    const entries = await walked([root], true)
    expect(names(entries)).toEqual(['tree/sub/a.txt'])
    expect(reasons(entries).sort()).toEqual([
      ['self', 'LinkLoop'],
      ['up', 'LinkLoop'],
    ])
  })

  it('reports links that lead nowhere', async () => {
    const root = tree('a.txt')
    symlinkSync(join(root, 'gone'), join(root, 'link'))
    const entries = await walked([root], true)
    expect(names(entries)).toEqual(['tree/a.txt'])
    expect(reasons(entries)).toEqual([['link', 'DanglingLink']])
  })

  it.runIf(process.platform !== 'win32')('reports pipes and never waits for them', async () => {
    const root = tree('a.txt')
    execFileSync('mkfifo', [join(root, 'pipe')])
    expect(reasons(await walked([root]))).toEqual([['pipe', 'NotAFile']])
  })

  it.runIf(process.platform === 'linux')('reports names that are not Unicode', async () => {
    const root = tree('a.txt')
    writeFileSync(Buffer.concat([Buffer.from(`${root}/b`), Buffer.from([0xff, 0xfe])]), 'x')
    const entries = await walked([root])
    expect(names(entries)).toEqual(['tree/a.txt'])
    expect(entries).toContainEqual(
      expect.objectContaining({
        kind: 'left-out',
        error: expect.objectContaining({ code: 'NameNotUnicode' }),
      }),
    )
  })

  it.runIf(process.platform !== 'win32')('reports a folder it may not look into, and goes on', async () => {
    const root = tree('a/1.txt', 'closed/2.txt', 'z/3.txt')
    // Others must get as far as the folder that is closed.
    chmodSync(join(root, '..'), 0o755)
    chmodSync(join(root, 'closed'), 0o700)
    if (process.geteuid?.() !== 0) chmodSync(join(root, 'closed'), 0)
    const entries = await withoutPrivileges(() => walked([root]))
    chmodSync(join(root, 'closed'), 0o700)
    expect(names(entries)).toEqual(['tree/a/1.txt', 'tree/z/3.txt'])
    expect(reasons(entries)).toEqual([['closed', 'FolderNotReadable']])
  })

  it('gives every entry of a large folder once, whatever stands between the files', async () => {
    const files = Array.from({ length: 300 }, (_, index) => `${index}.txt`)
    const folders = Array.from({ length: 20 }, (_, index) => `folder ${index}/inside.txt`)
    const root = tree(...files, ...folders)
    for (const index of [1, 2, 3]) symlinkSync(join(root, `${index}.txt`), join(root, `link-${index}`))
    const entries = await walked([root])
    const expected = [...files, ...folders].map((name) => `tree/${name}`)
    expect(names(entries).toSorted()).toEqual(expected.toSorted())
    expect(reasons(entries).toSorted()).toEqual([1, 2, 3].map((index) => [`link-${index}`, 'LinkSkipped']))
  })

  it('stops in the middle when its signal aborts', async () => {
    const root = tree(...Array.from({ length: 500 }, (_, index) => `${index}.txt`))
    const cut = new AbortController()
    const seen: string[] = []
    let portions = 0
    const walking = async () => {
      for await (const portion of walk([root], { followLinks: false, signal: cut.signal })) {
        seen.push(...portion.map(({ path }) => path))
        portions += 1
        if (portions === 3) cut.abort(new Error('quit'))
      }
    }
    await expect(walking()).rejects.toThrow('quit')
    expect(portions).toBe(3)
    expect(seen.length).toBeLessThan(300)
  })
})

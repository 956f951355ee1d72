import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installPackaging } from '../../scripts/packaging/install-packaging.ts'
import { dryPack, listArchive, root } from './support/builder.ts'
import { readFuses, writeStandInDist } from './support/stand-in-dist.ts'

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stevedore-pack-'))
  await installPackaging(console.log)
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Every file below a folder of the project, as the archive names it. */
function projectFiles(name: string): string[] {
  return readdirSync(join(root, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath.slice(root.length)}/${entry.name}`)
}

/** What the lockfile says the program needs when it runs, but for headers that only a compiler reads. */
function neededModules(): Set<string> {
  const lockfile: { packages: Record<string, { dev?: boolean }> } = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  )
  const needed = Object.entries(lockfile.packages).filter(([path, { dev }]) => path !== '' && !dev)
  const names = needed.map(([path]) => path.split('node_modules/').at(-1) ?? '')
  return new Set(names.filter((name) => name !== 'node-addon-api'))
}

describe.each([
  {
    system: 'linux',
    args: ['--linux', 'dir', '--x64'],
    binary: 'electron',
    packed: 'linux-unpacked',
    program: 'stevedore',
    native: 'linux-x64',
  },
  {
    system: 'win32',
    // Both of these edit a real Windows program, which the stand-in is not.
    args: ['--win', 'dir', '--x64', '-c.win.signAndEditExecutable=false', '-c.disableAsarIntegrity=true'],
    binary: 'electron.exe',
    packed: 'win-unpacked',
    program: 'Stevedore.exe',
    native: 'win32-x64',
  },
] as const)('a dry pack for $system', ({ system, args, binary, packed, program, native }) => {
  let output: string
  let files: string[]
  beforeAll(async () => {
    output = join(folder, system)
    const dist = writeStandInDist(join(folder, `${system}-dist`), binary)
    await dryPack(args, dist, output)
    files = listArchive(join(output, packed, 'resources/app.asar'))
  }, 300_000)

  it('holds exactly the files that belong: the build, the icons, package.json and the modules it needs', () => {
    const modules = files.filter((path) => path.startsWith('/node_modules/'))
    const own = files.filter((path) => !path.startsWith('/node_modules/'))
    expect(own).toEqual([...projectFiles('out'), ...projectFiles('resources/icons'), '/package.json'].sort())
    expect(new Set(modules.map((path) => path.split('/')[2]))).toEqual(neededModules())
    expect(modules.filter((path) => /\/(test|deps|docs)\/|\.(c|cc|cpp|h|ts|map|gyp)$/.test(path))).toEqual([])
  })

  it('has the one native module of its system, beside the archive where it can be loaded', () => {
    const name = `node_modules/better-sqlite3/prebuilds/${native}.node`
    expect(files.filter((path) => path.endsWith('.node'))).toEqual([`/${name}`])
    const unpacked = join(output, packed, 'resources/app.asar.unpacked')
    expect(readFileSync(join(unpacked, name))).toEqual(readFileSync(join(root, name)))
    const all = readdirSync(unpacked, { recursive: true, encoding: 'utf8' })
    expect(all.filter((path) => path.endsWith('.node'))).toHaveLength(1)
  })

  it('cannot be used as a plain Node and loads nothing but its archive', () => {
    // runAsNode, cookie encryption, NODE_OPTIONS, inspect, asar integrity, only asar, browser snapshot, file privileges.
    expect(readFuses(readFileSync(join(output, packed, program))).slice(0, 8)).toBe('01001100')
  })

  it('carries only the languages it speaks, and looks for no updates', () => {
    expect(readdirSync(join(output, packed, 'locales')).sort()).toEqual(['en-US.pak', 'zh-CN.pak'])
    expect(existsSync(join(output, packed, 'resources/app-update.yml'))).toBe(false)
  })
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { differingPackages, readJson, setupState } from '../../scripts/setup/installed.mjs'
import { localNodePath } from '../../scripts/setup/local-node.mjs'

const vite = { version: '8.3.8', integrity: 'sha512-a' }

describe('differingPackages', () => {
  it('finds nothing when node_modules holds what the lockfile asks for', () => {
    const lock = { packages: { '': {}, 'node_modules/vite': vite } }
    expect(differingPackages(lock, { packages: { 'node_modules/vite': vite } })).toEqual([])
  })

  it('names a package that is missing, has another version, or other bytes under the same version', () => {
    const lock = { packages: { a: vite, b: vite, c: vite } }
    const present = { packages: { b: { ...vite, version: '8.3.7' }, c: { ...vite, integrity: 'sha512-b' } } }
    expect(differingPackages(lock, present)).toEqual(['a', 'b', 'c'])
  })

  it('does not ask for optional packages of other platforms, but notices a stale one', () => {
    const lock = { packages: { mac: { ...vite, optional: true }, linux: { ...vite, optional: true } } }
    expect(differingPackages(lock, { packages: {} })).toEqual([])
    expect(differingPackages(lock, { packages: { linux: { ...vite, version: '1.0.0' } } })).toEqual(['linux'])
  })
})

describe('setupState', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'stevedore-installed-'))
    writeFileSync(
      join(root, 'package-lock.json'),
      JSON.stringify({ packages: { 'node_modules/vite': vite } }),
    )
  })
  afterEach(() => rmSync(root, { recursive: true }))

  function install(packages: Record<string, object>): void {
    mkdirSync(join(root, 'node_modules'), { recursive: true })
    writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }))
  }

  it('asks for everything on a fresh clone and after the lockfile changed', () => {
    expect(setupState(root)).toBe('packages')
    install({ 'node_modules/vite': { ...vite, version: '8.0.0' } })
    expect(setupState(root)).toBe('packages')
  })

  it('asks only for the local Node when npm ci ran without install scripts', () => {
    install({ 'node_modules/vite': vite })
    expect(setupState(root)).toBe('node')
  })

  it('is ready once the packages and the local Node are there', () => {
    install({ 'node_modules/vite': vite })
    mkdirSync(join(root, 'node_modules', 'node', 'bin'), { recursive: true })
    writeFileSync(localNodePath(root), '')
    expect(setupState(root)).toBe('ready')
  })

  it('takes a lockfile cut off by a crash for an install that did not finish', () => {
    install({ 'node_modules/vite': vite })
    writeFileSync(join(root, 'node_modules', '.package-lock.json'), '{"packages": {')
    expect(readJson(join(root, 'node_modules', '.package-lock.json'))).toBeNull()
    expect(setupState(root)).toBe('packages')
  })
})

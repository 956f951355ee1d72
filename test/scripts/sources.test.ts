import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sourcesFingerprint } from '../../scripts/build/sources.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stevedore-sources-'))
  mkdirSync(join(root, 'electron', 'engine'), { recursive: true })
  writeFileSync(join(root, 'electron', 'engine', 'queue.ts'), 'one')
})
afterEach(() => rmSync(root, { recursive: true }))

it('asks for a new build when a source is saved, comes or goes, and only then', () => {
  const before = sourcesFingerprint(root)
  expect(sourcesFingerprint(root)).toBe(before)

  utimesSync(join(root, 'electron', 'engine', 'queue.ts'), new Date(), new Date(2000, 1, 1))
  const saved = sourcesFingerprint(root)
  expect(saved).not.toBe(before)

  writeFileSync(join(root, 'electron', 'main.ts'), '')
  const added = sourcesFingerprint(root)
  expect(added).not.toBe(saved)

  rmSync(join(root, 'electron', 'main.ts'))
  expect(sourcesFingerprint(root)).toBe(saved)

  writeFileSync(join(root, 'README.md'), 'not a source')
  expect(sourcesFingerprint(root)).toBe(saved)

  writeFileSync(join(root, 'vite.main.config.ts'), '')
  expect(sourcesFingerprint(root)).not.toBe(saved)
})

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findChromium } from '../../scripts/chromium/find-chromium.ts'
import { installCommand } from '../../scripts/chromium/install-chromium.ts'

describe('findChromium on Linux', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stevedore-chromium-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  function program(name: string, mode = 0o755): string {
    const path = join(folder, name)
    writeFileSync(path, '')
    chmodSync(path, mode)
    return path
  }

  it('takes Chromium from PATH before Chrome', () => {
    program('google-chrome')
    const chromium = program('chromium')
    expect(findChromium({ PATH: `/nowhere:${folder}` }, 'linux')).toBe(chromium)
  })

  it('finds nothing where there is nothing', () => {
    expect(findChromium({ PATH: folder }, 'linux')).toBeNull()
  })

  it('obeys STEVEDORE_CHROMIUM, and does not replace a wrong one by another browser', () => {
    program('chromium')
    const chosen = program('my-browser')
    expect(findChromium({ PATH: folder, STEVEDORE_CHROMIUM: chosen }, 'linux')).toBe(chosen)
    expect(findChromium({ PATH: folder, STEVEDORE_CHROMIUM: join(folder, 'gone') }, 'linux')).toBeNull()
  })
})

describe('installCommand', () => {
  it.each([
    ['darwin', 'brew install'],
    ['win32', 'winget install'],
    ['linux', 'sudo '],
  ] as const)('names the exact command on %s', (platform, command) => {
    expect(installCommand(platform)).toContain(command)
  })
})

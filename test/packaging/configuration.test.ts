import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { builderArguments } from '../../scripts/packaging/builder-arguments.ts'
import { installPackaging } from '../../scripts/packaging/install-packaging.ts'
import { root, validateConfiguration } from './support/builder.ts'

const yml = readFileSync(join(root, 'electron-builder.yml'), 'utf8')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

describe('the configuration of the installers', () => {
  beforeAll(() => installPackaging(console.log), 300_000)

  it('passes electron-builder’s own schema', async () => {
    await expect(validateConfiguration(() => undefined)).resolves.toBeUndefined()
  })

  it('is checked at all: a key that does not exist is refused', async () => {
    await expect(
      validateConfiguration((config) => {
        config.noSuchKey = true
      }),
    ).rejects.toThrow(/noSuchKey/)
  })

  it('names icons, entitlements and scripts that are there', () => {
    const paths = [...yml.matchAll(/(?:resources\/icons|packaging)\/[\w.-]+/g)].map(([path]) => path)
    expect(paths.length).toBeGreaterThan(3)
    for (const path of paths)
      expect({ path, isThere: existsSync(join(root, path)) }).toEqual({ path, isThere: true })
  })

  it('has the ids that the program itself uses', () => {
    const appId = /^appId: (\S+)/m.exec(yml)?.[1]
    expect(readFileSync(join(root, 'electron/main.ts'), 'utf8')).toContain(`setAppUserModelId('${appId}')`)
    expect(manifest.desktopName).toBe(`${appId}.desktop`)
    expect(readFileSync(join(root, 'electron/app/this-installation.ts'), 'utf8')).toContain(
      manifest.desktopName,
    )
  })
})

describe('what `npm run dist` calls electron-builder with', () => {
  it.each([
    ['linux', '--linux'],
    ['darwin', '--mac'],
    ['win32', '--win'],
  ] as const)('makes installers for %s on it', (platform, wanted) => {
    expect(builderArguments([], platform, undefined)).toEqual([wanted, '--publish', 'never'])
  })

  it('makes what was asked for instead', () => {
    expect(builderArguments(['--win', 'nsis'], 'linux', undefined).slice(0, 2)).toEqual(['--win', 'nsis'])
  })

  it('builds in where updates are taken from, only where that is given', () => {
    const args = builderArguments([], 'linux', 'https://updates.example.com/app/')
    expect(args).toContain(`-c.publish.url=https://updates.example.com/app/\${os}`)
    expect(args).toContain('-c.publish.useMultipleRangeRequest=false')
  })

  it('takes no updates over a line that anyone can change', () => {
    expect(() => builderArguments([], 'linux', 'http://updates.example.com')).toThrow(/https/)
  })
})

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { localNodePath, nodeForSetup } from '../../scripts/setup/local-node.mjs'

const name = process.platform === 'win32' ? 'node.exe' : 'node'

describe('the Node that setting up runs on', () => {
  let root: string
  let local: string
  let system: string

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'stevedore-node-')))
    onTestFinished(() => rmSync(root, { recursive: true }))
    local = localNodePath(root)
    system = join(root, 'system', name)
    for (const path of [local, system]) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, '')
    }
  })

  it('is the running one when that is not part of what is installed anew', () => {
    expect(nodeForSetup(root, { npm_node_execpath: local, PATH: dirname(local) }, system)).toBe(system)
  })

  it('is the one npm runs on when the local one is running, which the install takes away', () => {
    expect(nodeForSetup(root, { npm_node_execpath: system }, local)).toBe(system)
  })

  it('is another one in PATH when npm did not start us', () => {
    const PATH = [join(root, 'nothing-here'), dirname(local), dirname(system)].join(delimiter)
    expect(nodeForSetup(root, { PATH }, local)).toBe(system)
  })

  it('is the running one when there is no other', () => {
    expect(nodeForSetup(root, { PATH: dirname(local) }, local)).toBe(local)
  })
})

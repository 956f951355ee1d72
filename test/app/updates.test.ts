import { describe, expect, it } from 'vitest'
import type { Installation } from '../../electron/app/login-item.ts'
import { canUpdate, nextUpdateStep, type UpdateFacts } from '../../electron/app/update-policy.ts'
import { Updates } from '../../electron/app/updates.ts'

const installed: Installation = { platform: 'linux', environment: {}, execPath: '/x', isPackaged: true }

describe('canUpdate', () => {
  it.each([
    ['the installed program with an address', installed, true, true],
    ['one built without an address', installed, false, false],
    ['a program run from its sources', { ...installed, isPackaged: false }, true, false],
    [
      'the portable program',
      { ...installed, platform: 'win32', environment: { PORTABLE_EXECUTABLE_FILE: 'x' } },
      true,
      false,
    ],
    ['Flatpak', { ...installed, environment: { FLATPAK_ID: 'x' } }, true, false],
    ['Snap', { ...installed, environment: { SNAP: 'x' } }, true, false],
  ] as const)('for %s', (_what, installation, hasAddress, can) => {
    expect(canUpdate(installation, hasAddress)).toBe(can)
  })
})

describe('nextUpdateStep', () => {
  const facts: UpdateFacts = {
    available: '2.0.0',
    declined: null,
    wantsDownload: false,
    isDownloaded: false,
    wish: 'none',
    mayAskInstall: true,
    running: 0,
  }
  const ready = { wantsDownload: true, isDownloaded: true }
  it.each([
    ['nothing is newer', { available: null }, 'nothing'],
    ['a version is newer', {}, 'ask-download'],
    ['the person did not want this version', { declined: '2.0.0' }, 'nothing'],
    ['the person did not want an older one', { declined: '1.9.0' }, 'ask-download'],
    ['the person wants it', { wantsDownload: true }, 'download'],
    ['it is there', ready, 'ask-install'],
    ['it is there and the person was asked', { ...ready, mayAskInstall: false }, 'wait'],
    ['it may be installed and nothing runs', { ...ready, wish: 'when-idle' }, 'install'],
    ['it may be installed when nothing runs', { ...ready, wish: 'when-idle', running: 2 }, 'wait'],
    ['it is to be installed now, and uploads run', { ...ready, wish: 'now', running: 2 }, 'pause-uploads'],
    ['it is to be installed now, and nothing runs', { ...ready, wish: 'now' }, 'install'],
  ] as const)('when %s', (_when, change, step) => {
    expect(nextUpdateStep({ ...facts, ...change })).toBe(step)
  })
})

describe('Updates', () => {
  function setUp(
    answers: { download?: boolean; install?: 'now' | 'when-idle' | 'later' },
    runningAtFirst = 0,
  ) {
    const done: string[] = []
    let running = runningAtFirst
    let fail = false
    const updates = new Updates({
      updater: {
        check: async () => '2.0.0',
        async download() {
          done.push('download')
          if (fail) throw new Error('cut')
        },
        install: () => done.push('install'),
      },
      isWanted: () => true,
      running: () => running,
      async askDownload(version) {
        done.push(`ask ${version}`)
        return answers.download ?? true
      },
      async askInstall(_version, count) {
        done.push(`ask install, ${count} running`)
        return answers.install ?? 'now'
      },
      holdUploads: () => done.push('hold'),
      log: { info() {}, warn() {} },
    })
    return {
      updates,
      done,
      nothingRuns: () => {
        running = 0
      },
      breakDownload: (isBroken: boolean) => {
        fail = isBroken
      },
    }
  }

  it('asks, fetches, asks again and installs while nothing runs', async () => {
    const { updates, done } = setUp({})
    await updates.check()
    expect(done).toEqual(['ask 2.0.0', 'download', 'ask install, 0 running', 'install'])
  })

  it('fetches nothing that was not wanted, and does not ask again', async () => {
    const { updates, done } = setUp({ download: false })
    await updates.check()
    await updates.check()
    expect(done).toEqual(['ask 2.0.0'])
  })

  it('waits for the uploads where the person wants that', async () => {
    const { updates, done, nothingRuns } = setUp({ install: 'when-idle' }, 2)
    await updates.check()
    await updates.goOn()
    expect(done.at(-1)).toBe('ask install, 2 running')
    nothingRuns()
    await updates.goOn()
    expect(done.at(-1)).toBe('install')
  })

  it('lets the current parts arrive before it restarts', async () => {
    const { updates, done, nothingRuns } = setUp({ install: 'now' }, 2)
    await updates.check()
    await updates.goOn()
    expect(done.filter((what) => what === 'hold')).toHaveLength(1)
    expect(done).not.toContain('install')
    nothingRuns()
    await updates.goOn()
    expect(done.at(-1)).toBe('install')
  })

  it('installs nothing that is wanted later', async () => {
    const { updates, done } = setUp({ install: 'later' })
    await updates.check()
    await updates.goOn()
    expect(done.at(-1)).toBe('ask install, 0 running')
  })

  it('asks again after a download that broke off', async () => {
    const { updates, done, breakDownload } = setUp({})
    breakDownload(true)
    await updates.check()
    breakDownload(false)
    await updates.check()
    expect(done).toEqual([
      'ask 2.0.0',
      'download',
      'ask 2.0.0',
      'download',
      'ask install, 0 running',
      'install',
    ])
  })
})

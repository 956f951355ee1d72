import { describe, expect, it } from 'vitest'
import type { LoginItem, LoginItemState } from '../../electron/app/login-item.ts'
import { StartAtLogin } from '../../electron/app/start-at-login.ts'

function setUp(startAtLogin: boolean, state: LoginItemState, fail = false) {
  const told: string[] = []
  const item: LoginItem = {
    read: () => state,
    set(isOn) {
      if (fail) throw new Error('read-only')
      told.push(`set ${isOn}`)
    },
  }
  const follower = new StartAtLogin({
    item,
    settings: { startAtLogin },
    onSwitchedOff: () => told.push('setting off'),
    notify: ({ kind }) => told.push(kind),
    log: { info() {}, warn() {} },
  })
  return { follower, told }
}

describe('StartAtLogin', () => {
  it('changes the system only when the setting changes', () => {
    const { follower, told } = setUp(false, 'on')
    follower.follow({ startAtLogin: false })
    expect(told).toEqual([])
    follower.follow({ startAtLogin: true })
    follower.follow({ startAtLogin: true })
    follower.follow({ startAtLogin: false })
    expect(told).toEqual(['set true', 'set false'])
  })

  it('renews the entry at every start, as the program may have moved', () => {
    expect(setUp(true, 'on').told).toEqual(['set true'])
  })

  it('takes it from the system when the person has removed the entry', () => {
    expect(setUp(true, 'off').told).toEqual(['setting off'])
  })

  it('says so when the system does not allow it', () => {
    const { follower, told } = setUp(false, 'vetoed')
    follower.follow({ startAtLogin: true })
    expect(told).toEqual(['set true', 'loginItemVetoed'])
  })

  it('says so when the entry cannot be written', () => {
    const { follower, told } = setUp(false, 'off', true)
    follower.follow({ startAtLogin: true })
    expect(told).toEqual(['loginItemFailed'])
  })

  it('does nothing where the program cannot start at login', () => {
    const told: string[] = []
    const follower = new StartAtLogin({
      item: null,
      settings: { startAtLogin: true },
      onSwitchedOff: () => told.push('off'),
      notify: ({ kind }) => told.push(kind),
      log: { info() {}, warn() {} },
    })
    follower.follow({ startAtLogin: false })
    expect(told).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { SleepBlocker } from '../../electron/app/sleep-blocker.ts'

describe('SleepBlocker', () => {
  it('blocks once while anything runs and lets go when nothing does', () => {
    const calls: string[] = []
    let nextId = 1
    const blocker = new SleepBlocker({
      start(type) {
        calls.push(`start ${type} ${nextId}`)
        return nextId++
      },
      stop(id) {
        calls.push(`stop ${id}`)
        return true
      },
    })
    for (const running of [0, 1, 3, 1, 0, 0, 2]) blocker.update(running)
    blocker.release()
    blocker.release()
    expect(calls).toEqual([
      'start prevent-app-suspension 1',
      'stop 1',
      'start prevent-app-suspension 2',
      'stop 2',
    ])
  })
})

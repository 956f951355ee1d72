import { describe, expect, it } from 'vitest'
import { PatientClock } from './patient-clock.ts'

const never = new AbortController().signal

describe('patient clock', () => {
  it('jumps over ten minutes at once when nothing real is under way', async () => {
    const clock = new PatientClock(() => true, 0)
    await clock.sleep(600_000, never)
    expect(clock.now()).toBe(600_000)
  })

  it('wakes sleepers in the order in which they are due', async () => {
    const clock = new PatientClock(() => true, 0)
    const order: string[] = []
    await Promise.all([
      clock.sleep(200, never).then(() => order.push(`b at ${clock.now()}`)),
      clock.sleep(100, never).then(() => order.push(`a at ${clock.now()}`)),
    ])
    expect(order).toEqual(['a at 100', 'b at 200'])
  })

  it('stands still while something real is under way, however long that takes', async () => {
    let isQuiet = false
    const clock = new PatientClock(() => isQuiet, 0)
    let hasWoken = false
    const asleep = clock.sleep(1, never).then(() => {
      hasWoken = true
    })
    for (let i = 0; i < 30; i += 1) await new Promise((resolve) => setTimeout(resolve, 1))
    expect([hasWoken, clock.now()]).toEqual([false, 0])
    isQuiet = true
    await asleep
    expect(clock.now()).toBe(1)
  })

  it('ends a sleep at once when its signal aborts, and does not wait for it any more', async () => {
    const clock = new PatientClock(() => false, 0)
    const abort = new AbortController()
    const asleep = clock.sleep(1_000, abort.signal)
    abort.abort(new Error('cut'))
    await expect(asleep).rejects.toThrow('cut')
    await expect(clock.sleep(1, abort.signal)).rejects.toThrow('cut')
    expect(clock.now()).toBe(0)
  })
})

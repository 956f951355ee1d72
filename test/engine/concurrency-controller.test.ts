import { describe, expect, it } from 'vitest'
import { ConcurrencyController, type Observation } from '../../electron/engine/concurrency-controller.ts'

const MiB = 1024 ** 2
const tickMs = 250

/** Bytes per millisecond that `connections` carry. */
type Line = (connections: number) => number

/** Lets a controller find its way on a line; answers the number of connections after each tick. */
function drive(
  controller: ConcurrencyController,
  line: Line,
  seconds: number,
  seen: (at: { now: number; target: number }) => Partial<Observation> = () => ({}),
  from = 0,
) {
  let workBytes = from * 1e9
  const targets: number[] = []
  for (let now = from * 1000 + tickMs; now <= (from + seconds) * 1000; now += tickMs) {
    workBytes += line(controller.target) * tickMs
    controller.observe({
      now,
      workBytes,
      isSaturated: true,
      throttled: 0,
      lost: 0,
      ...seen({ now, target: controller.target }),
    })
    targets.push(controller.target)
  }
  return targets
}

const perConnection: Line = (connections) => connections * 1000
const shared: Line = (connections) => Math.min(connections * 10_000, 20_000)
const both: Line = (connections) => Math.min(connections * 1000, 17_000)
/** Beyond 12 connections everything gets slower, as where packets are lost. */
const crowded: Line = (connections) =>
  connections <= 12 ? connections * 1000 : 12_000 * (12 / connections) ** 2
const single: Line = (connections) => 30_000 / connections ** 0.2

const lines: [string, Line][] = [
  ['each connection has its own limit', perConnection],
  ['all share one limit', shared],
  ['each has its own limit and all share another', both],
  ['too many make it slower', crowded],
  ['one connection is best', single],
]

describe('how many requests at once', () => {
  it.each(lines)('where %s: nine tenths of the best within 20 s, and from then on', (_name, line) => {
    const controller = new ConcurrencyController([1, 64], 5)
    const best = Math.max(...Array.from({ length: 64 }, (_, index) => line(index + 1)))
    const reachable = line === single ? line(5) : best
    drive(controller, line, 20)
    const after = drive(controller, line, 100, undefined, 20)
    const mean = after.reduce((sum, target) => sum + line(target), 0) / after.length
    expect(mean).toBeGreaterThanOrEqual(0.9 * reachable)
  })

  it('gives connections back where fewer do as well', () => {
    const controller = new ConcurrencyController([1, 64], 40)
    drive(controller, shared, 400)
    expect(controller.target).toBeLessThanOrEqual(8)
  })

  it('halves at once when the server asks for less, and does not try that number again for a minute', () => {
    const controller = new ConcurrencyController([1, 64], 5)
    const throttling = ({ target }: { target: number }) => ({ throttled: target > 20 ? 1 : 0 })
    const targets = drive(controller, perConnection, 20, throttling)
    const first = targets.findIndex((target, index) => target < (targets[index - 1] ?? 0))
    expect(targets[first]).toBe(Math.floor((targets[first - 1] ?? 0) / 2))
    const asked = targets[first - 1] ?? 0
    const later = drive(controller, perConnection, 30, throttling, 20)
    expect(Math.max(...later)).toBeLessThan(asked)
  })

  it('gives up a quarter when requests are lost, but not for a single one', () => {
    const controller = new ConcurrencyController([1, 64], 20)
    const observe = (lost: number) =>
      controller.observe({ now: 1, workBytes: 0, isSaturated: true, throttled: 0, lost })
    observe(1)
    expect(controller.target).toBe(20)
    observe(4)
    expect(controller.target).toBe(15)
  })

  it('does not climb while there is not work enough for the connections it has', () => {
    const controller = new ConcurrencyController([1, 64], 5)
    drive(controller, perConnection, 60, () => ({ isSaturated: false }))
    expect(controller.target).toBe(5)
  })

  it('takes the word of requests that last seconds for it, while the bytes come in gusts', () => {
    const controller = new ConcurrencyController([1, 64], 5)
    let workBytes = 0
    for (let now = tickMs; now <= 20_000; now += tickMs) {
      // Everything is handed over at once every two seconds; by then the requests of the last two have ended.
      const isGust = now % 2000 === 0
      if (isGust) workBytes += perConnection(controller.target) * 2000
      const rateByRequests = isGust ? perConnection(controller.target) : null
      controller.observe({ now, workBytes, isSaturated: true, rateByRequests, throttled: 0, lost: 0 })
    }
    expect(controller.target).toBe(64)
  })

  it('stays within its range', () => {
    const controller = new ConcurrencyController([2, 10], 50)
    expect(controller.target).toBe(10)
    for (let now = 0; now < 10; now += 1)
      controller.observe({ now, workBytes: MiB, isSaturated: true, throttled: 1, lost: 0 })
    expect(controller.target).toBe(2)
  })
})

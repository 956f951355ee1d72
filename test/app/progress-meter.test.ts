import { describe, expect, it } from 'vitest'
import { LiveParts, withLiveParts } from '../../electron/app/live-parts.ts'
import { ProgressMeter } from '../../electron/app/progress-meter.ts'
import type { RunningUpload } from '../../electron/engine/ports.ts'

const MiB = 1024 * 1024

function running(change: Partial<RunningUpload> = {}): RunningUpload {
  return {
    id: 1,
    batchId: 1,
    sizeBytes: 100 * MiB,
    confirmedBytes: 0,
    inFlightBytes: 0,
    sentBytes: 0,
    parts: [],
    ...change,
  }
}

describe('speed and time left', () => {
  it('are what was sent over the last seconds', () => {
    const meter = new ProgressMeter()
    for (let second = 0; second <= 10; second += 1) {
      meter.measure(
        second * 1000,
        [running({ sentBytes: second * 2 * MiB, inFlightBytes: second * 2 * MiB })],
        0,
      )
    }
    const measured = meter.measure(
      11_000,
      [running({ sentBytes: 22 * MiB, confirmedBytes: 22 * MiB })],
      78 * MiB,
    )
    expect(measured.bytesPerSecond).toBe(2 * MiB)
    expect(measured.uploads[0]).toMatchObject({ bytesPerSecond: 2 * MiB, secondsLeft: 39 })
    expect(measured.secondsLeft).toBe(39)
  })

  it('do not count parts that were kept from an earlier run as speed', () => {
    const meter = new ProgressMeter()
    meter.measure(0, [running()], 0)
    const measured = meter.measure(1000, [running({ confirmedBytes: 90 * MiB })], 10 * MiB)
    expect(measured.bytesPerSecond).toBe(0)
  })

  it('are unknown at the start and while nothing moves', () => {
    const meter = new ProgressMeter()
    expect(meter.measure(0, [running()], MiB).secondsLeft).toBeNull()
    expect(meter.measure(1000, [running({ sentBytes: MiB })], MiB).secondsLeft).toBeNull()
    for (let second = 2; second < 20; second += 1)
      meter.measure(second * 1000, [running({ sentBytes: MiB })], MiB)
    expect(meter.measure(20_000, [running({ sentBytes: MiB })], MiB)).toMatchObject({
      bytesPerSecond: 0,
      secondsLeft: null,
    })
  })

  it('never fall below zero in total when an upload ends or begins again from zero', () => {
    const meter = new ProgressMeter()
    meter.measure(0, [running({ sentBytes: 0 }), running({ id: 2 })], 0)
    meter.measure(1000, [running({ sentBytes: 5 * MiB }), running({ id: 2, sentBytes: MiB })], 0)
    expect(meter.measure(2000, [running({ id: 2, sentBytes: 2 * MiB })], 0).bytesPerSecond).toBe(3.5 * MiB)
    const again = meter.measure(
      3000,
      [running({ sentBytes: MiB }), running({ id: 2, sentBytes: 3 * MiB })],
      0,
    )
    expect(again.bytesPerSecond).toBe(Math.round((9 * MiB - 0) / 3))
  })
})

describe('parts of the watched upload', () => {
  const part = { partNumber: 2, sizeBytes: MiB, sentBytes: 10, tries: 1, isRetrying: false }

  it('are told when they change, and only then', () => {
    const live = new LiveParts()
    live.watch(1)
    expect(live.changes([running({ parts: [part] })])).toEqual({
      uploadId: 1,
      changes: [{ partNumber: 2, state: 'sending', sentBytes: 10, tries: 1 }],
    })
    expect(live.changes([running({ parts: [part] })])).toBeNull()
    live.confirm(1, 2)
    expect(live.changes([running()])?.changes).toEqual([
      { partNumber: 2, state: 'done', sentBytes: 0, tries: 1 },
    ])
    expect(live.changes([running()])).toBeNull()
  })

  it('go back to waiting when they were cut', () => {
    const live = new LiveParts()
    live.watch(1)
    live.changes([running({ parts: [{ ...part, isRetrying: true, tries: 3 }] })])
    expect(live.changes([])?.changes).toEqual([{ partNumber: 2, state: 'waiting', sentBytes: 0, tries: 3 }])
  })

  it('of other uploads are nobody’s business', () => {
    const live = new LiveParts()
    live.watch(7)
    live.confirm(1, 2)
    expect(live.changes([running({ parts: [part] })])).toBeNull()
  })

  it('are drawn over the recorded map', () => {
    const map = { uploadId: 1, sizeBytes: 3, partSizeBytes: 1, partCount: 3, states: 'k..' }
    expect(withLiveParts(map, running({ parts: [part] })).states).toBe('ks.')
    expect(withLiveParts(map, undefined).states).toBe('k..')
  })
})
